import { waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { adasPersonalAccount } from "$lib/host/sample";
import { pinnedWorkspace } from "$lib/host/sample-home";
import { scenarios } from "$lib/host/scenarios";
import type { App } from "$lib/state/app";
import { button, has, hook, renderApp } from "../../../tests/render-app";

async function open(scenario = "home", prepare: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios[scenario]?.(host);
		prepare(host);
	}, null);
	await waitFor(() => expect(["ready", "offline"]).toContain(hook("home-page").dataset["state"]));
	return rendered;
}

function profileOf({ session }: App) {
	if (session.screen.kind !== "signed_in") throw new Error("nobody is signed in");
	return session.screen.profile;
}

const pressed = () => hook("pin-page").getAttribute("aria-pressed");
const said = () => hook("announcer").textContent;

test("it leads to the pages that the portal names, in its order", async () => {
	await open();
	const links = [...document.querySelectorAll("nav li button")].map((link) => link.textContent);
	expect(links).toEqual(["Home", "Charts", "Members"]);
	expect(hook("nav-home").getAttribute("aria-current")).toBe("page");
	expect(hook("nav-charts").hasAttribute("aria-current")).toBe(false);
});

test("a page that the portal does not name is not there", async () => {
	await open("home-charts-only");
	expect(has("nav-charts")).toBe(true);
	expect(has("nav-members")).toBe(false);
});

test("the organization in view is named on every page, and leads to the others", async () => {
	const { app, user } = await open();
	const named = () => hook("nav-organization").textContent.replace(/\s+/g, " ").trim();
	for (const path of ["/charts", "/profile/sessions", "/organization"] as const) {
		app.router.open(path);
		await waitFor(() => expect(app.router.path).toBe(path));
		expect(named()).toContain("ACME Robotics");
	}
	expect(hook("nav-organization").title).toBe("Switch organization (Ctrl+K)");
	await user.click(hook("nav-organization"));
	await waitFor(() => hook("organization-palette"));
	await user.keyboard("{Escape}");
	await waitFor(() => expect(document.activeElement).toBe(hook("nav-organization")));
});

test("all of it is reached by keyboard alone", async () => {
	const { app, user } = await open();
	for (const stop of [
		"nav-organization",
		"nav-home",
		"nav-charts",
		"nav-members",
		"pin-page",
		"nav-notifications",
		"nav-account",
	]) {
		await user.tab();
		expect(document.activeElement).toBe(hook(stop));
	}
	await user.keyboard("{Enter}");
	expect(app.router.path).toBe("/profile");
	await user.tab({ shift: true });
	await user.tab({ shift: true });
	await user.keyboard(" ");
	await waitFor(() => expect(said()).toBe("Profile opens first from now on."));
	await user.tab({ shift: true });
	await user.tab({ shift: true });
	await user.tab({ shift: true });
	await user.keyboard("{Enter}");
	await waitFor(() => expect(document.activeElement).toBe(hook("home-title")));
});

test("the pin shows at once, and is said once it is saved", async () => {
	const { host, user } = await open();
	host.hold("pinPage");
	await user.click(hook("pin-page"));
	expect(pressed()).toBe("true");
	expect(hook("pin-page").getAttribute("aria-busy")).toBe("true");
	await user.click(hook("pin-page"));
	expect(host.callsOf("pinPage")).toEqual([["home", null]]);
	host.releaseAll("pinPage");
	await waitFor(() => expect(said()).toBe("Home opens first from now on."));
	expect(hook("pin-page").hasAttribute("aria-busy")).toBe(false);
	expect(pressed()).toBe("true");
});

test("pressed again, the page is no longer pinned", async () => {
	const { host, user } = await open();
	await user.click(hook("pin-page"));
	await waitFor(() => expect(said()).not.toBe(""));
	await user.click(hook("pin-page"));
	await waitFor(() => expect(said()).toBe("Home opens first again."));
	expect(pressed()).toBe("false");
	expect(host.callsOf("unpinPage")).toEqual([["home"]]);
});

