import { waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { password } from "$lib/host/sample";
import { gracesAccount } from "$lib/host/sample-accounts";
import { scenarios } from "$lib/host/scenarios";
import { has, hook, input, renderApp, type RenderedApp } from "../../../tests/render-app";
import { appears, press, ready } from "../../../tests/states/steps";

const start = (scenario: string, change?: (host: FakeHost) => void): Promise<RenderedApp> =>
	renderApp((host) => {
		scenarios[scenario]?.(host);
		change?.(host);
	});

const chosen = (): string => (hook("lock-after") as HTMLSelectElement).value;

/** Nothing of the person is in the document. */
function expectNothingOf(host: FakeHost): void {
	const { displayName, email } = host.profile.account;
	for (const said of [displayName, email, host.profile.organization.name])
		expect(document.documentElement.outerHTML).not.toContain(said);
}

test("it is off until it is chosen, and then the keyring asks", async () => {
	const { user, host } = await start("profile");
	await ready();
	await waitFor(() => expect(chosen()).toBe("never"));
	expect(has("lock-now")).toBe(false);
	host.hold("lockAfter");
	await user.selectOptions(hook("lock-after"), "5");
	expect(chosen()).toBe("5");
	expect(document.body.textContent).toContain("Your keyring asks for a new password");
	host.releaseAll("lockAfter");
	await appears("lock-now");
	expect(host.callsOf("lockAfter")).toEqual([[5]]);
	expect(document.body.textContent).not.toContain("Your keyring asks for a new password");
});

test("a choice takes the place of one that waits for the keyring", async () => {
	const { user, host } = await start("profile");
	await ready();
	host.hold("lockAfter");
	await user.selectOptions(hook("lock-after"), "5");
	await user.selectOptions(hook("lock-after"), "never");
	expect(chosen()).toBe("never");
	// The shell turned the first one away.
	host.release("lockAfter");
	host.lock = { ...host.lock, afterMinutes: null };
	host.releaseAll("lockAfter");
	await waitFor(() => expect(has("lock-now")).toBe(false));
	expect(chosen()).toBe("never");
	expect(has("error")).toBe(false);
});

test("what is turned down goes back", async () => {
	const { user, host } = await start("profile");
	await ready();
	host.fail("lockAfter", "unlock_declined");
	await user.selectOptions(hook("lock-after"), "5");
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("unlock_declined"));
	expect(chosen()).toBe("never");
});

test.each(["no_keyring", "unsupported"] as const)("%s: it can't be turned on", async (support) => {
	await start("profile", (host) => (host.lock = { afterMinutes: null, support }));
	await ready();
	await waitFor(() => expect((hook("lock-after") as HTMLSelectElement).disabled).toBe(true));
});

test("one that is on can be turned off without a keyring, and keeps what was chosen elsewhere", async () => {
	const { user, host } = await start("locking", (host) => {
		host.lock = { afterMinutes: 7, support: "no_keyring" };
		host.boot.locksAfter = 7;
	});
	await ready();
	expect(chosen()).toBe("7");
	await user.selectOptions(hook("lock-after"), "never");
	await waitFor(() => expect(host.callsOf("lockAfter")).toEqual([[null]]));
});

test.each(["lock-now", "key", "menu"])(
	"by %s the window shows nothing of the person at once",
	async (way) => {
		const app = await start("locking");
		await ready();
		if (way === "key") await app.user.keyboard("{Control>}l{/Control}");
		else if (way === "menu") await press(app, "nav-accounts", "lock-from-menu");
		else await press(app, way);
		await appears("locked-page");
		expectNothingOf(app.host);
		await waitFor(() => expect(hook("announcer").textContent).toContain("locked"));
		await waitFor(() => expect(document.activeElement).toBe(hook("unlock")));
	},
);

test("its key does nothing where it is off", async () => {
	const { user, host } = await start("profile");
	await ready();
	await user.keyboard("{Control>}l{/Control}");
	expect(host.callsOf("lockNow")).toEqual([]);
});

