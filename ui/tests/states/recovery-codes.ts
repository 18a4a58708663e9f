import type { FakeHost } from "../../src/lib/host/fake";
import type { RenderedApp } from "../render-app";
import { appears, from, press, ready, stageOf, type States } from "./steps";

const left = (count: number) => (host: FakeHost) =>
	void (host.profile.security.mfa.recoveryCodesLeft = count);

async function regenerate(app: RenderedApp): Promise<void> {
	await ready();
	await press(app, "regenerate-codes", "confirm-regenerate");
}

/** New recovery codes in place of earlier ones. */
export const recoveryCodesStates: States = {
	"profile, no recovery codes": from("mfa", "profile-page", ready, left(0)),
	"profile, one recovery code": from("mfa", "profile-page", ready, left(1)),
	"recovery codes, asking": from("mfa", "profile-page", async (app) => {
		await ready();
		await press(app, "regenerate-codes");
		await appears("confirm-regenerate");
	}),
	"recovery codes, busy": from("mfa", "profile-page", async (app) => {
		app.host.hold("regenerateRecoveryCodes");
		await regenerate(app);
	}),
	"recovery codes, leaving": from("mfa", "profile-page", async (app) => {
		await regenerate(app);
		await stageOf("recovery-codes-dialog", "codes");
		await app.user.keyboard("{Escape}");
		await appears("leave-question");
	}),
	"recovery codes, answer lost": from("mfa", "profile-page", async (app) => {
		app.host.lose("regenerateRecoveryCodes", "portal_failed");
		await regenerate(app);
		await appears("regenerate-uncertain");
	}),
	"recovery codes, refused": from("mfa", "profile-page", async (app) => {
		await ready();
		app.host.profile.security.mfa.enabledAt = null;
		await regenerate(app);
		await appears("error");
	}),
	"recovery codes, unsupported": from("mfa", "profile-page", async (app) => {
		app.host.regenerateRecoveryCodes = () => Promise.resolve({ kind: "unsupported" });
		await regenerate(app);
		await appears("error");
	}),
};
