import { hook } from "../render-app";
import { appears, from, press, ready, type States } from "./steps";

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
};
