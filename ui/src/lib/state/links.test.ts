import { screen, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test } from "vitest";
import type { AskedPortal } from "$lib/bindings/AskedPortal";
import type { Link } from "$lib/bindings/Link";
import type { PressedNotification } from "$lib/bindings/PressedNotification";
import type { FakeHost } from "$lib/host/fake";
import { adasPersonalAccount, password, remotePortal } from "$lib/host/sample";
import { scenarios } from "$lib/host/scenarios";
import { has, hook, input, renderApp } from "../../../tests/render-app";

/** Starts with a link, or without one, where nobody chooses a page and every page is the person's. */
const start = (scenario: string, link: Link | null, change?: (host: FakeHost) => void) =>
	renderApp((host) => {
		scenarios[scenario]?.(host);
		host.boot.link = link;
		host.profile.organization.seesCredits = true;
		host.profile.organization.exportsCharts = true;
		change?.(host);
	}, null);

const isOpen = (page: string) => waitFor(() => expect(has(page)).toBe(true));

test.each<[Link["kind"], string]>([
	["home", "home-page"],
	["charts", "charts-page"],
	["members", "members-page"],
	["profile", "profile-page"],
	["exports", "exports-page"],
	["transactions", "credit-history-page"],
])("a start with a link to %s opens it", async (kind, page) => {
	const { app } = await start("home", { kind } as Link);
	await isOpen(page);
	const { screen: shown } = app.session;
	await waitFor(() => expect(shown.kind === "signed_in" && shown.profile.freshness).toBe("ready"));
	expect(has(page)).toBe(true);
	expect(has("banner")).toBe(false);
});

test("a link opens its page in a window that is open, and takes precedence over the pin", async () => {
	const { host, app } = await start("pinned-charts", null);
	await waitFor(() => expect(app.router.path).not.toBe("/"));
	host.openLink({ kind: "exports" });
	await isOpen("exports-page");
	host.openLink({ kind: "profile" });
	await isOpen("profile-page");
});

test("what is not for this person opens Home, which says why", async () => {
	await start("home", { kind: "exports" }, ({ profile }) => (profile.organization.exportsCharts = false));
	await isOpen("home-page");
	await waitFor(() => expect(hook("banner").dataset["kind"]).toBe("no_exports"));
});

test("before anybody is signed in a link waits", async () => {
	const { host, user } = await start("sign-in", null);
	await isOpen("sign-in-page");
	host.openLink({ kind: "members" });
	await tick();
	expect(has("sign-in-page")).toBe(true);
	await user.type(input("password"), `${password}{Enter}`);
	await isOpen("members-page");
	host.openLink({ kind: "home" });
	await isOpen("home-page");
});

test("an unknown link opens Home and says so", async () => {
	const { host, app } = await start("profile", { kind: "profile" });
	await isOpen("profile-page");
	host.openLink({ kind: "unknown", text: "portal-profile://settings" });
	await isOpen("home-page");
	expect(hook("banner").textContent).toContain("portal-profile://settings");
	app.router.open("/profile");
	await tick();
	expect(has("banner")).toBe(false);
});

test("a link to an organization brings it into view", async () => {
	const { host, app } = await start("home", null);
	await isOpen("home-page");
	app.router.open("/profile");
	host.openLink({ kind: "organization", id: adasPersonalAccount.id });
	await isOpen("home-page");
	expect(host.callsOf("switchOrganization")).toEqual([[adasPersonalAccount.id]]);
	await waitFor(() => expect(has("switcher")).toBe(false));
});

test("a link to the organization in view opens its Home", async () => {
	const { host, app } = await start("home", { kind: "profile" });
	await isOpen("profile-page");
	host.openLink({ kind: "organization", id: host.profile.organization.id });
	await isOpen("home-page");
	expect(app.router.path).toBe("/");
	expect(host.callsOf("switchOrganization")).toEqual([]);
});

test("a link to somebody else's organization opens Home and says so", async () => {
	const { host } = await start("profile", { kind: "profile" });
	await isOpen("profile-page");
	host.openLink({ kind: "organization", id: "org_gone" });
	await isOpen("home-page");
	await waitFor(() => expect(hook("banner").dataset["kind"]).toBe("unknown_organization"));
});

