import type { SecurityEventKind } from "../../src/lib/bindings/SecurityEventKind";
import { thisSession } from "../../src/lib/host/sample-security";
import type { RenderedApp } from "../render-app";
import { appears, from, openPage, press, type States } from "./steps";

const open = (app: RenderedApp) => openPage(app, "open-security-log", "security-log-page");

/** Those that the sample log has no event of. */
const otherKinds: SecurityEventKind[] = [
	"signed_in_with_recovery_code",
	"second_factor_failed",
	"signed_out",
	"identity_confirmed",
	"confirmation_failed",
	"mfa_disabled",
	"recovery_codes_regenerated",
	"password_change_failed",
	"sessions_revoked",
	"api_key_rotated",
	"api_key_revoked",
	"mfa_not_required",
	"attempts_refused",
	"membership_added",
	"membership_removed",
	"roles_changed",
	"api_keys_turned_on",
	"api_keys_turned_off",
	"exports_turned_on",
	"exports_turned_off",
	"organization_created",
	"organization_deleted",
];

/** The whole log, of a portal that keeps events for so long. */
const keptFor = (days: number | null) =>
	from(
		"profile",
		"profile-page",
		async (app) => {
			await open(app);
			await appears("log-end");
		},
		(host) => {
			host.eventsPerPage = host.events.length;
			host.eventsKeptForDays = days;
		},
	);

/** What happened to the account's security. */
export const securityLogStates: States = {
	"security log, other kinds": from("profile", "profile-page", open, (host) => {
		host.eventsPerPage = otherKinds.length;
		host.events = otherKinds.map((kind) => ({
			id: kind,
			at: "2026-05-03T12:00:00Z",
			kind,
			category: "other",
			actor: kind === "roles_changed" ? "administrator" : "self",
			subject: null,
			client: thisSession.client,
			address: thisSession.address,
		}));
	}),
	"security log, kept for a day": keptFor(1),
	"security log, kept for ever": keptFor(null),
	"security log, nothing yet": from("profile", "profile-page", open, (host) => void (host.events = [])),
	"security log, more on its way": from("profile", "profile-page", async (app) => {
		await open(app);
		app.host.hold("securityLog");
		await press(app, "show-more");
	}),
	"security log, more failed": from("profile", "profile-page", async (app) => {
		await open(app);
		app.host.fail("securityLog", "portal_failed");
		await press(app, "show-more");
		await appears("error");
	}),
	"security log, saving": from("profile", "profile-page", async (app) => {
		app.host.hold("saveSecurityLog");
		await open(app);
		await press(app, "save-log");
	}),
	"security log, not saved": from("profile", "profile-page", async (app) => {
		app.host.fail("saveSecurityLog", "file_not_saved");
		await open(app);
		await press(app, "save-log");
		await appears("error");
	}),
};
