import type { LockSupport } from "../../src/lib/bindings/LockSupport";
import type { FakeHost } from "../../src/lib/host/fake";
import { hook, type RenderedApp } from "../render-app";
import { appears, from, press, ready, type States } from "./steps";

async function choose({ user }: RenderedApp, minutes: string): Promise<void> {
	await ready();
	await user.selectOptions(hook("lock-after"), minutes);
}

const supported =
	(support: LockSupport) =>
	(host: FakeHost): void =>
		void (host.lock = { afterMinutes: null, support });

/** The lock, on the page where it is chosen and on the one that it shows. */
export const lockStates: States = {
	"lock, on": from("locking", "profile-page", ready),
	"lock, no keyring": from("profile", "profile-page", ready, supported("no_keyring")),
	"lock, not on this system": from("profile", "profile-page", ready, supported("unsupported")),
	"lock, the keyring asks": from("profile", "profile-page", async (app) => {
		app.host.hold("lockAfter");
		await choose(app, "5");
	}),
	"lock, turned down": from("profile", "profile-page", async (app) => {
		app.host.fail("lockAfter", "unlock_declined");
		await choose(app, "5");
		await appears("error");
	}),
	"lock, locked": from("locked", "locked-page"),
	"lock, locked meanwhile": from("locking", "profile-page", async (app) => {
		await ready();
		await press(app, "lock-now");
		await appears("locked-page");
	}),
	"lock, in the menu of accounts": from("locking", "profile-page", async (app) => {
		await ready();
		await press(app, "nav-accounts");
		await appears("lock-from-menu");
	}),
	"lock, its key": from("locking", "profile-page", async (app) => {
		await ready();
		await press(app, "show-keys");
		await appears("keys-dialog");
	}),
	"lock, waiting for the keyring": from("locked", "locked-page", async (app) => {
		app.host.hold("unlock");
		await press(app, "unlock");
	}),
	"lock, not unlocked": from("locked", "locked-page", async (app) => {
		app.host.fail("unlock", "unlock_declined");
		await press(app, "unlock");
		await appears("error");
	}),
	"lock, a request that came too late": from("locked", "locked-page", async (app) => {
		app.host.fail("unlock", "locked");
		await press(app, "unlock");
		await appears("error");
	}),
	"lock, unlocked": from("locked", "locked-page", async (app) => {
		await press(app, "unlock");
		await appears("profile-page");
	}),
	"lock, giving up": from("locked", "locked-page", async (app) => {
		await press(app, "give-up");
		await appears("give-up-dialog");
	}),
	"lock, being given up": from("locked", "locked-page", async (app) => {
		app.host.hold("giveUpLocked");
		await press(app, "give-up", "confirm-give-up");
	}),
};
