import type { FakeHost } from "../../src/lib/host/fake";
import { sampleDiagnostics } from "../../src/lib/host/sample";
import { hook } from "../render-app";
import { appears, from, press, ready, type States } from "./steps";

const crashed = ({ boot }: FakeHost): void =>
	void (boot.start.notices = [{ kind: "crashed", report: sampleDiagnostics }]);

/** What the window says of itself. */
export const windowStates: States = {
	"window, drawn larger": from("profile", "profile-page", async ({ user }) => {
		await ready();
		await user.keyboard("{Control>}+{/Control}");
		await appears("window-note");
	}),
	"window, as large as can be": from("profile", "profile-page", async (app) => {
		await ready();
		await press(app, "zoom-in");
		await press(app, "zoom-in");
		await appears("window-note");
	}),
	"window, not printed": from("profile", "profile-page", async ({ user, host }) => {
		await ready();
		host.fail("printPage", "print_unavailable");
		await user.keyboard("{Control>}p{/Control}");
		await appears("window-note");
	}),
	"window, its keys": from("profile", "profile-page", async ({ user }) => {
		await ready();
		await user.click(hook("show-keys"));
		await appears("keys-dialog");
	}),
	"window, its keys before signing in": from("sign-in", "sign-in-page", async ({ user }) => {
		(document.activeElement as HTMLElement).blur();
		await user.keyboard("?");
		await appears("keys-dialog");
	}),
	"window, without a tray": from("profile", "profile-page", ready, (host) => {
		host.system = { ...host.system, tray: "missing" };
		host.atLogin = null;
	}),
	"window, not kept in the tray": from("profile", "profile-page", async (app) => {
		await ready();
		app.host.fail("closeToTray", "settings_not_saved");
		await press(app, "close-to-tray");
		await appears("error");
	}),
	"window, not started at login": from("profile", "profile-page", async (app) => {
		await ready();
		app.host.fail("startAtLogin", "login_unchanged");
		await press(app, "start-at-login");
		await appears("error");
	}),
	"window, diagnostics": from("profile", "profile-page", async (app) => {
		await ready();
		await press(app, "show-diagnostics");
		await appears("diagnostics-dialog");
	}),
	"window, no diagnostics": from("profile", "profile-page", async (app) => {
		await ready();
		app.host.fail("diagnostics", "portal_failed");
		await press(app, "show-diagnostics");
		await appears("error");
	}),
	"window, drawn in the simplest way": from(
		"profile",
		"profile-page",
		ready,
		({ boot }) => void (boot.start.notices = [{ kind: "safe_renderer" }]),
	),
	"window, after a crash": from("profile", "profile-page", ready, crashed),
	"window, a crash report": from(
		"profile",
		"profile-page",
		async (app) => {
			await ready();
			await press(app, "show-report");
			await appears("diagnostics-dialog");
		},
		crashed,
	),
};