test("the person comes back to where they were, with what they were typing", async () => {
	const app = await start("locking");
	await ready();
	await press(app, "edit-display-name");
	await app.user.clear(input("displayName"));
	await app.user.type(input("displayName"), "Ada King");
	app.host.emitLock("locked");
	await appears("locked-page");
	expect(document.documentElement.outerHTML).not.toContain("Ada King");
	await press(app, "unlock");
	await ready();
	expect(input("displayName").value).toBe("Ada King");
});

test("a keyring that is turned down leaves it locked, and asking again takes the place of the question", async () => {
	const { user, host } = await start("locked");
	await appears("locked-page");
	expectNothingOf(host);
	host.fail("unlock", "unlock_declined");
	await user.click(hook("unlock"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("unlock_declined"));

	host.fail("unlock", "locked");
	host.hold("unlock");
	await user.click(hook("unlock"));
	expect(has("error")).toBe(false);
	expect(hook("unlock").textContent).toContain("Ask again");
	host.fail("unlock", null);
	await user.click(hook("unlock"));
	// The first question's answer says nothing.
	host.release("unlock");
	await new Promise((over) => setTimeout(over));
	expect(has("error")).toBe(false);
	host.releaseAll("unlock");
	await ready();
});

test("an answer from before the lock shows nothing", async () => {
	const app = await start("locking", (host) => {
		host.known = [gracesAccount];
	});
	await ready();
	app.host.hold("refreshProfile");
	app.host.hold("switchAccount");
	await press(app, "nav-accounts", "account");
	app.host.emitLock("locked");
	await appears("locked-page");
	app.host.releaseAll("switchAccount");
	app.host.releaseAll("refreshProfile");
	await new Promise((over) => setTimeout(over));
	expect(has("locked-page")).toBe(true);
	expectNothingOf(app.host);
});

test("a sign-in that is answered after the lock shows nothing", async () => {
	const { user, host } = await start("sign-in");
	await appears("sign-in-page");
	host.hold("signIn");
	await user.keyboard(`${password}{Enter}`);
	host.emitLock("locked");
	await appears("locked-page");
	host.releaseAll("signIn");
	await new Promise((over) => setTimeout(over));
	expect(has("locked-page")).toBe(true);
	expectNothingOf(host);
});

test("a place that is asked for meanwhile is opened after the lock", async () => {
	const app = await start("locked");
	await appears("locked-page");
	app.host.openLink({ kind: "members" });
	await new Promise((over) => setTimeout(over));
	expect(has("locked-page")).toBe(true);
	await press(app, "unlock");
	await appears("members-page");
});

test("a portal that is asked for meanwhile does not take the window from who unlocks it", async () => {
	const app = await start("locked");
	await appears("locked-page");
	app.host.requestPortal("https://other.example");
	await new Promise((over) => setTimeout(over));
	expect(has("locked-page")).toBe(true);
	await press(app, "unlock");
	await appears("dismiss-turned-down");
	expect(has("profile-page")).toBe(true);
});

test("without the password the person signs in again", async () => {
	const app = await start("locked");
	await appears("locked-page");
	await press(app, "give-up", "cancel-give-up");
	expect(app.host.callsOf("giveUpLocked")).toEqual([]);
	await press(app, "give-up", "confirm-give-up");
	await appears("sign-in-page");
	expect(app.app.lock.isOn).toBe(false);
});

test("the shell hears of the person from time to time, while it locks", async () => {
	const { host, app } = await start("locking");
	await ready();
	const reports = () => host.callsOf("personIsActive").length;
	const before = reports();
	app.lock.noteActivity(100_000);
	app.lock.noteActivity(101_000);
	expect(reports()).toBe(before + 1);
	app.lock.noteActivity(115_000);
	expect(reports()).toBe(before + 2);
	// One that was not heard is said again.
	host.fail("personIsActive", "not_signed_in");
	app.lock.noteActivity(130_000);
	await new Promise((over) => setTimeout(over));
	app.lock.noteActivity(130_500);
	expect(reports()).toBe(before + 4);
});

test("whatever the person does counts, and nothing is said where it is off", async () => {
	const off = await start("profile");
	await ready();
	await off.user.click(document.body);
	expect(off.host.callsOf("personIsActive")).toEqual([]);
});

test("a press is told at once", async () => {
	const { user, host } = await start("locking");
	await ready();
	await user.keyboard("a");
	expect(host.callsOf("personIsActive").length).toBeGreaterThan(0);
});
