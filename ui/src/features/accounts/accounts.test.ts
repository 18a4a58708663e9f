import { screen, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test } from "vitest";
import type { KnownAccount } from "$lib/bindings/KnownAccount";
import type { FakeHost } from "$lib/host/fake";
import { password, remotePortal } from "$lib/host/sample";
import { adasAccount, formerAccount, gracesAccount, otherPortal } from "$lib/host/sample-accounts";
import { scenarios } from "$lib/host/scenarios";
import { has, hook, input, renderApp, type RenderedApp } from "../../../tests/render-app";
import { appears, disappears, isSaid, ready } from "../../../tests/states/steps";

async function start(change?: (host: FakeHost) => void, path: "/profile" | null = "/profile") {
	const app = await renderApp((host) => {
		scenarios["accounts"]?.(host);
		change?.(host);
	}, path);
	await (path ? ready() : appears("home-page"));
	return app;
}

const of = (name: string, { email }: KnownAccount): HTMLElement => {
	const found = document.querySelector<HTMLElement>(`[data-test=${name}][data-email="${email}"]`);
	if (!found) throw new Error(`no ${name} of ${email}`);
	return found;
};

async function look({ user }: RenderedApp): Promise<void> {
	await user.click(hook("nav-accounts"));
	await waitFor(() => of("account", gracesAccount));
}

async function choose(app: RenderedApp, account: KnownAccount): Promise<void> {
	await look(app);
	await app.user.click(of("account", account));
}

const accountShown = (): string | null => hook("nav-account").textContent;

test("the menu names all accounts, and says which is in view and which is signed out", async () => {
	const app = await start();
	await look(app);
	expect(of("account", adasAccount).getAttribute("aria-current")).toBe("true");
	expect(of("account", gracesAccount).textContent).toMatch(
		/Grace Hopper.*grace@orbital\.example.*Orbital Mills/s,
	);
	expect(of("account", formerAccount).textContent).toContain("Signed out");
	await app.user.keyboard("{Escape}");
	await disappears("account-popover");
	expect(document.activeElement).toBe(hook("nav-accounts"));
});

test("portals that are called alike are told apart by their addresses", async () => {
	const app = await start((host) => {
		const twin = { ...otherPortal, name: remotePortal.name };
		host.known = [adasAccount, { ...gracesAccount, portal: twin }];
	});
	await look(app);
	expect(of("account", adasAccount).textContent).toContain(remotePortal.address);
	expect(of("account", gracesAccount).textContent).toContain(otherPortal.address);
});

test("choosing the account in view leads to its profile", async () => {
	const app = await start(undefined, null);
	await choose(app, adasAccount);
	await appears("profile-page");
	expect(app.host.callsOf("switchAccount")).toEqual([]);
});

test("another account comes into view with nothing of the one before", async () => {
	const app = await start((host) => (host.told = []));
	const before = app.app.session.screen;
	await choose(app, gracesAccount);
	await waitFor(() => expect(accountShown()).toContain("Grace Hopper"));
	const after = app.app.session.screen;
	expect(after.kind === "signed_in" && after.portal).toEqual(otherPortal);
	expect(after).not.toBe(before);
	// It begins where a sign-in does, not on the page of the one before.
	expect(has("home-page")).toBe(true);
	await waitFor(() => expect(hook("announcer").textContent).toContain("Grace Hopper"));
	await waitFor(() => expect(document.activeElement).toBe(hook("nav-accounts")));
	expect(app.host.callsOf("switchAccount")).toEqual([[otherPortal.id, gracesAccount.id]]);
	await choose(app, { ...adasAccount, state: "signed_in" });
	await waitFor(() => expect(accountShown()).toContain("Ada Lovelace"));
});

