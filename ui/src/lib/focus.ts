import { tick } from "svelte";
import type { Attachment } from "svelte/attachments";

/** Moves the focus to an element when it appears, so that keyboards and screen readers go on from there. */
export const focusOnAppear: Attachment<HTMLElement> = (element) => {
	element.focus({ preventScroll: true });
};

/** Whether what had the focus is gone, so that keyboards and screen readers would begin at the top again. */
export const isFocusLost = (): boolean =>
	document.activeElement === null || document.activeElement === document.body;

/** Moves the focus to a field with its text selected, so that typing replaces it. */
export function focusText(field: HTMLInputElement | null): void {
	field?.focus();
	field?.select();
}

/** Moves the focus to the heading of the page. */
export function focusHeading(): void {
	const heading = document.querySelector<HTMLElement>("main h1");
	if (heading && !heading.hasAttribute("tabindex")) heading.tabIndex = -1;
	heading?.focus({ preventScroll: true });
}

/**
 * Gives the focus back to what had it before something opened. Where that is gone with its page, it goes to the
 * heading of the page that took its place, unless that page has put it somewhere itself.
 */
export async function giveFocusBack(opener: Element | null): Promise<void> {
	if (opener instanceof HTMLElement && opener !== document.body && opener.isConnected) {
		opener.focus({ preventScroll: true });
		return;
	}
	await tick();
	if (isFocusLost()) focusHeading();
}

/** Moves the focus to the first thing that can be done within an element; without any, to the element itself. */
function focusNearby(element: HTMLElement): void {
	const next = element.querySelector<HTMLElement>("button:not(:disabled), a[href]");
	if (!next && !element.hasAttribute("tabindex")) element.tabIndex = -1;
	(next ?? element).focus({ preventScroll: true });
}

/**
 * Where what had the focus within an element goes away, the focus goes on to what can be done next there; where the element
 * goes with it, to the heading of the page.
 */
export const keepFocus: Attachment<HTMLElement> = (element) => {
	let last: HTMLElement | null = null;
	const enters = ({ target }: FocusEvent): void => void (last = target as HTMLElement);
	const leaves = ({ relatedTarget }: FocusEvent): void => {
		if (relatedTarget) last = null;
	};
	const changes = new MutationObserver(() => {
		if (!last || last.isConnected) return;
		last = null;
		if (isFocusLost()) focusNearby(element);
	});
	element.addEventListener("focusin", enters);
	element.addEventListener("focusout", leaves);
	changes.observe(element, { childList: true, subtree: true });
	return () => {
		changes.disconnect();
		element.removeEventListener("focusin", enters);
		element.removeEventListener("focusout", leaves);
		if (last) void giveFocusBack(null);
	};
};
