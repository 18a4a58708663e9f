import { waitFor } from "@testing-library/svelte";
import type { FailureCode } from "../src/lib/bindings/FailureCode";
import { codes } from "../src/lib/host/sample-security";
import { has, hook, input, type RenderedApp } from "./render-app";
import { appears, enroll, from, reachCodes, ready, secondStep, stageOf, type States } from "./states/steps";

/** Every state of what protects an account, each with how to get there. */
export const securityStates: States = {};

function state(name: string, scenario: string, page: string, then: (app: RenderedApp) => Promise<unknown>) {
	securityStates[name] = from(scenario, page, then);
}

state("second step", "second-step", "sign-in-page", secondStep);
state("second step, recovery code", "second-step", "sign-in-page", async (app) => {
	await secondStep(app);
	await app.user.click(hook("use-recovery-code"));
});
for (const [name, code] of Object.entries({ ...codes, right: "999999" })) {
	state(`second step, refused: ${name}`, "second-step", "sign-in-page", async (app) => {
		await secondStep(app);
		await app.user.type(input("code"), code);
		await appears("error");
	});
}
state("second step, too late", "second-step", "sign-in-page", async (app) => {
	app.host.tooLate = true;
	await secondStep(app);
	await app.user.type(input("code"), codes.right);
	await appears("error");
});

state("enrollment required", "enrollment-required", "enrollment-required-page", () => Promise.resolve());
state("enrollment required, in view", "enrollment-required-in-view", "enrollment-required-page", () =>
	Promise.resolve(),
);
state("profile, MFA on", "mfa", "profile-page", ready);
state("profile, MFA required", "mfa-required", "profile-page", ready);
state("profile, few recovery codes", "few-codes", "profile-page", ready);

state("enrol, beginning", "profile", "profile-page", async (app) => {
	app.host.hold("beginMfaEnrollment");
	await enroll(app);
});
state("enrol, failed", "profile", "profile-page", async (app) => {
	app.host.fail("beginMfaEnrollment", "portal_failed");
	await enroll(app);
	await appears("error");
});
state("enrol, scan", "profile", "profile-page", async (app) => {
	await enroll(app);
	await appears("mfa-qr");
});
state("enrol, wrong code", "profile", "profile-page", async (app) => {
	await enroll(app);
	await waitFor(() => input("code"));
	await app.user.type(input("code"), "999999");
	await appears("error");
});
state("enrol, ended", "profile", "profile-page", async (app) => {
	app.host.tooLate = true;
	await enroll(app);
	await waitFor(() => input("code"));
	await app.user.type(input("code"), codes.right);
	await appears("start-again");
});
state("enrol, recovery codes", "profile", "profile-page", async (app) => {
	await reachCodes(app);
	await app.user.click(hook("save-recovery-codes"));
	await appears("recovery-codes-outcome");
});
state("enrol, leaving", "profile", "profile-page", async (app) => {
	await reachCodes(app);
	await app.user.keyboard("{Escape}");
	await appears("stay");
});
state("MFA off, asking", "mfa", "profile-page", async ({ user }) => {
	await ready();
	await user.click(hook("mfa-switch"));
	await appears("disable-mfa-dialog");
});
state("identity, asking", "unconfirmed", "profile-page", async ({ user }) => {
	await ready();
	await user.click(hook("regenerate-codes"));
	await appears("confirm-regenerate");
	await user.click(hook("confirm-regenerate"));
	await appears("confirm-identity-dialog");
});
state("recovery codes, regenerated", "mfa", "profile-page", async ({ user }) => {
	await ready();
	await user.click(hook("regenerate-codes"));
	await appears("confirm-regenerate");
	await user.click(hook("confirm-regenerate"));
	await appears("recovery-codes");
});
state("password, refused", "mfa", "profile-page", async ({ user }) => {
	await ready();
	await user.click(hook("change-password"));
	await appears("change-password-dialog");
	await user.type(input("currentPassword"), "current");
	await user.type(input("newPassword"), "short{Enter}");
	await appears("error");
});

state("password, code asked for", "mfa", "profile-page", async ({ host, user }) => {
	await ready();
	host.passwordAnswer = { kind: "second_factor_missing" };
	await user.click(hook("change-password"));
	await appears("change-password-dialog");
	await user.type(input("currentPassword"), "current");
	await user.type(input("newPassword"), "a much better one{Enter}");
	await appears("error");
});

