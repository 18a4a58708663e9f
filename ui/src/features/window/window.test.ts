import { fireEvent, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { scenarios } from "$lib/host/scenarios";
import { has, hook, input, renderApp } from "../../../tests/render-app";
import { windowWish } from "./window-keys";

const start = (scenario = "profile") => renderApp((host) => scenarios[scenario]?.(host));

const percent = () => hook("zoom-percent").textContent;

const key = (init: KeyboardEventInit) => windowWish(new KeyboardEvent("keydown", init));

test.each<[KeyboardEventInit, string | null]>([
	[{ ctrlKey: true, key: "+", code: "BracketRight" }, "in"],
	[{ ctrlKey: true, shiftKey: true, key: "+", code: "Equal" }, "in"],
	[{ ctrlKey: true, key: "=", code: "Equal" }, "in"],
	[{ metaKey: true, key: "+", code: "NumpadAdd" }, "in"],
	[{ ctrlKey: true, key: "-", code: "Minus" }, "out"],
	[{ ctrlKey: true, key: "-", code: "NumpadSubtract" }, "out"],
	[{ ctrlKey: true, key: "à", code: "Digit0" }, "reset"],
	[{ ctrlKey: true, key: "-", code: "Digit6" }, null],
	[{ ctrlKey: true, key: "+", code: "Digit1" }, null],
	[{ ctrlKey: true, shiftKey: true, key: "+", code: "Digit1" }, "in"],
	[{ ctrlKey: true, altKey: true, key: "+" }, null],
	[{ ctrlKey: true, metaKey: true, key: "+" }, null],
	[{ key: "+" }, null],
])("%o changes the size: %s", (init, step) => {
	expect(key(init)).toEqual(step && { kind: "zoom", step });
});

/** Turns the wheel; answers whether that was more than scrolling. */
function turn(deltaY: number, ctrlKey: boolean): boolean {
	const wheel = new WheelEvent("wheel", { deltaY, cancelable: true, bubbles: true });
	// The stand-in for a browser knows no keys that are held meanwhile.
	document.body.dispatchEvent(Object.assign(wheel, { ctrlKey, metaKey: false }));
	return wheel.defaultPrevented;
}

test("the page is drawn larger and smaller by keys, wheel and buttons, and says how large", async () => {
	const { user, host } = await start();
	await waitFor(() => expect(has("zoom-percent")).toBe(true));
	expect(percent()).toBe("100%");
	await user.keyboard("{Control>}+{/Control}");
	await waitFor(() => expect(percent()).toBe("150%"));
	expect(hook("window-note").textContent).toContain("150%");
	await user.click(hook("zoom-in"));
	await waitFor(() => expect(percent()).toBe("200%"));
	expect(hook("zoom-in").matches(":disabled, [aria-disabled=true]")).toBe(true);
	await user.keyboard("{Control>}0{/Control}");
	await waitFor(() => expect(percent()).toBe("100%"));
	expect(turn(3, true)).toBe(true);
	await waitFor(() => expect(percent()).toBe("50%"));
	expect(turn(3, false)).toBe(false);
	expect(host.callsOf("zoom")).toEqual([["in"], ["in"], ["reset"], ["out"]]);
});

test("the overview of keys opens with a question mark, but not where that is text or a dialog is open", async () => {
	const { user } = await start("sign-in");
	await waitFor(() => expect(has("sign-in-page")).toBe(true));
	await user.type(input("email"), "?");
	expect(has("keys-dialog")).toBe(false);
	(document.activeElement as HTMLElement).blur();
	await user.keyboard("?");
	await waitFor(() => expect(has("keys-dialog")).toBe(true));
	expect(hook("keys-dialog").textContent).not.toContain("Organizations");
	await user.click(hook("close-keys"));
	await waitFor(() => expect(has("keys-dialog")).toBe(false));
});

test("the overview tells what the keys do for those who are signed in, and gives the focus back", async () => {
	const { user } = await start();
	await waitFor(() => expect(has("show-keys")).toBe(true));
	await user.click(hook("show-keys"));
	await waitFor(() => expect(has("keys-dialog")).toBe(true));
	expect(hook("keys-dialog").textContent).toContain("Ctrl+K");
	await user.keyboard("{Escape}");
	await waitFor(() => expect(document.activeElement).toBe(hook("show-keys")));
});

test("nothing is printed while something is to be answered", async () => {
	const { host, user } = await start();
	await waitFor(() => expect(has("show-keys")).toBe(true));
	await user.click(hook("show-keys"));
	await waitFor(() => expect(has("keys-dialog")).toBe(true));
	await fireEvent.keyDown(document.body, { key: "p", ctrlKey: true });
	expect(host.callsOf("printPage")).toHaveLength(0);
});

test("the page is printed, or it says why not", async () => {
	const { host } = await start();
	await waitFor(() => expect(has("show-keys")).toBe(true));
	await fireEvent.keyDown(document.body, { key: "p", ctrlKey: true });
	expect(host.callsOf("printPage")).toHaveLength(1);
	expect(has("window-note")).toBe(false);
	host.fail("printPage", "print_unavailable");
	await fireEvent.keyDown(document.body, { key: "p", ctrlKey: true });
	await waitFor(() => expect(hook("window-note").textContent).toContain("print"));
});
