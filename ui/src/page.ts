import { mount } from "svelte";
import { drawAhead } from "$features/start/draw-ahead.svelte";
import type { Host } from "$lib/host/host";
import { tauriHost } from "$lib/host/tauri";
import { speak } from "$lib/language.svelte";
import { createApp } from "$lib/state/app";
import App from "./App.svelte";

/** The installed app; in a browser, for work on the page itself, a host with sample data. */
async function findHost(): Promise<Host> {
	if (import.meta.env.MODE === "production") return tauriHost();
	const { previewHost } = await import("$lib/host/preview");
	return previewHost(new URLSearchParams(location.search));
}

/** Takes the place of whatever is drawn, within one frame. */
export async function openPage(): Promise<void> {
	const drawn = document.getElementById("app");
	if (!drawn) throw new Error("index.html has no #app");
	const host = await findHost();
	speak(host.boot.language);
	const app = createApp(host);
	const path = new URLSearchParams(location.search).get("path");
	if (import.meta.env.MODE !== "production" && path) app.router.open(`/${path}`);
	app.session.start();
	const target = document.createElement("div");
	target.id = drawn.id;
	mount(App, { target, props: { app } });
	drawn.replaceWith(target);
	// Its elements would take up memory until the garbage is next collected.
	drawn.replaceChildren();
	drawAhead(app.session, host);
}
