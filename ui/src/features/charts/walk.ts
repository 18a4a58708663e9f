import { isTyping } from "$lib/typing";

/**
 * The row that a key leads to from the one at `at`, of `count`.
 *
 * @returns -1 for what stands above the first row; null when it is no key for that.
 */
export function rowAfter(key: string, at: number, count: number): number | null {
	if (key === "ArrowDown") return Math.min(count - 1, at + 1);
	if (key === "ArrowUp") return at - 1;
	if (key === "Home") return 0;
	if (key === "End") return count - 1;
	return null;
}

/** Whether a key that is typed on the page is meant for a field, a menu or a dialog. */
export function isTaken({ target, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
	if (altKey || ctrlKey || metaKey) return true;
	return isTyping(target) || document.querySelector("[role=dialog]") !== null;
}

/** Scrolls a list as far as it takes to show one of its rows, and nothing around it. */
export function keepInView(row: HTMLElement): void {
	const list = row.parentElement;
	if (!list) return;
	const [own, whole] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
	if (own.top < whole.top) list.scrollTop -= whole.top - own.top;
	else if (own.bottom > whole.bottom) list.scrollTop += own.bottom - whole.bottom;
}
