import { waitFor } from "@testing-library/svelte";
import type { FailureCode } from "../src/lib/bindings/FailureCode";
import { hook, input, type RenderedApp } from "./render-app";
import { securityStates } from "./security-states";
import { accountsStates } from "./states/accounts";
import { apiKeysStates } from "./states/api-keys";
import { buyingStates } from "./states/buying";
import { chartsStates } from "./states/charts";
import { creditHistoryStates } from "./states/credit-history";
import { creditsStates } from "./states/credits";
import { enteringStates } from "./states/entering";
import { exportsStates } from "./states/exports";
import { homeStates } from "./states/home";
import { identityStates } from "./states/identity";
import { lockStates } from "./states/lock";
import { membersStates } from "./states/members";
import { mfaStates } from "./states/mfa";
import { notificationStates } from "./states/notifications";
import { organizationsStates } from "./states/organizations";
import { passwordStates } from "./states/password";
import { pinnedPageStates } from "./states/pinned-page";
import { profileStates } from "./states/profile";
import { recoveryCodesStates } from "./states/recovery-codes";
import { secondStepStates } from "./states/second-step";
import { securityLogStates } from "./states/security-log";
import { sessionsStates } from "./states/sessions";
import { windowStates } from "./states/window";
import { from, stageOf, type States } from "./states/steps";

/** Every page in every state, each with how to get there. */
export const states: States = {
	...securityStates,
	...enteringStates,
	...secondStepStates,
	...homeStates,
	...creditsStates,
	...creditHistoryStates,
	...buyingStates,
	...exportsStates,
	...pinnedPageStates,
	...profileStates,
	...accountsStates,
	...mfaStates,
	...recoveryCodesStates,
	...identityStates,
	...passwordStates,
	...sessionsStates,
	...securityLogStates,
	...apiKeysStates,
	...chartsStates,
	...organizationsStates,
	...membersStates,
	...notificationStates,
	...windowStates,
	...lockStates,
};

function state(name: string, scenario: string, page: string, then?: (app: RenderedApp) => Promise<unknown>) {
	states[name] = from(scenario, page, then);
}

const profileBecomes = (freshness: string) => () => stageOf("profile-page", freshness);

const connectFailures: FailureCode[] = [
	"address_invalid",
	"address_insecure",
	"portal_unreachable",
	"portal_timed_out",
	"portal_redirects",
	"certificate_untrusted",
	"not_a_portal",
	"contract_unsupported",
	"reply_invalid",
	"portal_failed",
	"too_many_requests",
];

state("connect", "connect", "connect-page");
state("connect, with known portals", "known", "connect-page");
state("connect, after damaged settings", "damaged", "connect-page");
state("connect, checking", "connect", "connect-page", async ({ host, user }) => {
	host.hold("connectPortal");
	await user.type(input("address"), "portal.acme.example{Enter}");
});
state("connect, starting the built-in portal", "connect", "connect-page", async ({ host, user }) => {
	host.hold("openBuiltInPortal");
	await user.click(hook("open-built-in"));
});
for (const code of connectFailures) {
	state(`connect, ${code}`, "connect", "connect-page", async ({ host, user }) => {
		host.fail("connectPortal", code);
		await user.type(input("address"), "portal.acme.example{Enter}");
		await waitFor(() => hook("error"));
	});
}

state("sign-in", "sign-in", "sign-in-page");
state("sign-in, sample accounts", "samples", "sign-in-page");
state("sign-in, sample accounts on their way", "samples-starting", "sign-in-page");
state("sign-in, busy", "sign-in", "sign-in-page", async ({ host, user }) => {
	host.hold("signIn");
	await user.keyboard("secret{Enter}");
});
state("sign-in, wrong credentials", "sign-in", "sign-in-page", async ({ user }) => {
	await user.keyboard("wrong{Enter}");
	await waitFor(() => hook("error"));
});
state("sign-in, too many attempts", "too-many-attempts", "sign-in-page", async ({ user }) => {
	await user.keyboard("wrong{Enter}");
	await waitFor(() => hook("error"));
});
state("sign-in, unsupported", "sign-in", "sign-in-page", async ({ host, user }) => {
	host.signInAnswer = { kind: "unsupported" };
	await user.keyboard("secret{Enter}");
	await waitFor(() => hook("error"));
});
state("sign-in, password missing and shown", "sign-in", "sign-in-page", async ({ user }) => {
	await user.click(hook("show-password"));
	await user.click(hook("sign-in"));
});
state("sign-in, session ended", "session-ended", "sign-in-page");

state("profile, loading", "loading", "profile-page");
state("profile, stale", "stale", "profile-page");
state("profile, ready", "profile", "profile-page", profileBecomes("ready"));
state("profile, personal account", "personal", "profile-page", profileBecomes("ready"));
state("profile, offline", "offline", "profile-page", profileBecomes("offline"));
state("profile, failed", "failed", "profile-page", profileBecomes("failed"));
state("profile, keyring unavailable", "keyring-unavailable", "profile-page", profileBecomes("offline"));
state("profile, no services", "no-services", "profile-page", () =>
	waitFor(() => document.querySelectorAll("[data-test=banner]").length === 3 || Promise.reject(new Error())),
);
state("profile, keyring locked", "keyring-locked", "profile-page", () => waitFor(() => hook("banner")));
state("profile, editing the name", "profile", "profile-page", async ({ host, user }) => {
	host.fail("changeDisplayName", "display_name_too_long");
	await user.click(hook("edit-display-name"));
	await user.keyboard("Another{Enter}");
	await waitFor(() => hook("error"));
});
state("profile, email copied", "profile", "profile-page", ({ user }) => user.click(hook("copy-email")));
state("profile, not saved", "profile", "profile-page", async ({ host, user }) => {
	host.fail("setToastNotifications", "portal_failed");
	await user.click(hook("toast-switch"));
	await waitFor(() => hook("error"));
});
state("profile, another portal asked for", "profile", "profile-page", async ({ host }) => {
	host.requestPortal("https://elsewhere.example");
	await waitFor(() => hook("banner"));
});
state("log out, asking", "profile", "profile-page", async ({ user }) => {
	await user.click(hook("log-out"));
	await waitFor(() => hook("log-out-dialog"));
});
state("log out, failed", "profile", "profile-page", async ({ host, user }) => {
	host.fail("signOut", "portal_failed");
	await user.click(hook("log-out"));
	await waitFor(() => hook("log-out-dialog"));
	await user.click(hook("confirm-log-out"));
	await waitFor(() => hook("error"));
});
state("logged out, not confirmed", "profile", "profile-page", async ({ host, user }) => {
	host.signedOut = { revoked: false, keyringCleared: false };
	await user.click(hook("log-out"));
	await waitFor(() => hook("log-out-dialog"));
	await user.click(hook("confirm-log-out"));
	await waitFor(() => hook("sign-in-reason"));
});

state("already running", "already-running", "already-running");
state("data directory unusable", "data-directory-unusable", "data-directory-unusable");
