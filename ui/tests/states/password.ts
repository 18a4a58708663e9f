import type { PasswordRefusal } from "../../src/lib/bindings/PasswordRefusal";
import type { FakeHost } from "../../src/lib/host/fake";
import { password } from "../../src/lib/host/sample";
import type { RenderedApp } from "../render-app";
import { appears, disappears, from, press, ready, type States, write } from "./steps";

async function change(app: RenderedApp, current: string, next: string): Promise<void> {
	await ready();
	await press(app, "change-password");
	await appears("change-password-dialog");
	if (current) await write(app, "currentPassword", current);
	await write(app, "newPassword", `${next}{Enter}`);
}

const better = "a much better one";

const refused = (reason: PasswordRefusal) =>
	from("profile", "profile-page", async (app) => {
		app.host.passwordAnswer = { kind: "refused", reason, minimumLength: 8, maximumLength: 128 };
		await change(app, password, better);
		await appears("error");
	});

/** Others end with the change, as many as there are. */
const changed = (others: number) =>
	from(
		"profile",
		"profile-page",
		async (app) => {
			await ready();
			await press(app, "change-password", "sign-out-others");
			await write(app, "currentPassword", password);
			await write(app, "newPassword", `${better}{Enter}`);
			await disappears("change-password-dialog");
		},
		(host: FakeHost) => void (host.openSessions = host.openSessions.slice(0, others + 1)),
	);

/** A new password. */
export const passwordStates: States = {
	"profile, password changed before": from("profile", "profile-page", ready, (host) => {
		host.profile.security.passwordChangedAt = "2026-05-03T12:00:00Z";
	}),
	"password, current one missing": from("profile", "profile-page", async (app) => {
		await change(app, "", better);
		await appears("error");
	}),
	"password, current one wrong": from("profile", "profile-page", async (app) => {
		await change(app, "wrong", better);
		await appears("error");
	}),
	"password, too long": refused("too_long"),
	"password, common": refused("common"),
	"password, unchanged": refused("unchanged"),
	"password, saving": from("profile", "profile-page", async (app) => {
		app.host.hold("changePassword");
		await change(app, password, better);
	}),
	"password, failed": from("profile", "profile-page", async (app) => {
		app.host.fail("changePassword", "mfa_enrollment_required");
		await change(app, password, better);
		await appears("error");
	}),
	"password, unsupported": from("profile", "profile-page", async (app) => {
		app.host.passwordAnswer = { kind: "unsupported" };
		await change(app, password, better);
		await appears("error");
	}),
	"password changed": changed(0),
	"password changed, one session ended": changed(1),
	"password changed, two sessions ended": changed(2),
};
