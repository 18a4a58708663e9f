/** What lies over the page and is to be answered first. */
const ASKED = "[role=dialog]:not([data-light]), [role=alertdialog]";

/** Whether something is to be answered before the person does anything else. */
export const isAsked = (): boolean => document.querySelector(ASKED) !== null;

/** Waits until everything of that kind is answered. */
export function untilAnswered(): Promise<void> {
	return new Promise((answered) => {
		const changes = new MutationObserver(() => {
			if (isAsked()) return;
			changes.disconnect();
			answered();
		});
		changes.observe(document.body, { childList: true, subtree: true });
	});
}
