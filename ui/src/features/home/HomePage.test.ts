import { waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test, vi } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { adasPersonalAccount } from "$lib/host/sample";
import { sampleHome } from "$lib/host/sample-home";
import { scenarios } from "$lib/host/scenarios";
import type { App } from "$lib/state/app";
import { has, hook, renderApp } from "../../../tests/render-app";

const start = (scenario = "home", prepare: (host: FakeHost) => void = () => undefined) =>
	renderApp((host) => {
		scenarios[scenario]?.(host);
		prepare(host);
	}, null);

async function open(scenario = "home", prepare?: (host: FakeHost) => void) {
	const rendered = await start(scenario, prepare);
	await waitFor(() => hook("home-cards"));
	return rendered;
}

/** The texts in an element, one after the other. */
function textIn(element: Node): string {
	if (element.nodeType === Node.TEXT_NODE) return element.nodeValue ?? "";
	return [...element.childNodes].map(textIn).join(" ");
}

const rows = (name: string) =>
	[...document.querySelectorAll(`[data-test="${name}"]`)].map((row) =>
		textIn(row).replaceAll(/\s+/g, " ").trim(),
	);

function profileOf({ session }: App) {
	if (session.screen.kind !== "signed_in") throw new Error("nobody is signed in");
	return session.screen.profile;
}

/** A minute goes by before `then`. */
function aMinuteLater(then: () => void): void {
	vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
	then();
	vi.useRealTimers();
}

/** Nothing but a number of devices. */
const onlyDevices = (total: number) => ({
	devices: { total, active: 0, latest: [] },
	deployments: null,
	credits: null,
	exports: null,
});

test("says what goes on in the organization in view", async () => {
	await open();
	expect(hook("home-title").textContent).toBe("ACME Robotics");
	expect(hook("home-devices").textContent).toContain("11 of 14 active in the last 24 hours");
	expect(rows("home-device")).toEqual([
		"Line 4 gateway Hall B, Rotterdam line-4 gateway moments ago",
		"Palletizer 2 Hall B, Rotterdam line-4 3 minutes ago",
		"Oven 1 Hall A, Rotterdam ovens hot line-1 2 more 48 minutes ago",
		"Cold store sensor Osaka 5 hours ago",
		"Spare reader No data yet",
	]);
	expect(rows("home-deployment").slice(0, 3)).toEqual([
		"Pallet counter On Palletizer 2 · version 14 · by Grace Hopper 42 minutes ago",
		"Label reader On Line 4 gateway · version 7 · by Katherine Johnson 4 hours ago",
		"Door watch On Cold store sensor · version 3 yesterday",
	]);
	expect(hook("home-balance").textContent).toBe("12,480.5");
	expect(rows("home-export").map((row) => row.replace(/^.*2026 /, ""))).toEqual([
		"In Progress 2 minutes ago",
		"Ready 3 hours ago",
		"Timed Out yesterday",
		"Expired 20 days ago",
		"Failed 41 days ago",
	]);
});

test.each([
	["devices", "home-devices"],
	["deployments", "home-deployments"],
	["credits", "home-credits"],
	["exports", "home-exports"],
] as const)("%s that the portal leaves out are absent", async (part, card) => {
	await open("home", (host) => (host.homeAnswer[part] = null));
	expect(has(card)).toBe(false);
	expect(document.querySelectorAll("main section")).toHaveLength(3);
});

test("a new organization says what will be where", async () => {
	await open("home-empty");
	expect(hook("home-devices-empty").textContent).toContain("once it is enrolled");
	expect(hook("home-deployments-empty").textContent).toContain("once it is deployed");
	expect(hook("home-exports-empty").textContent).toContain("raw data behind charts");
	expect(has("home-credits")).toBe(false);
});

test("whoever may only look at charts is led there", async () => {
	const { app, user } = await start("home-charts-only");
	await user.click(await waitFor(() => hook("home-open-charts")));
	expect(app.router.path).toBe("/charts");
});

