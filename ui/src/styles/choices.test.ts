import { readFileSync } from "node:fs";
import { waitFor } from "@testing-library/svelte";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { scenarios } from "$lib/host/scenarios";
import { hook, renderApp } from "../../tests/render-app";

const sheet = document.createElement("style");

/** Colours by names, which the test environment knows. */
const tokens = ":root { --surface-raised: black; --line-control: gray; --accent: blue; }";
const read = (name: string): string => readFileSync(`src/styles/${name}.css`, "utf8");

beforeEach(() => {
	sheet.textContent = tokens + read("base") + read("choices");
	document.head.append(sheet);
});

afterEach(() => sheet.remove());

async function press(scenario: string, ...names: string[]): Promise<UserEvent> {
	const { user } = await renderApp((host) => scenarios[scenario]?.(host));
	for (const name of names) {
		await waitFor(() => hook(name));
		await user.click(hook(name));
	}
	return user;
}

/** How a choice is drawn, if the page draws it and not the web view. */
function drawn(name: string): { appearance: string; border: string; ground: string } {
	const { appearance, borderTopColor: border, backgroundColor: ground } = getComputedStyle(hook(name));
	return { appearance, border, ground };
}

const chosen = { appearance: "none", border: "blue", ground: "blue" };
const open = { appearance: "none", border: "gray", ground: "black" };

test("one of a few is filled with the accent only where it is chosen", async () => {
	await press("api-keys", "open-api-keys", "generate-key", "expiry-30");
	expect(drawn("expiry-30")).toEqual(chosen);
	expect(drawn("expiry-90")).toEqual(open);
});

test("a box is filled with the accent only while it is checked", async () => {
	const user = await press("profile", "change-password");
	await waitFor(() => hook("sign-out-others"));
	expect(drawn("sign-out-others")).toEqual(open);
	await user.click(hook("sign-out-others"));
	expect(drawn("sign-out-others")).toEqual(chosen);
});
