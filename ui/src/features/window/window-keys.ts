import type { ZoomStep } from "$lib/bindings/ZoomStep";
import { isTyping } from "$lib/typing";

/** What a key asks of the window. */
export type WindowWish =
	{ kind: "zoom"; step: ZoomStep } | { kind: "print" } | { kind: "keys" } | { kind: "lock" };

/** Where keys choose what begins with them. */
const CHOOSING = "[role=listbox], [role=combobox]";

/** What stands on the key, and where it lies: some keyboards have the signs elsewhere, or only together with Shift. */
const zoomKeys: readonly (readonly [ZoomStep, readonly string[], readonly string[]])[] = [
	["in", ["+", "="], ["NumpadAdd"]],
	["out", ["-", "_", "−"], ["NumpadSubtract"]],
	["reset", ["0"], ["Digit0", "Numpad0"]],
];

/** What a key that is pressed asks of the window; null when it is meant for something else. */
export function windowWish(event: KeyboardEvent): WindowWish | null {
	const { key, code, target, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
	if (altKey) return null;
	if (ctrlKey === metaKey) {
		const isText = isTyping(target) || (target instanceof Element && target.closest(CHOOSING) !== null);
		return key === "?" && !ctrlKey && !repeat && !isText ? { kind: "keys" } : null;
	}
	// A digit without Shift is an organization's, whatever else stands on its key.
	if (/^Digit[1-9]$/.test(code) && !shiftKey) return null;
	for (const [step, signs, places] of zoomKeys) {
		if (signs.includes(key) || places.includes(code)) return { kind: "zoom", step };
	}
	if (shiftKey || repeat) return null;
	if (key.toLowerCase() === "l") return { kind: "lock" };
	return key.toLowerCase() === "p" ? { kind: "print" } : null;
}
