import { waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { password } from "$lib/host/sample";
import { borealis } from "$lib/host/sample-organizations";
import { sampleNotifications } from "$lib/host/sample-notifications";
import { scenarios } from "$lib/host/scenarios";
import { button, has, hook, input, renderApp } from "../../../tests/render-app";

async function open(change: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios["home"]?.(host);
		host.told = sampleNotifications(host.now());
		change(host);
	}, null);
	await waitFor(() => expect(hook("home-page").dataset["state"]).toBe("ready"));
	return rendered;
}

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-test=notification]")];
const titles = () => rows().map((row) => row.querySelector(".title span")?.textContent);
const fresh = () => rows().filter((row) => row.dataset["new"] !== undefined);
const bell = () => hook("nav-notifications").getAttribute("aria-label");

async function openPage(user: { click: (element: Element) => Promise<void> }): Promise<void> {
	await user.click(hook("nav-notifications"));
	await waitFor(() => expect(hook("notifications-page").dataset["state"]).toBe("ready"));
}

const pressIn = (row: HTMLElement | undefined, test: string): HTMLElement => {
	const found = row?.querySelector<HTMLElement>(`[data-test=${test}]`);
	if (!found) throw new Error(`nothing to press: ${test}`);
	return found;
};

test("the bell counts what was not seen, until it is", async () => {
	const { host, user } = await open();
	await waitFor(() => expect(bell()).toBe("Notifications, 2 unread"));
	expect(hook("unread-notifications").textContent.trim()).toBe("2");
	await openPage(user);
	await waitFor(() => expect(bell()).toBe("Notifications"));
	expect(has("unread-notifications")).toBe(false);
	expect(host.callsOf("readNotifications")).toEqual([[4, 5, 50]]);
	expect(fresh()).toHaveLength(2);
	await user.click(hook("nav-home"));
	await openPage(user);
	expect(fresh()).toHaveLength(0);
});

test("what comes while somebody looks is there at once, and seen", async () => {
	const { host, user } = await open();
	await openPage(user);
	const [latest] = host.told;
	if (!latest) throw new Error("there is one");
	host.told = [{ ...latest, id: 6, title: "Workflow deployed", isRead: false }, ...host.told];
	host.emitNews({ notifications: 1 });
	await waitFor(() => expect(titles()[0]).toBe("Workflow deployed"));
	await waitFor(() => expect(host.callsOf("readNotifications")).toContainEqual([6, 6, 50]));
	expect(has("unread-notifications")).toBe(false);
});

test("each leads to what it is about, unless that is gone", async () => {
	const { app, user } = await open(({ profile }) => (profile.organization.exportsCharts = true));
	await openPage(user);
	expect(rows().map((row) => row.querySelector("[data-test=open-notification]") !== null)).toEqual([
		true,
		true,
		false,
		true,
		true,
	]);
	await user.click(pressIn(rows()[0], "open-notification"));
	expect(app.router.path).toBe("/exports");
	await openPage(user);
	await user.click(pressIn(rows()[4], "open-notification"));
	expect(app.router.path).toBe("/profile/sessions");
});

test("what is about another organization brings that into view first", async () => {
	const { app, host, user } = await open(({ told: [first] }) => {
		if (first) Object.assign(first, { place: "charts", organization: borealis.id });
	});
	await openPage(user);
	await user.click(pressIn(rows()[0], "open-notification"));
	await waitFor(() => expect(has("charts-page")).toBe(true));
	expect(host.callsOf("switchOrganization")).toEqual([[borealis.id]]);
	expect(app.router.path).toBe("/charts");
});

test("an organization that is gone opens Home, which says so", async () => {
	const { user } = await open(({ told: [first] }) => {
		if (first) first.organization = "org_gone";
	});
	await openPage(user);
	await user.click(pressIn(rows()[0], "open-notification"));
	await waitFor(() => expect(hook("banner").dataset["kind"]).toBe("unknown_organization"));
});

test("the person alone removes them, one or all", async () => {
	const { host, user } = await open();
	await openPage(user);
	await user.click(pressIn(rows()[1], "remove-notification"));
	await waitFor(() => expect(rows()).toHaveLength(4));
	await waitFor(() => expect(document.activeElement).toBe(pressIn(rows()[1], "remove-notification")));
	expect(hook("announcer").textContent).toContain("Removed: Fewer than 1,000 credits left");
	expect(host.callsOf("removeNotification")).toEqual([[4, 50]]);
	await user.click(hook("clear-notifications"));
	await waitFor(() => expect(has("notifications-empty")).toBe(true));
	expect(host.callsOf("clearNotifications")).toEqual([[5, 50]]);
	expect(button("clear-notifications").disabled).toBe(true);
	expect(hook("announcer").textContent).toContain("cleared");
	await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
});

test("one that can't be removed stays, and the page says why", async () => {
	const { host, user } = await open();
	await openPage(user);
	host.fail("removeNotification", "portal_failed");
	await user.click(pressIn(rows()[1], "remove-notification"));
	await waitFor(() => expect(has("error")).toBe(true));
	expect(rows()).toHaveLength(5);
});

test("older ones are shown when they are asked for", async () => {
	const { user } = await open((host) => {
		const [first] = host.told;
		if (first) host.told = Array.from({ length: 120 }, (_, back) => ({ ...first, id: 120 - back }));
	});
	await waitFor(() => expect(hook("unread-notifications").textContent.trim()).toBe("99+"));
	await openPage(user);
	expect(rows()).toHaveLength(50);
	await waitFor(() => expect(hook("unread-notifications").textContent.trim()).toBe("70"));
	await user.click(hook("older-notifications"));
	await waitFor(() => expect(rows()).toHaveLength(100));
	await waitFor(() => expect(document.activeElement).toBe(pressIn(rows()[50], "remove-notification")));
	await user.click(hook("older-notifications"));
	await waitFor(() => expect(rows()).toHaveLength(120));
	expect(has("older-notifications")).toBe(false);
	await waitFor(() => expect(has("unread-notifications")).toBe(false));
	expect(fresh()).toHaveLength(120);
});

test("a double click removes one alone", async () => {
	const { host, user } = await open();
	await openPage(user);
	await user.dblClick(pressIn(rows()[1], "remove-notification"));
	await waitFor(() => expect(rows()).toHaveLength(4));
	expect(host.callsOf("removeNotification")).toHaveLength(1);
});

test("an earlier answer never takes the place of a later one", async () => {
	const { host, user } = await open();
	await openPage(user);
	host.hold("notifications");
	host.emitNews({ notifications: 1 });
	await user.click(pressIn(rows()[1], "remove-notification"));
	host.releaseAll("notifications");
	await waitFor(() => expect(rows()).toHaveLength(4));
	await tick();
	expect(titles()).not.toContain("Fewer than 1,000 credits left");
});

test("nobody sees what another person was told", async () => {
	const { host, app, user } = await open();
	await waitFor(() => expect(has("unread-notifications")).toBe(true));
	host.hold("notifications");
	app.router.open("/profile");
	await waitFor(() => hook("log-out"));
	await user.click(hook("log-out"));
	await waitFor(() => hook("log-out-dialog"));
	await user.click(hook("confirm-log-out"));
	await waitFor(() => expect(has("sign-in-page")).toBe(true));
	expect(app.notifications.unread).toBe(0);
	host.told = [];
	await user.type(input("password"), `${password}{Enter}`);
	await waitFor(() => expect(has("profile-page") || has("home-page")).toBe(true));
	host.releaseAll("notifications");
	await tick();
	expect(has("unread-notifications")).toBe(false);
});
