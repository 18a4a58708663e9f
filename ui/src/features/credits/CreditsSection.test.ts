import { waitFor } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { creditedPurchase, samplePurchase } from "$lib/host/sample-purchases";
import { scenarios } from "$lib/host/scenarios";
import { has, hook, openScenario, renderApp } from "../../../tests/render-app";

async function open(change: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios["credits"]?.(host);
		change(host);
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	return rendered;
}

const shown = (name: string): string => hook(name).textContent.replace(/\s+/g, " ").trim();

test("there is no section without credits", async () => {
	const { host } = await openScenario("profile");
	expect(has("credits")).toBe(false);
	expect(host.callsOf("credits")).toEqual([]);
});

test("it says what is left, what is used in a month and how long that lasts", async () => {
	await open();
	await waitFor(() => expect(shown("credits-balance")).toBe("12,480.5"));
	expect(shown("credits-estimate")).toMatch(/^≈ [\d,.]+ a month · \d+ days left, until \d+ \w+ \d{4}$/);
	expect(document.querySelectorAll("[data-test=credit-transaction]")).toHaveLength(5);
});

test("days are those of the place where the person is", async () => {
	const { host } = await open();
	await waitFor(() => hook("credits-balance"));
	expect(host.callsOf("credits")).toEqual([[Intl.DateTimeFormat().resolvedOptions().timeZone]]);
});

test("the formula has the numbers that it was made with", async () => {
	await open((host) => {
		if (!host.creditsAnswer) return;
		host.creditsAnswer.balance = "10.005";
		host.creditsAnswer.usage = ["0.100", "0.200", "1.703"].map((credits, day) => ({
			date: `2026-11-0${day + 1}`,
			credits,
		}));
		host.creditsAnswer.estimate = {
			days: 3,
			daily: "0.668",
			monthly: "20.030",
			daysLeft: 14,
			runsOutOn: "2026-11-18",
		};
	});
	await waitFor(() => hook("credits-formula"));
	expect(shown("credits-estimate")).toBe("≈ 20.03 a month · 14 days left, until 18 November 2026");
	expect(shown("credits-formula")).toContain(
		"2.003 credits were used in the last 3 whole days. That divided by 3 and multiplied by 30 is 20.03 a month.",
	);
	expect(shown("credits-formula")).toContain("10.005 credits divided by 0.668 a day last 14 whole days.");
});

test("what a pack would add in days is told once somebody asks", async () => {
	const { host, user } = await open((host) => {
		if (host.creditsAnswer?.estimate) host.creditsAnswer.estimate.daily = "130.500";
	});
	await waitFor(() => hook("what-if"));
	expect(host.callsOf("creditOffers")).toEqual([]);
	host.fail("creditOffers", "portal_failed");
	await user.click(hook("open-what-if"));
	host.fail("creditOffers", null);
	await user.click(await waitFor(() => hook("retry-what-if")));
	await waitFor(() => expect(shown("what-if-days")).toBe("Lasts about 7 days more"));
	await user.selectOptions(hook("what-if-pack"), "20,000 credits for €250.00");
	expect(shown("what-if-days")).toBe("Lasts about 153 days more");
});

test("without any usage nobody can tell what a pack would add", async () => {
	await open((host) => {
		if (host.creditsAnswer?.estimate) host.creditsAnswer.estimate.daily = "0.000";
	});
	await waitFor(() => hook("credits-estimate"));
	expect(has("what-if")).toBe(false);
});

test("a transaction says what it was, who did it and what was left", async () => {
	await open();
	await waitFor(() => hook("credits-balance"));
	const rows = [...document.querySelectorAll<HTMLElement>("[data-test=credit-transaction]")];
	const purchase = rows[2]?.textContent.replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ");
	expect(purchase).toContain("5,000 credits");
	expect(purchase).toContain("Purchase by Grace Hopper PO-2026-118 yesterday");
	expect(purchase).toContain("+5,000");
	expect(purchase).toContain("Balance 12,651.755");
	expect(rows[0]?.textContent).toContain("-41.25");
});

test("usage is there as a table too, exact to the last digit", async () => {
	const { user } = await open();
	await user.click(await waitFor(() => hook("credits-as-table")));
	const cells = await waitFor(() => [...hook("readings").querySelectorAll("td")]);
	expect(cells).toHaveLength(30);
	expect(cells[0]?.textContent).toMatch(/^[\d.]+ credits$/);
	await user.click(hook("credits-as-table"));
	expect(has("readings")).toBe(false);
});