test("what was asked for the account before says nothing in the next, not even that it is signed out", async () => {
	const app = await start();
	app.host.hold("refreshProfile");
	const { screen: shown } = app.app.session;
	if (shown.kind === "signed_in") void shown.profile.refresh();
	app.host.hold("switchAccount");
	await choose(app, gracesAccount);
	app.host.fail("refreshProfile", "not_signed_in");
	app.host.releaseAll("refreshProfile");
	if (shown.kind === "signed_in") await shown.profile.refresh();
	expect(has("sign-in-page")).toBe(false);
	app.host.fail("refreshProfile", null);
	app.host.releaseAll("switchAccount");
	await waitFor(() => expect(accountShown()).toContain("Grace Hopper"));
	expect(has("sign-in-page")).toBe(false);
});

test("one that is signed out asks for its password, and the way back is there", async () => {
	const app = await start();
	await choose(app, formerAccount);
	await appears("sign-in-page");
	expect(input("email").value).toBe(formerAccount.email);
	await appears("accounts-here");
	const shown = [...document.querySelectorAll<HTMLElement>("[data-test=account]")];
	expect(shown.map((each) => each.dataset["email"])).toEqual([adasAccount.email, gracesAccount.email]);
	await app.user.click(of("account", adasAccount));
	await waitFor(() => expect(accountShown()).toContain("Ada Lovelace"));
});

test("adding an account keeps the one in view signed in", async () => {
	const app = await start();
	await look(app);
	await app.user.click(hook("add-account"));
	await appears("connect-page");
	expect(app.host.callsOf("signOut")).toEqual([]);
	await appears("accounts-here");
	await app.user.type(input("address"), "portal.acme.example{Enter}");
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
	await app.user.type(input("email"), "grace@acme.example");
	await app.user.type(input("password"), `${password}{Enter}`);
	await appears("home-page");
});

test("typed changes are asked about before another account is opened or added", async () => {
	const app = await start();
	const end = app.app.router.unsaved.watch(() => true);
	await choose(app, gracesAccount);
	expect(app.app.router.unsaved.asked).toBe(true);
	expect(app.host.callsOf("switchAccount")).toEqual([]);
	app.app.router.unsaved.giveUp();
	await waitFor(() => expect(accountShown()).toContain("Grace Hopper"));
	end();
});

test("an account that does not open says why, and the one in view stays", async () => {
	const app = await start((host) => host.fail("switchAccount", "settings_not_saved"));
	await choose(app, gracesAccount);
	await appears("error");
	expect(hook("account-popover").contains(hook("error"))).toBe(true);
	expect(accountShown()).toContain("Ada Lovelace");
	app.host.fail("switchAccount", null);
	await app.user.click(of("account", gracesAccount));
	await waitFor(() => expect(accountShown()).toContain("Grace Hopper"));
});

test("an account is removed once that is confirmed", async () => {
	const app = await start();
	await look(app);
	await app.user.click(of("remove-account", gracesAccount));
	await appears("remove-account-dialog");
	await app.user.click(hook("cancel-remove-account"));
	await disappears("remove-account-dialog");
	expect(app.host.callsOf("removeAccount")).toEqual([]);

	await look(app);
	await app.user.click(of("remove-account", gracesAccount));
	await app.user.click(await appears("confirm-remove-account"));
	await disappears("remove-account-dialog");
	await isSaid();
	expect(hook("announcer").textContent).toContain("is removed from this computer");
	expect(app.host.callsOf("removeAccount")).toEqual([[otherPortal.id, gracesAccount.id]]);
	await app.user.click(hook("nav-accounts"));
	await appears("add-account");
	await waitFor(() => expect(document.querySelectorAll("[data-test=account]")).toHaveLength(2));
	expect(has("profile-page")).toBe(true);
});

test("what stayed of a removed account is said", async () => {
	const app = await start((host) => (host.signedOut = { revoked: false, keyringCleared: false }));
	await look(app);
	await app.user.click(of("remove-account", gracesAccount));
	await app.user.click(await appears("confirm-remove-account"));
	const dialog = await appears("account-removed-dialog");
	expect(dialog.textContent).toContain("The portal could not confirm");
	expect(dialog.textContent).toContain("Delete it in your keyring app");
	await app.user.click(hook("close-account-removed"));
	await disappears("account-removed-dialog");
});

