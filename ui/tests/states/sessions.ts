import { password } from "../../src/lib/host/sample";
import type { RenderedApp } from "../render-app";
import { appears, disappears, from, isSaid, openPage, press, type States } from "./steps";

const open = (app: RenderedApp) => openPage(app, "open-sessions", "sessions-page");

async function revokeOne(app: RenderedApp): Promise<void> {
	await open(app);
	await press(app, "revoke-session", "confirm-revoke-session");
}

/** All others end, as many as there are. */
const othersEnded = (others: number) =>
	from(
		"profile",
		"profile-page",
		async (app) => {
			await open(app);
			await press(app, "revoke-others", "confirm-revoke-others");
			await disappears("revoke-others-dialog");
		},
		(host) => void (host.openSessions = host.openSessions.slice(0, others + 1)),
	);

/** Where a person is signed in. */
export const sessionsStates: States = {
	"session, asking": from("profile", "profile-page", async (app) => {
		await open(app);
		await press(app, "revoke-session");
		await appears("revoke-session-dialog");
	}),
	"session, busy": from("profile", "profile-page", async (app) => {
		app.host.hold("revokeSession");
		await revokeOne(app);
	}),
	"session, failed": from("profile", "profile-page", async (app) => {
		app.host.fail("revokeSession", "portal_failed");
		await revokeOne(app);
		await appears("error");
	}),
	"session, ended": from("profile", "profile-page", async (app) => {
		await revokeOne(app);
		await isSaid();
	}),
	"sessions, asking about one other": from(
		"profile",
		"profile-page",
		async (app) => {
			await open(app);
			await press(app, "revoke-others");
			await appears("revoke-others-dialog");
		},
		(host) => void (host.openSessions = host.openSessions.slice(0, 2)),
	),
	"sessions, one other ended": othersEnded(1),
	"sessions, two others ended": othersEnded(2),
	"sessions, identity asked for": from("unconfirmed", "profile-page", async (app) => {
		await open(app);
		await press(app, "revoke-others", "confirm-revoke-others");
		await appears("confirm-identity-dialog");
		await app.user.keyboard(password);
	}),
};