const subPages = [
	["sessions", "profile", "open-sessions", "sessions-page", "sessions"],
	["security log", "profile", "open-security-log", "security-log-page", "securityLog"],
	["API keys", "api-keys", "open-api-keys", "api-keys-page", "apiKeys"],
] as const;
for (const [name, scenario, link, page, operation] of subPages) {
	const open = async ({ user }: RenderedApp, stage: string) => {
		await ready();
		await user.click(hook(link));
		await appears(page);
		await stageOf(page, stage);
	};
	state(name, scenario, "profile-page", (app) => open(app, "ready"));
	state(`${name}, loading`, scenario, "profile-page", (app) => {
		app.host.hold(operation);
		return open(app, "loading");
	});
	state(`${name}, failed`, scenario, "profile-page", (app) => {
		app.host.fail(operation, "portal_failed" satisfies FailureCode);
		return open(app, "failed");
	});
}
state("sessions, only this one", "profile", "profile-page", async ({ host, user }) => {
	host.openSessions = host.openSessions.filter((session) => session.current);
	await ready();
	await user.click(hook("open-sessions"));
	await appears("sessions-empty");
});
state("sessions, asking", "profile", "profile-page", async ({ user }) => {
	await ready();
	await user.click(hook("open-sessions"));
	await waitFor(() => has("revoke-session") || Promise.reject(new Error("no sessions yet")));
	await user.click(hook("revoke-others"));
	await appears("revoke-others-dialog");
});
state("security log, all of it and saved", "profile", "profile-page", async ({ host, user }) => {
	host.eventsPerPage = 20;
	await ready();
	await user.click(hook("open-security-log"));
	await appears("log-end");
	await user.click(hook("save-log"));
	await appears("save-log-outcome");
});
state("security log, nothing of a kind", "profile", "profile-page", async ({ user }) => {
	await ready();
	await user.click(hook("open-security-log"));
	await appears("filter-exports");
	await user.click(hook("filter-exports"));
	await appears("log-filtered-empty");
});

/** Opens the panel of API keys. */
async function openKeys({ user }: RenderedApp) {
	await ready();
	await user.click(hook("open-api-keys"));
	await stageOf("api-keys-page", "ready");
}
state("API keys, none", "api-keys-empty", "profile-page", openKeys);
state("API keys, at the limit", "api-keys", "profile-page", async (app) => {
	if (app.host.profile.apiKeys) app.host.profile.apiKeys.limit = 3;
	await openKeys(app);
});
state("API keys, unavailable", "api-keys", "profile-page", async ({ host, user }) => {
	await ready();
	host.profile.apiKeys = null;
	await user.click(hook("open-api-keys"));
	await stageOf("api-keys-page", "unavailable");
});
state("API keys, generate on a date", "api-keys", "profile-page", async (app) => {
	await openKeys(app);
	await app.user.click(hook("generate-key"));
	await appears("generate-key-dialog");
	await app.user.click(hook("expiry-date"));
	await appears("calendar");
	await app.user.click(hook("confirm-generate"));
	await appears("error");
});
state("API keys, generate for ever", "api-keys", "profile-page", async (app) => {
	await openKeys(app);
	await app.user.click(hook("generate-key"));
	await appears("generate-key-dialog");
	await app.user.click(hook("expiry-never"));
});
state("API keys, secret tried", "api-keys", "profile-page", async (app) => {
	await openKeys(app);
	await app.user.click(hook("generate-key"));
	await appears("generate-key-dialog");
	await app.user.type(input("keyName"), "Nightly import{Enter}");
	await appears("key-secret");
	await app.user.click(hook("copy-secret"));
	await app.user.click(hook("try-key"));
	await appears("try-outcome");
});
state("API keys, rotate", "api-keys", "profile-page", async (app) => {
	await openKeys(app);
	await app.user.click(document.querySelector("[data-test=rotate-key]") as HTMLElement);
	await appears("rotate-key-dialog");
});
state("API keys, revoke", "api-keys", "profile-page", async (app) => {
	await openKeys(app);
	await app.user.click(document.querySelector("[data-test=revoke-key]") as HTMLElement);
	await appears("revoke-key-dialog");
});
