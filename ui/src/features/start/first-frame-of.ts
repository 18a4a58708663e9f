import { flushSync, mount, unmount } from "svelte";
import type { Boot } from "$lib/bindings/Boot";
import type { Host } from "$lib/host/host";
import { createApp } from "$lib/state/app";
import App from "../../App.svelte";

/** The elements that a start with `boot` draws first, as markup; made out of sight. */
export function firstFrameOf(boot: Boot): string {
	const target = document.createElement("div");
	const app = createApp(silentHost(boot), target);
	app.session.start();
	const page = mount(App, { target, props: { app } });
	flushSync();
	const markup = target.innerHTML;
	void unmount(page);
	return markup;
}

/** As the page finds the host until the first frame is drawn: nothing was answered yet. */
function silentHost(boot: Boot): Host {
	const never = () => new Promise<never>(() => undefined);
	return new Proxy({} as Host, { get: (_, name) => (name === "boot" ? boot : never) });
}
