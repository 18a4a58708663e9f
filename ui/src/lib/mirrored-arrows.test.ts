import { afterEach, expect, test } from "vitest";
import { speak } from "./language.svelte";
import { mirroredArrows } from "./mirrored-arrows";

afterEach(() => speak({ chosen: null, system: "en" }));

/** What a part hears of a key that is pressed on something in it. */
function heard(key: string): string[] {
	const [part, inside] = [document.createElement("div"), document.createElement("button")];
	part.append(inside);
	const keys: string[] = [];
	inside.addEventListener("keydown", (event) => keys.push(event.key));
	const detach = mirroredArrows(part);
	inside.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
	detach?.();
	return keys;
}

test("arrows along the line are turned where text runs from right to left, and nothing else is", () => {
	expect(["ArrowLeft", "ArrowRight", "ArrowUp"].flatMap(heard)).toEqual([
		"ArrowLeft",
		"ArrowRight",
		"ArrowUp",
	]);
	speak({ chosen: "ar", system: "en" });
	expect(["ArrowLeft", "ArrowRight", "ArrowUp"].flatMap(heard)).toEqual([
		"ArrowRight",
		"ArrowLeft",
		"ArrowUp",
	]);
});
