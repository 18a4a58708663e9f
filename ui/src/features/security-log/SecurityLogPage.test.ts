import { waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { scenarios } from "$lib/host/scenarios";
import { has, hook, renderApp } from "../../../tests/render-app";

afterEach(() => {
	vi.unstubAllGlobals();
});

async function open(prepare: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios["profile"]?.(host);
		prepare(host);
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	await rendered.user.click(hook("open-security-log"));
	await waitFor(() => expect(hook("security-log-page").dataset["state"]).not.toBe("loading"));
	return rendered;
}

const events = () => [...document.querySelectorAll<HTMLElement>("[data-test=event]")];

test("says what happened, by whom and from where, page by page to the end", async () => {
	const { host, user } = await open();
	expect(events()).toHaveLength(4);
	expect(events()[1]?.textContent).toMatch(/Wrong password.*Someone who was not signed in.*203\.0\.113\.9/s);
	expect(events()[2]?.textContent).toMatch(/API key created.*Nightly import.*You/s);
	await user.click(hook("show-more"));
	await waitFor(() => expect(events()).toHaveLength(8));
	await user.click(hook("show-more"));
	await waitFor(() => expect(hook("log-end").textContent).toBe("That is all. Events are kept for 400 days."));
	expect(events()).toHaveLength(9);
	expect(host.callsOf("securityLog")).toEqual([
		[[], null],
		[[], "4"],
		[[], "8"],
	]);
});

test.each([
	[null, "That is all."],
	[1, "That is all. Events are kept for one day."],
])("the end says how far back the log goes: %j", async (keptForDays, said) => {
	await open((host) => {
		host.eventsPerPage = 100;
		host.eventsKeptForDays = keptForDays;
	});
	expect(hook("log-end").textContent).toBe(said);
});

test("scrolling to the end fetches by itself, once a page", async () => {
	const seen: IntersectionObserverCallback[] = [];
	vi.stubGlobal(
		"IntersectionObserver",
		class {
			constructor(callback: IntersectionObserverCallback) {
				seen.push(callback);
			}
			observe() {
				return undefined;
			}
			disconnect() {
				return undefined;
			}
		},
	);
	const { host } = await open();
	const comesIntoView = () =>
		seen.at(-1)?.([{ isIntersecting: true } as IntersectionObserverEntry], {} as IntersectionObserver);
	host.hold("securityLog");
	comesIntoView();
	comesIntoView();
	host.releaseAll("securityLog");
	await waitFor(() => expect(events()).toHaveLength(8));
	expect(host.callsOf("securityLog")).toHaveLength(2);
});

test("categories combine, and the late answer for an earlier choice is dropped", async () => {
	const { host, user } = await open();
	host.hold("securityLog");
	await user.click(hook("filter-mfa"));
	await user.click(hook("filter-password"));
	expect(hook("filter-all").getAttribute("aria-pressed")).toBe("false");
	host.release("securityLog");
	host.releaseAll("securityLog");
	await waitFor(() =>
		expect(events().map((event) => event.dataset["kind"])).toEqual(["mfa_enabled", "password_changed"]),
	);
	expect(host.callsOf("securityLog").at(-1)).toEqual([["mfa", "password"], null]);
	await user.click(hook("filter-all"));
	await waitFor(() => expect(events()).toHaveLength(4));
});

test("nothing of a kind, and nothing at all, are told apart", async () => {
	const { user } = await open((host) => (host.events = []));
	expect(has("log-empty")).toBe(true);
	await user.click(hook("filter-exports"));
	await waitFor(() => hook("log-filtered-empty"));
});

test("a page that could not be loaded leaves those before, and can be tried again", async () => {
	const { host, user } = await open();
	host.fail("securityLog", "portal_failed");
	await user.click(hook("show-more"));
	await waitFor(() => hook("retry-more"));
	expect(events()).toHaveLength(4);
	host.fail("securityLog", null);
	await user.click(hook("retry-more"));
	await waitFor(() => expect(events()).toHaveLength(8));
});

test("the log is saved as it is filtered, and it says where", async () => {
	const { host, user } = await open();
	await user.click(hook("filter-mfa"));
	await user.click(hook("save-log"));
	await waitFor(() =>
		expect(hook("save-log-outcome").textContent).toContain("/home/ada/Downloads/security-log.csv"),
	);
	expect(host.callsOf("saveSecurityLog")).toEqual([[["mfa"]]]);
});
