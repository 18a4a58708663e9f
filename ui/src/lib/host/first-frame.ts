/** A window that nobody sees draws no frames; after this the page goes on without. */
const LONGEST_MS = 500;

/** Resolves once the page was really drawn, or cannot be seen. */
export function drawnOrUnseen(): Promise<void> {
	return new Promise((resolve) => {
		requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
		if (document.hidden) resolve();
		document.addEventListener("visibilitychange", () => resolve(), { once: true });
	});
}

/** Resolves once the page has been drawn for the first time. */
export function firstFrame(): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, LONGEST_MS);
		// A frame is drawn after its callbacks, so the second frame's come after the first was drawn.
		requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
	});
}
