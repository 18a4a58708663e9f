import { remotePortal } from "../../src/lib/host/sample";
import { appears, from, press, ready, type States, write } from "./steps";

/** On the way to being signed in. */
export const enteringStates: States = {
	"connect, portal used just now": from("connect", "connect-page", undefined, (host) => {
		const { id, name, address } = remotePortal;
		host.boot.start.knownPortals = [{ id, name, address, lastUsed: host.now().toISOString() }];
	}),
	"connect, known portal out of reach": from("known", "connect-page", async (app) => {
		app.host.fail("connectPortal", "portal_unreachable");
		await press(app, "known-portal");
		await appears("error");
	}),
	"connect, built-in portal failed": from("connect", "connect-page", async (app) => {
		app.host.fail("openBuiltInPortal", "built_in_portal_failed");
		await press(app, "open-built-in");
		await appears("error");
	}),
	"connect, a fault of the app": from("connect", "connect-page", async (app) => {
		app.host.connectPortal = () => Promise.reject(new Error("connectPortal failed"));
		await write(app, "address", "portal.acme.example{Enter}");
		await appears("error");
	}),

	"sign-in, sample accounts failed": from("samples-starting", "sign-in-page", async ({ host }) => {
		host.fail("openBuiltInPortal", "built_in_portal_failed");
		host.releaseAll("openBuiltInPortal");
		await appears("sign-in");
	}),
	"sign-in, email missing": from("samples", "sign-in-page", async (app) => {
		await press(app, "sign-in");
		await appears("error");
	}),
	"sign-in, failed": from("sign-in", "sign-in-page", async ({ host, user }) => {
		host.fail("signIn", "portal_timed_out");
		await user.keyboard("secret{Enter}");
		await appears("error");
	}),
	"sign-in, wait over": from("sign-in", "sign-in-page", async ({ host, user }) => {
		host.signInAnswer = { kind: "too_many_attempts", retryAfterSeconds: 0 };
		await user.keyboard("secret{Enter}");
		await appears("error");
	}),

	"sign-in, not signed in": from("profile", "sign-in-page", undefined, (host) => {
		host.fail("refreshProfile", "not_signed_in");
	}),
	"sign-in, again": from("failed", "profile-page", async (app) => {
		await press(app, "sign-in-again");
		await appears("sign-in-reason");
	}),
	"sign-in, without keyring": from("keyring-unavailable", "profile-page", async (app) => {
		await press(app, "sign-in-again");
		await appears("sign-in-reason");
	}),
	"sign-in, logged out": from("profile", "profile-page", async (app) => {
		await ready();
		await press(app, "log-out", "confirm-log-out");
		await appears("sign-in-reason");
	}),
};