test("what another client pinned meanwhile stays, and is named", async () => {
	const { host, user } = await open();
	await user.click(hook("pin-page"));
	await waitFor(() => expect(said()).not.toBe(""));
	host.profile.pinnedPage = pinnedWorkspace;
	await user.click(hook("pin-page"));
	await waitFor(() =>
		expect(hook("pin-trouble").textContent).toContain(
			"Charts › Line 4 throughput was pinned somewhere else meanwhile, so nothing was changed.",
		),
	);
	expect(host.profile.pinnedPage).toEqual(pinnedWorkspace);
	expect(pressed()).toBe("false");
	await user.click(hook("close-pin-trouble"));
	await user.click(hook("pin-page"));
	await waitFor(() => expect(pressed()).toBe("true"));
	expect(has("pin-trouble")).toBe(false);
	expect(host.profile.pinnedPage.page).toBe("home");
});

test("a pinned workspace that is gone is not the list of workspaces", async () => {
	const { app, host, user } = await open("pin-gone");
	app.router.open("/charts");
	await tick();
	expect(pressed()).toBe("false");
	await user.click(hook("pin-page"));
	await waitFor(() => expect(pressed()).toBe("true"));
	expect(host.callsOf("pinPage")).toEqual([["charts", null]]);
});

test("a workspace of the charts is pinned as such", async () => {
	const { host, app, user } = await open();
	host.workspaces = [{ id: "wsp_1", name: "Line 4", private: false, starred: false, charts: [] }];
	app.router.open("/charts/wsp_1");
	await user.click(await waitFor(() => hook("pin-page")));
	expect(host.callsOf("pinPage")).toEqual([["charts", "wsp_1"]]);
	await waitFor(() => expect(said()).toBe("Charts › Line 4 opens first from now on."));
	expect(pressed()).toBe("true");
	app.router.open("/charts");
	await tick();
	expect(pressed()).toBe("false");
});

test("a pin that can't be saved goes back and says why", async () => {
	const { host, user } = await open("home", (host) => host.fail("pinPage", "portal_failed"));
	await user.click(hook("pin-page"));
	await waitFor(() => expect(hook("pin-trouble").textContent).toContain("Home was not pinned."));
	expect(hook("error").getAttribute("role")).toBe("alert");
	expect(pressed()).toBe("false");
	await user.keyboard("{Escape}");
	expect(has("pin-trouble")).toBe(false);
	expect(host.profile.pinnedPage).toBeNull();
});

test("a pin whose answer was lost is as the portal says in the end", async () => {
	const { host, user } = await open("home", (host) => host.lose("pinPage", "portal_failed"));
	await user.click(hook("pin-page"));
	await waitFor(() => expect(hook("pin-page").hasAttribute("aria-busy")).toBe(false));
	expect(host.callsOf("pinPage")).toHaveLength(1);
	await waitFor(() => expect(pressed()).toBe("true"));
	expect(has("pin-trouble")).toBe(false);
});

test("what went wrong goes with the page, and its button gives the focus back", async () => {
	const { app, user } = await open("home", (host) => host.fail("pinPage", "portal_failed"));
	await user.click(hook("pin-page"));
	await user.click(await waitFor(() => hook("close-pin-trouble")));
	expect(document.activeElement).toBe(hook("pin-page"));
	await user.click(hook("pin-page"));
	await waitFor(() => hook("pin-trouble"));
	app.router.open("/profile");
	await waitFor(() => expect(has("pin-trouble")).toBe(false));
});

test("a page that is gone is not pinned, and the pages are looked up", async () => {
	const { host, user } = await open("home", (host) => (host.pinAnswer = { kind: "unavailable" }));
	const looked = host.callsOf("refreshProfile").length;
	await user.click(hook("pin-page"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("unavailable"));
	expect(host.callsOf("refreshProfile").length).toBeGreaterThan(looked);
	expect(pressed()).toBe("false");
});

test("what went wrong in one organization is not told in the next", async () => {
	const { host, app, user } = await open("home", (host) => host.fail("pinPage", "portal_failed"));
	await user.click(hook("pin-page"));
	await waitFor(() => hook("pin-trouble"));
	await profileOf(app).change((to) => to.switchOrganization(adasPersonalAccount.id));
	await tick();
	expect(has("pin-trouble")).toBe(false);
	expect(host.callsOf("pinPage")).toHaveLength(1);
});

test("a page that another page leads to can't be pinned", async () => {
	const { app } = await open();
	app.router.open("/profile/sessions");
	await waitFor(() => expect(has("pin-page")).toBe(false));
	expect(hook("nav-account").hasAttribute("aria-current")).toBe(false);
});

test("offline the pin is disabled with the reason", async () => {
	await open("offline");
	expect(button("pin-page").disabled).toBe(true);
	expect(hook("pin-page").title).toBe("Not available until the app is connected again.");
});
