import { screen, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test } from "vitest";
import { scenarios } from "$lib/host/scenarios";
import { hook, renderApp } from "../../../tests/render-app";

async function open() {
	const rendered = await renderApp((host) => scenarios["profile"]?.(host));
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	return rendered;
}

const drawn = () => document.documentElement.dataset["theme"];
const checked = (name: string) => hook(name).getAttribute("aria-checked");

test("the switch is on by default, shows a change at once and saves it", async () => {
	const { host, user } = await open();
	host.hold("setToastNotifications");
	expect(checked("toast-switch")).toBe("true");
	await user.click(hook("toast-switch"));
	expect(checked("toast-switch")).toBe("false");
	expect(hook("toast-switch").dataset["busy"]).toBe("true");

	host.releaseAll("setToastNotifications");
	await waitFor(() => expect(hook("toast-switch").dataset["busy"]).toBeUndefined());
	expect(checked("toast-switch")).toBe("false");
	expect(host.profile.preferences.toastNotifications).toBe(false);
});

test("the switch goes back and says why when it can't be saved", async () => {
	const { host, user } = await open();
	host.fail("setToastNotifications", "portal_failed");
	await user.click(hook("toast-switch"));
	const error = await screen.findByRole("alert");
	expect(error.dataset["code"]).toBe("portal_failed");
	expect(error.textContent).toContain("back as it was");
	expect(checked("toast-switch")).toBe("true");
});

test("of several quick clicks the last choice wins", async () => {
	const { host, user } = await open();
	host.hold("setTheme");
	await user.click(hook("theme-light"));
	await user.click(hook("theme-system"));
	await user.click(hook("theme-dark"));
	expect(host.callsOf("setTheme")).toEqual([["light"]]);
	expect(drawn()).toBe("dark");
	host.releaseAll("setTheme");
	await waitFor(() => expect(host.callsOf("setTheme")).toEqual([["light"], ["dark"]]));
	await waitFor(() => expect(checked("theme-dark")).toBe("true"));
	expect(drawn()).toBe("dark");
});

test("a theme is in force before it is saved", async () => {
	const { host, user } = await open();
	host.hold("setTheme");
	expect(drawn()).toBe("light");
	await user.click(hook("theme-dark"));
	expect(drawn()).toBe("dark");
	expect(checked("theme-dark")).toBe("true");
	expect(checked("theme-system")).toBe("false");
	host.releaseAll("setTheme");
});

test("a theme that can't be saved goes back, on the whole page", async () => {
	const { host, user } = await open();
	host.fail("setTheme", "portal_failed");
	await user.click(hook("theme-dark"));
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("portal_failed");
	expect(checked("theme-system")).toBe("true");
	expect(drawn()).toBe("light");
});

test("arrow keys choose a theme", async () => {
	const { user } = await open();
	hook("theme-system").focus();
	await user.keyboard("{ArrowRight}");
	expect(checked("theme-light")).toBe("true");
	expect(document.activeElement).toBe(hook("theme-light"));
	await user.keyboard("{ArrowRight}");
	await waitFor(() => expect(drawn()).toBe("dark"));
});

test("arrow keys go round the ends, and Tab stops at the choice alone", async () => {
	const { user } = await open();
	hook("theme-system").focus();
	await user.keyboard("{ArrowLeft}");
	expect(checked("theme-dark")).toBe("true");
	expect(document.activeElement).toBe(hook("theme-dark"));
	await user.keyboard("{ArrowDown}");
	expect(checked("theme-system")).toBe("true");
	await user.tab({ shift: true });
	expect(document.activeElement).toBe(hook("toast-switch"));
	await user.tab();
	expect(document.activeElement).toBe(hook("theme-system"));
});

test.each(["Alt", "Control", "Meta"])("arrow keys with %s are left to the system", async (held) => {
	const { user } = await open();
	let swallowed: boolean | null = null;
	const look = (event: KeyboardEvent) => {
		if (event.key.startsWith("Arrow")) swallowed = event.defaultPrevented;
	};
	document.addEventListener("keydown", look);
	hook("theme-system").focus();
	await user.keyboard(`{${held}>}{ArrowRight}{/${held}}`);
	document.removeEventListener("keydown", look);
	expect(swallowed).toBe(false);
	expect(checked("theme-system")).toBe("true");
	expect(document.activeElement).toBe(hook("theme-system"));
});

test("Space and Enter turn the switch", async () => {
	const { user } = await open();
	hook("toast-switch").focus();
	await user.keyboard(" ");
	expect(checked("toast-switch")).toBe("false");
	await user.keyboard("{Enter}");
	expect(checked("toast-switch")).toBe("true");
});

test("System follows the system live in both directions, Light does not", async () => {
	const { host, user } = await open();
	host.emitColorScheme("dark");
	expect(drawn()).toBe("dark");
	host.emitColorScheme("light");
	expect(drawn()).toBe("light");
	await user.click(hook("theme-light"));
	host.emitColorScheme("dark");
	expect(drawn()).toBe("light");
});

test("a theme chosen on another computer is in force when the fresh profile arrives", async () => {
	const { host } = await renderApp((host) => {
		scenarios["stale"]?.(host);
		host.profile.preferences.theme = "dark";
	});
	await tick();
	expect(drawn()).toBe("light");
	host.releaseAll("refreshProfile");
	await waitFor(() => expect(drawn()).toBe("dark"));
});
