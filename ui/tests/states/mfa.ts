import { codes } from "../../src/lib/host/sample-security";
import { acmeRequires } from "../../src/lib/host/sample-security";
import type { RenderedApp } from "../render-app";
import {
	appears,
	disappears,
	enroll,
	from,
	isSaid,
	press,
	reachCodes,
	ready,
	stageOf,
	type States,
	write,
} from "./steps";

const finish = (app: RenderedApp) => press(app, "codes-saved", "finish-enroll");

/** The portal was asked to turn MFA on, and then went away. */
async function loseAnswer(app: RenderedApp): Promise<void> {
	await reachCodes(app);
	app.host.fail("completeMfaEnrollment", "portal_unreachable");
	app.host.fail("refreshProfile", "portal_unreachable");
	await finish(app);
	await appears("error");
	await app.user.keyboard("{Escape}");
	await appears("leave-question");
}

async function turnOff(app: RenderedApp): Promise<void> {
	await ready();
	await press(app, "mfa-switch", "confirm-disable-mfa");
}

/** Turning MFA on and off. */
export const mfaStates: States = {
	"enrol, key copied": from("profile", "profile-page", async (app) => {
		await enroll(app);
		await press(app, "copy-mfa-secret");
		await isSaid();
	}),
	"enrol, key not copied": from("profile", "profile-page", async (app) => {
		app.host.fail("copySecret", "clipboard_unavailable");
		await enroll(app);
		await press(app, "copy-mfa-secret");
		await isSaid();
	}),
	"enrol, too few digits": from("profile", "profile-page", async (app) => {
		await enroll(app);
		await write(app, "code", "123{Enter}");
		await appears("error");
	}),
	"enrol, verifying": from("profile", "profile-page", async (app) => {
		await enroll(app);
		app.host.hold("verifyMfaEnrollment");
		await write(app, "code", codes.right);
	}),
	"enrol, already on": from("profile", "profile-page", async (app) => {
		await ready();
		app.host.profile.security.mfa.enabledAt = "2026-05-03T12:00:00Z";
		app.host.enrollmentAnswer = { kind: "already_enabled", snapshot: app.host.snapshot() };
		await press(app, "mfa-switch");
		await stageOf("enroll-dialog", "already_enabled");
	}),
	"enrol, unsupported": from("profile", "profile-page", async (app) => {
		app.host.enrollmentAnswer = { kind: "unsupported" };
		await ready();
		await press(app, "mfa-switch");
		await stageOf("enroll-dialog", "unsupported");
	}),
	"enrol, codes not printed": from("profile", "profile-page", async (app) => {
		await reachCodes(app);
		app.host.fail("printPage", "print_unavailable");
		await press(app, "print-recovery-codes");
		await appears("error");
	}),
	"enrol, codes not saved": from("profile", "profile-page", async (app) => {
		await reachCodes(app);
		app.host.fail("saveRecoveryCodes", "file_not_saved");
		await press(app, "save-recovery-codes");
		await appears("error");
	}),
	"enrol, leaving without an answer": from("profile", "profile-page", loseAnswer),
	"enrol, left without an answer": from("profile", "profile-page", async (app) => {
		await loseAnswer(app);
		await press(app, "leave");
		await disappears("enroll-dialog");
	}),
	"enrol, done": from("profile", "profile-page", async (app) => {
		await reachCodes(app);
		await finish(app);
		await disappears("enroll-dialog");
	}),

	"MFA off, busy": from("mfa", "profile-page", async (app) => {
		app.host.hold("disableMfa");
		await turnOff(app);
	}),
	"MFA off, failed": from("mfa", "profile-page", async (app) => {
		app.host.fail("disableMfa", "not_allowed");
		await turnOff(app);
		await appears("error");
	}),
	"MFA off, required": from("mfa", "profile-page", async (app) => {
		app.host.disableAnswer = { kind: "required", requiredBy: [acmeRequires] };
		await turnOff(app);
		await appears("error");
	}),
	"MFA off, unsupported": from("mfa", "profile-page", async (app) => {
		app.host.disableAnswer = { kind: "unsupported" };
		await turnOff(app);
		await appears("error");
	}),
	"MFA off, done": from("mfa", "profile-page", async (app) => {
		await turnOff(app);
		await disappears("disable-mfa-dialog");
		await isSaid();
	}),
};
