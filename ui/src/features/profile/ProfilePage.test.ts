import { screen, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test } from "vitest";
import { scenarios } from "$lib/host/scenarios";
import { password } from "$lib/host/sample";
import { button, has, hook, input, renderApp } from "../../../tests/render-app";

const open = (scenario: string) => renderApp((host) => scenarios[scenario]?.(host));
const state = () => hook("profile-page").dataset["state"];
const banners = () =>
	[...document.querySelectorAll<HTMLElement>("[data-test=banner]")].map((banner) => banner.dataset["kind"]);

test("draws the last known profile at once, then the fresh one", async () => {
	const { host } = await open("stale");
	await tick();
	expect(state()).toBe("stale");
	expect(hook("display-name").textContent).toBe("Ada Lovelace");
	expect(hook("email").textContent).toBe("ada@acme.example");
	expect(hook("organization-name").textContent).toBe("ACME Robotics");
	expect(hook("roles").textContent).toBe("Owner");

	host.releaseAll("refreshProfile");
	await waitFor(() => expect(state()).toBe("ready"));
});

test("without a known profile shows where it will be", async () => {
	const { host } = await open("loading");
	await tick();
	expect(state()).toBe("loading");
	screen.getByText("Loading your profile");
	expect(has("nav-account")).toBe(false);

	host.releaseAll("refreshProfile");
	await waitFor(() => expect(state()).toBe("ready"));
	expect(hook("nav-account").textContent).toContain("Ada Lovelace");
});

test("a profile that could not be loaded can be tried again", async () => {
	const { host, user } = await open("failed");
	await waitFor(() => expect(state()).toBe("failed"));
	expect(hook("error").dataset["code"]).toBe("portal_unreachable");
	host.fail("refreshProfile", null);
	await user.click(hook("retry"));
	await waitFor(() => expect(state()).toBe("ready"));
});

test("instead of trying again one can sign in again", async () => {
	const { user } = await open("failed");
	await waitFor(() => expect(state()).toBe("failed"));
	await user.click(hook("sign-in-again"));
	await waitFor(() => expect(hook("sign-in-reason").dataset["kind"]).toBe("sign_in_again"));
});

test("offline it tells the profile's age and disables what needs the portal", async () => {
	const { host, user } = await open("offline");
	await waitFor(() => expect(state()).toBe("offline"));
	expect(banners()).toEqual(["offline"]);
	expect(hook("banner").textContent).toContain("5 minutes ago");
	expect(button("toast-switch").disabled).toBe(true);
	expect(button("theme-dark").disabled).toBe(true);
	expect(button("edit-display-name").disabled).toBe(true);
	expect(button("log-out").disabled).toBe(false);
	expect(screen.getAllByText("Not available until the app is connected again.")).toHaveLength(4);

	host.fail("refreshProfile", null);
	await user.click(hook("retry"));
	await waitFor(() => expect(state()).toBe("ready"));
	expect(banners()).toEqual([]);
	expect(button("toast-switch").disabled).toBe(false);
});

test("reconnects when the network comes back", async () => {
	const { host } = await open("offline");
	await waitFor(() => expect(state()).toBe("offline"));
	host.fail("refreshProfile", null);
	window.dispatchEvent(new Event("online"));
	await waitFor(() => expect(state()).toBe("ready"));
});

test("a session that ended leads to sign-in and back to the page", async () => {
	const { host, user } = await open("session-ended");
	await waitFor(() => expect(hook("sign-in-reason").dataset["kind"]).toBe("session_ended"));
	expect(input("email").value).toBe("ada@acme.example");
	host.fail("refreshProfile", null);
	await user.keyboard(`${password}{Enter}`);
	await waitFor(() => expect(state()).toBe("ready"));
});

test("a session that ends in the middle of work leads to sign-in", async () => {
	const { host, user } = await open("profile");
	await waitFor(() => expect(state()).toBe("ready"));
	host.fail("setToastNotifications", "session_ended");
	await user.click(hook("toast-switch"));
	await waitFor(() => expect(hook("sign-in-reason").dataset["kind"]).toBe("session_ended"));
});

test("a keyring that does not hand out the session: try again or sign in again", async () => {
	const { host, user } = await open("keyring-unavailable");
	await waitFor(() => expect(banners()).toEqual(["keyring_locked"]));
	await user.click(hook("retry"));
	expect(host.callsOf("refreshProfile")).toHaveLength(2);
	expect(
		screen.getAllByText("Not available until your keyring is unlocked or you sign in again."),
	).toHaveLength(4);
	await user.click(hook("sign-in-again"));
	await waitFor(() => expect(hook("sign-in-reason").dataset["kind"]).toBe("without_keyring"));
	expect(input("email").value).toBe("ada@acme.example");
});

test("missing parts of the system are told of where they matter", async () => {
	const { host } = await open("no-services");
	await waitFor(() => expect(banners()).toEqual(["no_keyring", "no_notifications", "no_appearance"]));
	host.emitServices({
		tokenStorage: "keyring",
		notifications: "available",
		appearance: "available",
		tray: "available",
		keyringReturns: 0,
	});
	await waitFor(() => expect(banners()).toEqual([]));
});

test.each([
	["memory_keyring_locked", "keyring_locked"],
	["memory_keyring_failed", "keyring_failed"],
] as const)("a session kept by %s", async (tokenStorage, kind) => {
	const { host } = await open("profile");
	await waitFor(() => expect(state()).toBe("ready"));
	host.emitServices({ ...host.system, tokenStorage });
	await waitFor(() => expect(banners()).toEqual([kind]));
});

test("the person's name, top right, is the way to the profile", async () => {
	await open("profile");
	await waitFor(() => expect(hook("nav-account").getAttribute("aria-current")).toBe("page"));
});

test.each(["already-running", "data-directory-unusable"])("%s fills the window", async (scenario) => {
	await open(scenario);
	await waitFor(() => hook(scenario));
});
