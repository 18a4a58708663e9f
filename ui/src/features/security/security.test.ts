import { screen, waitFor } from "@testing-library/svelte";
import type { UserEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import type { Operation } from "$lib/host/answering";
import { password } from "$lib/host/sample";
import { codes } from "$lib/host/sample-security";
import type { App } from "$lib/state/app";
import { scenarios } from "$lib/host/scenarios";
import { has, hook, input, renderApp } from "../../../tests/render-app";

async function open(scenario: string) {
	const rendered = await renderApp((host) => scenarios[scenario]?.(host));
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	return rendered;
}

async function openPassword(scenario = "profile") {
	const rendered = await open(scenario);
	await rendered.user.click(hook("change-password"));
	await waitFor(() => expect(document.activeElement).toBe(input("currentPassword")));
	return rendered;
}

test("a new password is taken, other sessions end on request, and the result is said", async () => {
	const { host, user } = await openPassword();
	await user.keyboard(password);
	await user.type(input("newPassword"), "a much better one");
	expect(hook("password-hint").dataset["fits"]).toBe("true");
	await user.click(hook("sign-out-others"));
	await user.click(hook("save-password"));
	await waitFor(() => expect(has("change-password-dialog")).toBe(false));
	expect(host.callsOf("changePassword")).toEqual([[password, null, "a much better one", true]]);
	expect(hook("announcer").textContent).toBe("Password changed, and 2 other sessions signed out");
	expect(hook("account-security").textContent).toContain("2 other sessions signed out");
	await waitFor(() => expect(document.activeElement).toBe(hook("change-password")));
});

async function refresh({ session }: App) {
	if (session.screen.kind === "signed_in") await session.screen.profile.refresh();
}

test.each<[name: string, go: (app: App, user: UserEvent) => Promise<void>]>([
	["the profile is fetched again", refresh],
	["the page was left", (_, user) => press(user, "open-sessions", "back-to-profile")],
])("what came of a new password gives way to its age once %s", async (_, go) => {
	const { app, user } = await openPassword();
	await user.keyboard(password);
	await user.type(input("newPassword"), "a much better one{Enter}");
	await waitFor(() => expect(has("change-password-dialog")).toBe(false));
	expect(hook("account-security").textContent).toContain("Password changed");
	await go(app, user);
	await waitFor(() => expect(hook("account-security").textContent).toContain("Changed on "));
});

test("a code is asked for where the portal wants one", async () => {
	const { host, user } = await openPassword("mfa");
	host.passwordAnswer = { kind: "second_factor_missing" };
	await user.keyboard(password);
	await user.type(input("newPassword"), "a much better one{Enter}");
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("second_factor_missing"));
	await waitFor(() => expect(document.activeElement).toBe(input("code")));
	host.passwordAnswer = null;
	await user.type(input("code"), codes.right);
	await user.click(hook("save-password"));
	await waitFor(() => expect(has("change-password-dialog")).toBe(false));
	const proofs = host.callsOf("changePassword").map(([, proof]) => proof);
	expect(proofs).toEqual([null, { kind: "code", code: codes.right }]);
});

test("after too many attempts a recovery code waits too, as the password may be what was wrong", async () => {
	const { host, user } = await openPassword("mfa");
	host.passwordAnswer = { kind: "second_factor_missing" };
	await user.keyboard(password);
	await user.type(input("newPassword"), "a much better one{Enter}");
	await waitFor(() => input("code"));
	host.passwordAnswer = { kind: "too_many_attempts", retryAfterSeconds: 3000 };
	await user.type(input("code"), codes.right);
	await user.click(hook("save-password"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("too_many_attempts"));
	await user.click(hook("use-recovery-code"));
	await waitFor(() => expect(document.activeElement).toBe(input("recoveryCode")));
	expect((hook("save-password") as HTMLButtonElement).disabled).toBe(true);
	expect(screen.getByRole("timer").textContent).toContain("minutes");
});

test("a code that was accepted is not asked for again when the new password is refused", async () => {
	const { host, user } = await openPassword("mfa");
	host.passwordAnswer = { kind: "second_factor_missing" };
	await user.keyboard(password);
	await user.type(input("newPassword"), "a much better one{Enter}");
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("second_factor_missing"));
	host.passwordAnswer = { kind: "refused", reason: "common", minimumLength: 8, maximumLength: 128 };
	await user.type(input("code"), codes.right);
	await user.click(hook("save-password"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("password_common"));
	expect(document.querySelector("input[name=code]")).toBeNull();
});

test("the length rule counts along, and is kept before the portal is asked", async () => {
	const { host, user } = await openPassword();
	await user.keyboard(password);
	await user.type(input("newPassword"), "1234567");
	expect(hook("password-hint").textContent).toContain("this has 7");
	await user.keyboard("{Enter}");
	expect(hook("error").dataset["code"]).toBe("password_too_short");
	await user.clear(input("newPassword"));
	await user.click(input("newPassword"));
	await user.paste("x".repeat(129));
	await user.keyboard("{Enter}");
	expect(hook("error").dataset["code"]).toBe("password_too_long");
	expect(host.callsOf("changePassword")).toHaveLength(0);
});

test.each(["too_short", "too_long", "common", "unchanged"] as const)("%s is explained", async (reason) => {
	const { host, user } = await openPassword();
	host.passwordAnswer = { kind: "refused", reason, minimumLength: 8, maximumLength: 128 };
	await user.keyboard(password);
	await user.type(input("newPassword"), "password1{Enter}");
	await waitFor(() => expect(hook("error").dataset["code"]).toBe(`password_${reason}`));
	await waitFor(() => expect(document.activeElement).toBe(input("newPassword")));
});

test("a wrong current password keeps what was typed", async () => {
	const { user } = await openPassword();
	await user.keyboard("wrong");
	await user.type(input("newPassword"), "a much better one{Enter}");
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("wrong_credentials"));
	expect(input("newPassword").value).toBe("a much better one");
	await waitFor(() => expect(document.activeElement).toBe(input("currentPassword")));
});