test("what is typed is lost only if the person agrees", async () => {
	const { host, app } = await start("profile", { kind: "profile" });
	await isOpen("profile-page");
	const stop = app.router.unsaved.watch(() => true);
	host.openLink({ kind: "exports" });
	await tick();
	expect(app.router.unsaved.asked).toBe(true);
	expect(has("profile-page")).toBe(true);
	app.router.unsaved.giveUp();
	await isOpen("exports-page");
	stop();
});

test("of two links that wait the last one counts", async () => {
	const { host, user } = await start("sign-in", { kind: "members" });
	await isOpen("sign-in-page");
	host.openLink({ kind: "profile" });
	await user.type(input("password"), `${password}{Enter}`);
	await isOpen("profile-page");
});

test("a place at another portal is not looked for at this one", async () => {
	const { host } = await start("profile", { kind: "profile" });
	await isOpen("profile-page");
	host.requestPortal("https://elsewhere.example", undefined, { kind: "exports" });
	await screen.findByText(/stay signed in here/);
	expect(has("profile-page")).toBe(true);
});

test.each<AskedPortal>([
	{ address: "elsewhere.example", target: { kind: "portal", id: "https://elsewhere.example" } },
	{ address: "non sense", target: { kind: "no_address", code: "address_invalid" } },
])("a place at a portal that nobody goes to is not looked for at another ($address)", async (portal) => {
	const { host, user } = await start("sign-in", { kind: "members" }, ({ boot }) => (boot.portal = portal));
	await isOpen("sign-in-page");
	await user.type(input("password"), `${password}{Enter}`);
	await isOpen("home-page");
	await tick();
	expect(has("home-page")).toBe(true);
	host.openLink({ kind: "profile" });
	await isOpen("profile-page");
});

test("a place at the portal that was asked for is opened there", async () => {
	await start("home", { kind: "members" }, ({ boot }) => {
		boot.portal = { address: remotePortal.address, target: { kind: "portal", id: remotePortal.id } };
	});
	await isOpen("members-page");
});

test("what a dialog shows is not lost to a link, which waits", async () => {
	const { host, user } = await start("profile", { kind: "profile" });
	await isOpen("profile-page");
	await waitFor(() => hook("log-out"));
	await user.click(hook("log-out"));
	await isOpen("log-out-dialog");
	host.openLink({ kind: "exports" });
	await tick();
	expect(has("log-out-dialog")).toBe(true);
	expect(has("profile-page")).toBe(true);
	await user.keyboard("{Escape}");
	await isOpen("exports-page");
});

/** Presses a notification that the person in view got. */
function press(host: FakeHost, change: Partial<PressedNotification>): void {
	const { account } = host.profile;
	const whose = { portal: remotePortal.id, account: account.id };
	host.pressNotification({ ...whose, place: "notifications", organization: null, ...change });
}

test.each<[PressedNotification["place"], string]>([
	["exports", "exports-page"],
	["sessions", "sessions-page"],
	["notifications", "notifications-page"],
])("a notification about %s leads there", async (place, page) => {
	const { host } = await start("home", null);
	await isOpen("home-page");
	press(host, { place });
	await isOpen(page);
});

test("a notification about another organization brings that into view", async () => {
	const { host } = await start("home", null);
	await isOpen("home-page");
	press(host, { place: "api_keys", organization: adasPersonalAccount.id });
	await isOpen("api-keys-page");
	expect(host.callsOf("switchOrganization")).toEqual([[adasPersonalAccount.id]]);
});

test("a notification about an organization that is gone opens Home, which says so", async () => {
	const { host, app } = await start("home", null);
	await isOpen("home-page");
	app.router.open("/profile");
	press(host, { place: "exports", organization: "gone" });
	await isOpen("home-page");
	await waitFor(() => expect(hook("banner").dataset["kind"]).toBe("unknown_organization"));
});

test("a notification of another account or portal leads nowhere", async () => {
	const { host, app } = await start("profile", { kind: "profile" });
	await isOpen("profile-page");
	for (const change of [{ account: "another" }, { portal: "https://another.example" }]) {
		press(host, { place: "exports", ...change });
		await tick();
		expect(app.router.path).toBe("/profile");
	}
});

test("a notification that was pressed after the session had ended leads there once the person is back", async () => {
	const { host, user } = await start("sign-in", null);
	await isOpen("sign-in-page");
	press(host, { place: "sessions" });
	await user.type(input("password"), `${password}{Enter}`);
	await isOpen("sessions-page");
});