test("removing the account in view leads to the sign-in page, where nobody is named", async () => {
	const app = await start();
	await look(app);
	await app.user.click(of("remove-account", adasAccount));
	await app.user.click(await appears("confirm-remove-account"));
	await appears("sign-in-page");
	expect(input("email").value).toBe("");
	expect(hook("sign-in-reason").dataset["kind"]).toBe("signed_out");
	await appears("accounts-here");
	await waitFor(() => expect(document.querySelectorAll("[data-test=account]")).toHaveLength(2));
});

test("removing the account in view leads there also where its profile was never seen", async () => {
	const app = await renderApp((host) => {
		host.known = [adasAccount];
		host.signedOut = { revoked: false, keyringCleared: true };
		scenarios["failed"]?.(host);
	});
	await appears("profile-page");
	await app.user.click(hook("nav-accounts"));
	await app.user.click(await appears("remove-account"));
	await app.user.click(await appears("confirm-remove-account"));
	await appears("sign-in-page");
	expect(hook("sign-in-reason").dataset["kind"]).toBe("signed_out_not_revoked");
});

test("logging out while another account is on its way ends neither", async () => {
	const app = await start();
	app.host.hold("switchAccount");
	await choose(app, gracesAccount);
	await app.app.session.signOut();
	expect(app.host.callsOf("signOut")).toEqual([]);
	app.host.releaseAll("switchAccount");
	await waitFor(() => expect(accountShown()).toContain("Grace Hopper"));
});

test("a failed removal says why and can be tried again", async () => {
	const app = await start((host) => host.fail("removeAccount", "settings_not_saved"));
	await look(app);
	await app.user.click(of("remove-account", gracesAccount));
	await app.user.click(await appears("confirm-remove-account"));
	await appears("error");
	app.host.fail("removeAccount", null);
	await app.user.click(hook("confirm-remove-account"));
	await disappears("remove-account-dialog");
});

test("a notification of another account brings that into view, at what it is about", async () => {
	const app = await start();
	const { id: account, portal } = gracesAccount;
	app.host.pressNotification({ portal: portal.id, account, place: "sessions", organization: null });
	await waitFor(() => expect(accountShown()).toContain("Grace Hopper"));
	await appears("sessions-page");
});

test.each([formerAccount.id, "acc_nobody"])(
	"a notification of an account that is signed out or removed changes nothing: %s",
	async (account) => {
		const app = await start();
		app.host.pressNotification({
			portal: remotePortal.id,
			account,
			place: "sessions",
			organization: null,
		});
		await waitFor(() => expect(app.host.callsOf("accounts")).toHaveLength(1));
		await tick();
		expect(accountShown()).toContain("Ada Lovelace");
		expect(has("profile-page")).toBe(true);
		expect(app.host.callsOf("switchAccount")).toEqual([]);
	},
);

test("a notification pressed where nobody's account is in view opens its own, or nothing ever", async () => {
	const app = await start();
	await look(app);
	await app.user.click(hook("add-account"));
	await appears("accounts-here");
	const pressed = { portal: otherPortal.id, place: "sessions" as const, organization: null };
	app.host.pressNotification({ ...pressed, account: "acc_nobody" });
	await waitFor(() => expect(app.host.callsOf("accounts")).toHaveLength(3));
	await app.user.click(of("account", adasAccount));
	await waitFor(() => expect(accountShown()).toContain("Ada Lovelace"));
	expect(has("sessions-page")).toBe(false);

	await look(app);
	await app.user.click(hook("add-account"));
	await appears("accounts-here");
	app.host.pressNotification({ ...pressed, account: gracesAccount.id });
	await waitFor(() => expect(accountShown()).toContain("Grace Hopper"));
	await appears("sessions-page");
});

