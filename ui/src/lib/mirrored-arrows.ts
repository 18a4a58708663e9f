import type { Attachment } from "svelte/attachments";
import { direction } from "$lib/language.svelte";

const mirrored: Record<string, string> = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };

/** For a part that takes the arrow to the left for the way back: where text runs from right to left, it is the way on. */
export const mirroredArrows: Attachment<HTMLElement> = (element) => {
	let swapped: KeyboardEvent | null = null;
	function swap(event: KeyboardEvent): void {
		const key = mirrored[event.key];
		if (!key || event === swapped || direction() === "ltr") return;
		event.stopPropagation();
		event.preventDefault();
		const { shiftKey, ctrlKey, altKey, metaKey } = event;
		swapped = new KeyboardEvent("keydown", {
			key,
			shiftKey,
			ctrlKey,
			altKey,
			metaKey,
			bubbles: true,
			cancelable: true,
		});
		event.target?.dispatchEvent(swapped);
	}
	element.addEventListener("keydown", swap, { capture: true });
	return () => element.removeEventListener("keydown", swap, { capture: true });
};
