import { invoke, type InvokeArgs } from "@tauri-apps/api/core";
import type { Boot } from "$lib/bindings/Boot";
import type { ColorScheme } from "$lib/bindings/ColorScheme";
import type { Services } from "$lib/bindings/Services";
import { firstFrame } from "./first-frame";
import type { Host } from "./host";

/**
 * The host of the installed app.
 *
 * All that the first frame shows is in the document. The shell is asked for nothing before that frame is drawn,
 * so that the keyring, the network and the answers' way to the page don't take the processor from it.
 */
export function tauriHost(): Host {
	const drawn = firstFrame();

	async function ask<T>(command: string, input?: InvokeArgs): Promise<T> {
		await drawn;
		return invoke<T>(command, input);
	}

	/** Tells a value and each change of it: the shell answers once there is something not `seen` yet. */
	async function follow<T>(command: string, listener: (value: T) => void, seen: T | null): Promise<void> {
		for (;;) {
			seen = await ask<T>(command, { seen });
			listener(seen);
		}
	}

	const boot = readBoot();
	return {
		boot,
		connectPortal: (address) => ask("connect_portal", { address }),
		openBuiltInPortal: () => ask("open_built_in_portal"),
		signIn: (portal, email, password) => ask("sign_in", { portal, email, password }),
		refreshProfile: () => ask("refresh_profile"),
		changeDisplayName: (displayName) => ask("change_display_name", { displayName }),
		setToastNotifications: (enabled) => ask("set_toast_notifications", { enabled }),
		setTheme: (theme) => ask("set_theme", { theme }),
		signOut: () => ask("sign_out"),
		services: () => ask("services", { seen: null }),
		onColorSchemeChanged: (listener) =>
			void follow<ColorScheme>("color_scheme", listener, boot.systemColorScheme),
		onServicesChanged: (listener) => void follow<Services>("services", listener, null),
	};
}

/** What the shell wrote into the document. */
function readBoot(): Boot {
	const data = document.getElementById("boot")?.textContent;
	if (!data) throw new Error("the document does not say what to show");
	return JSON.parse(data) as Boot;
}