test("changes that wait for earlier ones are not sent for the next account", async () => {
	const app = await start();
	app.host.hold("setTheme");
	await app.user.click(hook("theme-light"));
	await app.user.click(hook("theme-dark"));
	await app.user.click(hook("toast-switch"));
	await choose(app, gracesAccount);
	await waitFor(() => expect(accountShown()).toContain("Grace Hopper"));
	app.host.releaseAll("setTheme");
	await tick();
	await new Promise((later) => setTimeout(later));
	expect(app.host.callsOf("setTheme")).toEqual([["light"]]);
	expect(app.host.callsOf("setToastNotifications")).toEqual([]);
});

test("an account that does not open is used as before", async () => {
	const app = await start((host) => host.fail("switchAccount", "settings_not_saved"));
	await choose(app, gracesAccount);
	await appears("error");
	await app.user.keyboard("{Escape}");
	await app.user.click(hook("theme-dark"));
	await waitFor(() => expect(app.host.callsOf("setTheme")).toEqual([["dark"]]));
});

test("while a sign-in is under way no account is chosen or removed", async () => {
	const app = await start();
	await choose(app, formerAccount);
	await appears("accounts-here");
	app.host.hold("signIn");
	app.host.signInAnswer = { kind: "wrong_credentials" };
	await app.user.type(input("password"), `${password}{Enter}`);
	await waitFor(() => expect(of("account", adasAccount).getAttribute("aria-disabled")).toBe("true"));
	await app.user.click(of("account", adasAccount));
	expect(of("remove-account", adasAccount).matches(":disabled")).toBe(true);
	app.host.releaseAll("signIn");
	await waitFor(() => expect(of("account", adasAccount).hasAttribute("aria-disabled")).toBe(false));
	expect(app.host.callsOf("switchAccount")).toEqual([[remotePortal.id, formerAccount.id]]);
});

test("what stayed of the account in view is said where another one is being added", async () => {
	const app = await start((host) => (host.signedOut = { revoked: false, keyringCleared: true }));
	await look(app);
	await app.user.click(hook("add-account"));
	await appears("accounts-here");
	await app.user.click(of("remove-account", adasAccount));
	await app.user.click(await appears("confirm-remove-account"));
	expect((await appears("account-removed-dialog")).textContent).toContain("The portal could not confirm");
	expect(has("connect-page")).toBe(true);
});

test("one person's accounts at two portals are told apart by what removes them", async () => {
	const app = await start((host) => {
		const { email, ...same } = { ...gracesAccount, displayName: adasAccount.displayName };
		host.known = [adasAccount, { ...same, email }];
	});
	await look(app);
	const names = [adasAccount, gracesAccount].map((each) =>
		of("remove-account", each)
			.getAttribute("aria-label")
			?.replaceAll(/[\u2068\u2069]/g, ""),
	);
	expect(names).toEqual([
		"Remove Ada Lovelace at ACME Portal from this computer",
		"Remove Ada Lovelace at Orbital Mills from this computer",
	]);
});

test("whoever has to set MFA up may go on with another account", async () => {
	const app = await renderApp((host) => {
		scenarios["accounts"]?.(host);
		host.fail("refreshProfile", "mfa_enrollment_required");
	});
	await appears("enrollment-required-page");
	await appears("accounts-here");
	app.host.fail("refreshProfile", null);
	await app.user.click(of("account", gracesAccount));
	await waitFor(() => expect(accountShown()).toContain("Grace Hopper"));
});

test("a portal asked for from outside can be signed in to beside this one", async () => {
	const app = await start();
	app.host.requestPortal(otherPortal.address);
	await app.user.click(await appears("sign-in-there"));
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
	expect(app.host.callsOf("connectPortal")).toEqual([[otherPortal.address]]);
	expect(app.host.callsOf("signOut")).toEqual([]);
	await appears("accounts-here");
});

test("nobody's accounts show where there are none", async () => {
	const { host } = await renderApp((host) => scenarios["sign-in"]?.(host));
	await appears("sign-in-page");
	await waitFor(() => expect(host.callsOf("accounts")).toHaveLength(1));
	expect(has("accounts-here")).toBe(false);
});
