import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { scenarios } from "$lib/host/scenarios";
import { hook, renderApp } from "../../../tests/render-app";

async function open(prepare: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios["profile"]?.(host);
		prepare(host);
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	return rendered;
}

const checked = (name: string) => hook(name).getAttribute("aria-checked");
const isDisabled = (name: string) => hook(name).matches(":disabled");

test("neither staying nor starting with the session is on by itself, and both are kept", async () => {
	const { host, user } = await open();
	await waitFor(() => expect(isDisabled("start-at-login")).toBe(false));
	expect([checked("close-to-tray"), checked("start-at-login")]).toEqual(["false", "false"]);
	await user.click(hook("close-to-tray"));
	await user.click(hook("start-at-login"));
	await waitFor(() => expect(host.boot.closesToTray && host.atLogin).toBe(true));
	expect([checked("close-to-tray"), checked("start-at-login")]).toEqual(["true", "true"]);
	await user.click(hook("close-to-tray"));
	await waitFor(() => expect(host.boot.closesToTray).toBe(false));
});

test("without a tray nothing stays, which is said; what was on can still be turned off", async () => {
	const { host, user } = await open((host) => {
		host.system = { ...host.system, tray: "missing" };
		host.boot.closesToTray = true;
	});
	const reason = () => screen.queryByText(/shows no icons in a tray/);
	await waitFor(() => expect(reason()).not.toBeNull());
	await user.click(hook("close-to-tray"));
	await waitFor(() => expect(isDisabled("close-to-tray")).toBe(true));
	host.emitServices({ ...host.system, tray: "available" });
	await waitFor(() => expect(reason()).toBeNull());
	expect(isDisabled("close-to-tray")).toBe(false);
});

test("what the system does not say can't be chosen, and what it refuses goes back", async () => {
	const { host, user } = await open((host) => (host.atLogin = null));
	await screen.findByText(/which programs start at login/);
	expect(isDisabled("start-at-login")).toBe(true);

	// The person looks again once they have been elsewhere.
	host.atLogin = true;
	window.dispatchEvent(new Event("focus"));
	await waitFor(() => expect(checked("start-at-login")).toBe("true"));
	host.fail("startAtLogin", "login_unchanged");
	await user.click(hook("start-at-login"));
	const error = await screen.findByRole("alert");
	expect(error.dataset["code"]).toBe("login_unchanged");
	expect(checked("start-at-login")).toBe("true");
});
