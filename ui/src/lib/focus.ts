import type { Attachment } from "svelte/attachments";

/** Moves the focus to an element when it appears, so that keyboards and screen readers go on from there. */
export const focusOnAppear: Attachment<HTMLElement> = (element) => {
	element.focus({ preventScroll: true });
};

/** Moves the focus to a field with its text selected, so that typing replaces it. */
export function focusText(field: HTMLInputElement | null): void {
	field?.focus();
	field?.select();
}
