import type { FakeHost } from "../../src/lib/host/fake";
import { builtInPortal } from "../../src/lib/host/sample";
import { gracesAccount } from "../../src/lib/host/sample-accounts";
import { hook, type RenderedApp } from "../render-app";
import { appears, from, isSaid, press, ready, type States } from "./steps";

async function look(app: RenderedApp): Promise<void> {
	await ready();
	await press(app, "nav-accounts");
	await appears("add-account");
}

/** Chooses the account that is signed in elsewhere. */
async function choose(app: RenderedApp): Promise<void> {
	await look(app);
	const named = `[data-test=account][data-email="${gracesAccount.email}"]`;
	await app.user.click(document.querySelector<HTMLElement>(named) ?? hook("account"));
}

const open = (then: () => Promise<unknown>, change?: (host: FakeHost) => void) =>
	from(
		"accounts",
		"profile-page",
		async (app) => {
			await look(app);
			await then();
		},
		change,
	);

/** Removes the account that is signed in elsewhere. */
const remove = (then: () => Promise<unknown>, change?: (host: FakeHost) => void) =>
	from(
		"accounts",
		"profile-page",
		async (app) => {
			await look(app);
			const named = `[data-test=remove-account][data-email="${gracesAccount.email}"]`;
			await app.user.click(document.querySelector<HTMLElement>(named) ?? hook("remove-account"));
			await press(app, "confirm-remove-account");
			await then();
		},
		change,
	);

/** The accounts on this computer. */
export const accountsStates: States = {
	accounts: open(() => appears("add-account")),
	"accounts, not there yet": open(
		() => appears("add-account"),
		(host) => host.hold("accounts"),
	),
	"accounts, at the built-in portal": open(
		() => appears("add-account"),
		(host) => (host.known = host.known.map((each) => ({ ...each, portal: builtInPortal }))),
	),
	"accounts, failed": open(
		() => appears("error"),
		(host) => host.fail("accounts", "settings_not_saved"),
	),
	"accounts, another one is opened": from("accounts", "profile-page", async (app) => {
		await choose(app);
		await isSaid();
	}),
	"accounts, one is being opened": from("accounts", "profile-page", choose, (host) =>
		host.hold("switchAccount"),
	),
	"accounts, asked before one is removed": from("accounts", "profile-page", async (app) => {
		await ready();
		await press(app, "nav-accounts", "remove-account");
		await appears("remove-account-dialog");
	}),
	"accounts, one is removed": remove(isSaid),
	"accounts, one is being removed": remove(
		() => appears("remove-account-dialog"),
		(host) => host.hold("removeAccount"),
	),
	"accounts, one is removed here alone": remove(
		() => appears("account-removed-dialog"),
		(host) => (host.signedOut = { revoked: false, keyringCleared: false }),
	),
	"accounts, where one more is added": from("accounts", "profile-page", async (app) => {
		await ready();
		await press(app, "nav-accounts", "add-account");
		await appears("accounts-here");
	}),
};
