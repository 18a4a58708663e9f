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
	if (!isFocusLost()) return;
	const heading = document.querySelector<HTMLElement>("main h1");
	if (heading && !heading.hasAttribute("tabindex")) heading.tabIndex = -1;
	heading?.focus({ preventScroll: true });
}