test("who may not buy is told whom to ask", async () => {
	await open((host) => {
		if (!host.creditsAnswer) return;
		host.creditsAnswer.canBuy = false;
		host.creditsAnswer.buyers = ["Grace Hopper", "Ada Lovelace"];
	});
	await waitFor(() => hook("credits-buyers"));
	expect(shown("credits-buyers").replace(/[\u2068\u2069]/g, "")).toBe(
		"To add credits, ask Grace Hopper or Ada Lovelace.",
	);
});

test("a plan that changes while it is open takes the section away", async () => {
	const { host } = await open((host) => (host.creditsAnswer = null));
	await waitFor(() => expect(has("credits")).toBe(false));
	await waitFor(() => expect(host.callsOf("refreshProfile").length).toBeGreaterThan(1));
});

test("what could not be looked at again says how old it is and why", async () => {
	const { host } = await open();
	await waitFor(() => hook("credits-balance"));
	expect(has("credits-stale")).toBe(false);
	host.fail("credits", "portal_failed");
	// As if a minute had gone by.
	vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
	window.dispatchEvent(new Event("focus"));
	vi.useRealTimers();
	await waitFor(() => expect(shown("credits-stale")).toMatch(/^As of .+\. /));
	expect(shown("credits-balance")).toBe("12,480.5");
	host.fail("credits", null);
	window.dispatchEvent(new Event("focus"));
	await waitFor(() => expect(has("credits-stale")).toBe(false));
});

test("an answer that finds no session while the person signs out does not say how they left", async () => {
	const { app, host } = await open((host) => {
		host.fail("credits", "not_signed_in");
		host.hold("credits");
		host.hold("signOut");
	});
	const leaving = app.session.signOut();
	host.releaseAll("credits");
	await waitFor(() => hook("retry-credits"));
	expect(app.session.screen.kind).toBe("signed_in");
	host.releaseAll("signOut");
	await leaving;
	const { screen } = app.session;
	expect(screen.kind === "sign_in" && screen.reason?.kind).toBe("signed_out");
});

test("what could not be loaded is asked for again", async () => {
	const { host, user } = await open((host) => host.fail("credits", "portal_failed"));
	const retry = await waitFor(() => hook("retry-credits"));
	host.fail("credits", null);
	await user.click(retry);
	await waitFor(() => hook("credits-balance"));
});

test("whoever keeps looking sees what came of an open payment, and what others did", async () => {
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
	const { host } = await open((host) => (host.purchases = [samplePurchase(new Date())]));
	await waitFor(() => hook("open-payment"));
	if (host.creditsAnswer) host.creditsAnswer.balance = "17480.500";
	host.becomes("purchase-1", creditedPurchase(new Date(), { id: "purchase-1" }));
	vi.advanceTimersByTime(10_000);
	await waitFor(() => expect(shown("credits-balance")).toBe("17,480.5"));
	expect(has("open-payment")).toBe(false);
	const asked = host.callsOf("openCreditPurchases").length;
	vi.advanceTimersByTime(30_000);
	expect(host.callsOf("openCreditPurchases")).toHaveLength(asked);

	if (host.creditsAnswer) host.creditsAnswer.balance = "17000.000";
	vi.setSystemTime(Date.now() + 60_000);
	vi.advanceTimersByTime(60_000);
	await waitFor(() => expect(shown("credits-balance")).toBe("17,000"));
	vi.useRealTimers();
});

test("credits that changed elsewhere are shown at once", async () => {
	const { host } = await open();
	await waitFor(() => hook("credits-balance"));
	if (host.creditsAnswer) host.creditsAnswer.balance = "987.500";
	host.emitNews({ credits: 1 });
	await waitFor(() => expect(shown("credits-balance")).toBe("987.5"));
});

test("what was on its way when credits changed is asked for again", async () => {
	const { host } = await open();
	await waitFor(() => hook("credits-balance"));
	host.hold("credits");
	host.emitNews({ credits: 1 });
	if (host.creditsAnswer) host.creditsAnswer = { ...host.creditsAnswer, balance: "987.500" };
	host.emitNews({ credits: 2 });
	host.releaseAll("credits");
	await waitFor(() => expect(shown("credits-balance")).toBe("987.5"));
	expect(host.callsOf("credits")).toHaveLength(3);
});
