import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Boot } from "$lib/bindings/Boot";
import type { ColorScheme } from "$lib/bindings/ColorScheme";
import type { Services } from "$lib/bindings/Services";
import type { Host } from "./host";

declare global {
	interface Window {
		/** Set by the shell before any script of the page runs. */
		readonly __PORTAL_PROFILE__: Boot;
	}
}

/** The host of the installed app. */
export function tauriHost(): Host {
	return {
		boot: window.__PORTAL_PROFILE__,
		start: () => invoke("start"),
		connectPortal: (address) => invoke("connect_portal", { address }),
		openBuiltInPortal: () => invoke("open_built_in_portal"),
		signIn: (portal, email, password) => invoke("sign_in", { portal, email, password }),
		refreshProfile: () => invoke("refresh_profile"),
		changeDisplayName: (displayName) => invoke("change_display_name", { displayName }),
		setToastNotifications: (enabled) => invoke("set_toast_notifications", { enabled }),
		setTheme: (theme) => invoke("set_theme", { theme }),
		signOut: () => invoke("sign_out"),
		services: () => invoke("services"),
		onColorSchemeChanged: (listener) =>
			void follow("color-scheme-changed", () => invoke<ColorScheme>("color_scheme"), listener),
		onServicesChanged: (listener) =>
			void follow("services-changed", () => invoke<Services>("services"), listener),
	};
}

/** Tells each change of a value, and once listening the value itself: a change before that would be lost. */
async function follow<T>(
	change: string,
	read: () => Promise<T>,
	listener: (value: T) => void,
): Promise<void> {
	let changes = 0;
	await listen<T>(change, (event) => {
		changes += 1;
		listener(event.payload);
	});
	const value = await read();
	if (changes === 0) listener(value);
}
