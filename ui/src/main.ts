import { mount } from "svelte";
import type { Host } from "$lib/host/host";
import { tauriHost } from "$lib/host/tauri";
import { createApp } from "$lib/state/app";
import App from "./App.svelte";
import "./styles/tokens.css";
import "./styles/base.css";

/** The installed app; in a browser, for work on the page itself, a host with sample data. */
async function findHost(): Promise<Host> {
	if (import.meta.env.MODE === "production") return tauriHost();
	const { previewHost } = await import("$lib/host/preview");
	return previewHost(new URLSearchParams(location.search));
}

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");

const app = createApp(await findHost());
app.session.start();
mount(App, { target, props: { app } });