test("what could not be loaded can be tried again", async () => {
	const { host, user } = await start("home", (host) => host.fail("home", "portal_failed"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_failed"));
	host.fail("home", null);
	await user.click(hook("retry-home"));
	await waitFor(() => hook("home-cards"));
});

test("offline says why there is nothing, and loads it once the portal is back", async () => {
	const { host, user } = await start("offline", (host) => host.fail("home", "portal_unreachable"));
	await waitFor(() => hook("home-unavailable"));
	expect(hook("home-unavailable").textContent).toContain("until the app is connected again");
	host.fail("refreshProfile", null);
	host.fail("home", null);
	await user.click(hook("retry"));
	await waitFor(() => hook("home-cards"));
});

test("offline keeps what was loaded, with its age", async () => {
	const { host, app } = await open();
	host.fail("refreshProfile", "portal_unreachable");
	await profileOf(app).refresh();
	await waitFor(() => expect(hook("home-age").textContent).toBe("As of moments ago"));
	expect(has("home-cards")).toBe(true);
});

test("it is loaded again when somebody looks after half a minute, not before", async () => {
	const { host } = await open();
	window.dispatchEvent(new Event("focus"));
	await tick();
	expect(host.callsOf("home")).toHaveLength(1);
	host.homeAnswer = onlyDevices(77);
	host.homeAnswer.exports = [];
	aMinuteLater(() => window.dispatchEvent(new Event("focus")));
	await waitFor(() => expect(hook("home-devices").textContent).toContain("0 of 77"));
});

test("an export that ended is seen at once, and what else changes of exports soon", async () => {
	const { host } = await open();
	host.homeAnswer = onlyDevices(77);
	host.emitNews({ endedExports: 1 });
	await waitFor(() => expect(hook("home-devices").textContent).toContain("0 of 77"));
	const { id } = host.profile.organization;
	const asked = host.callsOf("home").length;
	host.emitExportsChanged("elsewhere");
	host.emitExportsChanged(id);
	host.emitExportsChanged(id);
	await waitFor(() => expect(host.callsOf("home")).toHaveLength(asked + 1));
});

test("what can't be loaded again is shown with its age and the reason", async () => {
	const { host, user } = await open();
	host.fail("home", "portal_failed");
	aMinuteLater(() => window.dispatchEvent(new Event("focus")));
	await waitFor(() => expect(hook("home-age").textContent).toContain("The portal reports a fault"));
	expect(has("home-cards")).toBe(true);
	host.fail("home", null);
	await user.click(hook("retry-home"));
	await waitFor(() => expect(has("home-age")).toBe(false));
});

test("coming back shows at once what was loaded", async () => {
	const { host, user } = await open();
	await user.click(hook("nav-account"));
	host.hold("home");
	await user.click(hook("nav-home"));
	await waitFor(() => expect(has("home-cards")).toBe(true));
	expect(document.activeElement).toBe(hook("home-title"));
	expect(host.callsOf("home")).toHaveLength(1);
});

test("a late reply about one organization is not shown in another", async () => {
	const { host, app } = await start("home", (host) => {
		host.homeAnswer = onlyDevices(77);
		host.hold("home");
	});
	await waitFor(() => expect(host.callsOf("home")).toHaveLength(1));
	host.homeAnswer = onlyDevices(5);
	await profileOf(app).change((to) => to.switchOrganization(adasPersonalAccount.id));
	await waitFor(() => expect(host.callsOf("home")).toHaveLength(2));
	host.release("home");
	await tick();
	await tick();
	expect(hook("home-title").textContent).toBe("Ada Lovelace");
	expect(has("home-cards")).toBe(false);
	host.releaseAll("home");
	await waitFor(() => expect(hook("home-devices").textContent).toContain("0 of 5"));
});

test("what one role showed is not shown under another", async () => {
	const { host, app } = await open();
	host.profile.organization.roles = ["chart_viewer_only"];
	host.homeAnswer = { ...sampleHome(new Date()), devices: null };
	host.hold("home");
	await profileOf(app).refresh();
	await tick();
	expect(has("home-cards")).toBe(false);
	host.releaseAll("home");
	await waitFor(() => hook("home-cards"));
	expect(has("home-devices")).toBe(false);
});