/** A dialog or page, and what its last step asks of the portal. */
type Middle = [name: string, scenario: string, operation: Operation, go: (user: UserEvent) => Promise<void>];

const press = async (user: UserEvent, ...names: string[]) => {
	for (const name of names) {
		await waitFor(() => hook(name));
		await user.click(hook(name));
	}
};

const middles: Middle[] = [
	["beginning to enrol", "profile", "beginMfaEnrollment", (user) => press(user, "mfa-switch")],
	[
		"verifying a code",
		"profile",
		"verifyMfaEnrollment",
		async (user) => {
			await press(user, "mfa-switch");
			await waitFor(() => input("code"));
			await user.type(input("code"), codes.right);
		},
	],
	["turning MFA off", "mfa", "disableMfa", (user) => press(user, "mfa-switch", "confirm-disable-mfa")],
	[
		"new recovery codes",
		"mfa",
		"regenerateRecoveryCodes",
		(user) => press(user, "regenerate-codes", "confirm-regenerate"),
	],
	[
		"confirming the identity",
		"unconfirmed",
		"confirmIdentity",
		async (user) => {
			await press(user, "regenerate-codes", "confirm-regenerate");
			await waitFor(() => input("password"));
			await user.type(input("password"), password);
			await user.type(input("code"), codes.right);
		},
	],
	[
		"a new password",
		"profile",
		"changePassword",
		async (user) => {
			await press(user, "change-password");
			await waitFor(() => input("newPassword"));
			await user.type(input("currentPassword"), password);
			await user.type(input("newPassword"), "a much better one{Enter}");
		},
	],
	["sessions", "profile", "sessions", (user) => press(user, "open-sessions")],
	[
		"signing out others",
		"profile",
		"revokeOtherSessions",
		async (user) => {
			await press(user, "open-sessions");
			await waitFor(() => hook("this-device"));
			await press(user, "revoke-others", "confirm-revoke-others");
		},
	],
	["the security log", "profile", "securityLog", (user) => press(user, "open-security-log")],
	["API keys", "api-keys", "apiKeys", (user) => press(user, "open-api-keys")],
	[
		"a new API key",
		"api-keys",
		"createApiKey",
		async (user) => {
			await press(user, "open-api-keys", "generate-key");
			await waitFor(() => input("keyName"));
			await user.type(input("keyName"), "Import{Enter}");
		},
	],
];

test.each(middles)(
	"a session that ends in the middle of %s leads to sign-in",
	async (_, scenario, operation, go) => {
		const { host, user } = await open(scenario);
		host.fail(operation, "session_ended");
		await go(user);
		await waitFor(() => expect(hook("sign-in-reason").dataset["kind"]).toBe("session_ended"));
		expect(screen.queryByRole("dialog")).toBeNull();
		expect(input("email").value).toBe("ada@acme.example");
	},
);

test("with a locked keyring, every reason is about the keyring", async () => {
	const { user } = await renderApp((host: FakeHost) => {
		scenarios["api-keys"]?.(host);
		host.fail("refreshProfile", "keyring_unavailable");
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("offline"));
	expect(screen.getAllByText(/until your keyring is unlocked/).length).toBeGreaterThan(3);
	expect(screen.queryByText(/until the app is connected/)).toBeNull();
	await press(user, "open-sessions");
	await waitFor(() => expect(hook("revoke-others").title).toContain("keyring"));
});

test("offline, nothing that needs the portal can be begun", async () => {
	await renderApp((host: FakeHost) => scenarios["offline"]?.(host));
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("offline"));
	expect((hook("mfa-switch") as HTMLButtonElement).disabled).toBe(true);
	expect((hook("change-password") as HTMLButtonElement).disabled).toBe(true);
});
