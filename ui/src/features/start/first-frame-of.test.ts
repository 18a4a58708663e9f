import { flushSync, mount, unmount } from "svelte";
import { expect, test } from "vitest";
import type { Boot } from "$lib/bindings/Boot";
import type { Page } from "$lib/bindings/Page";
import { FakeHost } from "$lib/host/fake";
import { remotePortal } from "$lib/host/sample";
import { createApp } from "$lib/state/app";
import App from "../../App.svelte";
import { firstFrameOf } from "./first-frame-of";

function remembered(host: FakeHost): Boot {
	const stage = { kind: "signed_in" as const, portal: remotePortal, snapshot: host.snapshot() };
	return { ...host.boot, theme: "dark", start: { stage, knownPortals: [], notices: [] } };
}

/** Ids are counted up while components are made, whichever page they are for. */
const withoutIds = (markup: string): string => markup.replaceAll(/"c\d+/g, '"');

test.each<Page | null>([null, "home", "charts", "members", "profile"])(
	"it is what the start draws itself, with %s pinned",
	(page) => {
		const host = new FakeHost();
		if (page)
			host.profile.pinnedPage = { id: page, page, workspace: null, workspaceName: null, broken: null };
		host.profile.preferences.toastNotifications = false;
		host.boot = remembered(host);
		host.hold("refreshProfile");
		const markup = firstFrameOf(host.boot);

		const target = document.createElement("div");
		const app = createApp(host);
		app.session.start();
		const drawn = mount(App, { target, props: { app } });
		flushSync();
		expect(withoutIds(markup)).toBe(withoutIds(target.innerHTML));
		expect(markup).toContain(host.profile.account.displayName);
		// The content security policy stops styles in markup.
		expect(markup).not.toContain("style=");
		// What a script sets on a field is not in the markup.
		expect(markup).not.toContain("<input");
		void unmount(drawn);
	},
);

test("drawing it leaves the page alone", () => {
	document.documentElement.dataset.theme = "light";
	const title = document.title;
	firstFrameOf(remembered(new FakeHost()));
	expect(document.documentElement.dataset.theme).toBe("light");
	expect(document.title).toBe(title);
	expect(document.body.textContent).toBe("");
});

test("text stays text", () => {
	const host = new FakeHost();
	host.profile.account.displayName = "<img src=x onerror=alert(1)>";
	const template = document.createElement("template");
	template.innerHTML = firstFrameOf(remembered(host));
	expect(template.content.querySelector("[onerror]")).toBeNull();
	expect(template.content.textContent).toContain(host.profile.account.displayName);
});
