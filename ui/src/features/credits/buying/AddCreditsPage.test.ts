import { waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { scenarios } from "$lib/host/scenarios";
import { creditedPurchase, samplePurchase } from "$lib/host/sample-purchases";
import { has, hook, renderApp } from "../../../../tests/render-app";

async function open(change: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios["credits"]?.(host);
		change(host);
	});
	await rendered.user.click(await waitFor(() => hook("open-add-credits")));
	await waitFor(() => expect(hook("add-credits-page").dataset["state"]).toBe("ready"));
	return rendered;
}

const shown = (name: string): string =>
	hook(name).textContent.replace(/[⁨⁩]/g, "").replace(/\s+/g, " ").trim();
const packs = (): string[] =>
	[...document.querySelectorAll<HTMLElement>("[data-test=pack]")].map((pack) =>
		pack.textContent.replace(/\s+/g, " ").trim(),
	);

test("each pack says what it costs, what a credit costs and how many days it lasts", async () => {
	await open((host) => {
		if (host.creditsAnswer?.estimate) host.creditsAnswer.estimate.daily = "130.500";
	});
	expect(packs()).toEqual([
		"1,000 credits Lasts about 7 days more €15.00 €0.015 a credit",
		"5,000 credits Lasts about 38 days more €70.00 €0.014 a credit",
		"20,000 credits Lasts about 153 days more €250.00 €0.0125 a credit",
	]);
});

test("a pack is reviewed, paid in the browser, and waited for until the credits are there", async () => {
	const { host, user } = await open();
	await user.click(document.querySelectorAll("input[name=offer]")[1] as HTMLElement);
	await user.click(hook("review-purchase"));
	expect(shown("review")).toContain("To pay €70.00");
	await user.click(hook("pay"));
	await waitFor(() => expect(hook("purchase").dataset["state"]).toBe("pending"));
	expect(host.callsOf("beginCreditPurchase")).toEqual([
		[{ pack: "pack-5000", credits: null, price: "70.00", currency: "EUR" }],
	]);
	expect(has("sandbox-note")).toBe(true);
	host.becomes("purchase-2", creditedPurchase(new Date(), { id: "purchase-2" }));
	window.dispatchEvent(new Event("focus"));
	await waitFor(() => expect(shown("purchase")).toContain("5,000 credits added"));
	await user.click(hook("open-receipt"));
	await waitFor(() => expect(shown("receipt-dialog")).toContain("R-000012"));
});

test("an amount of one's own is priced by the portal", async () => {
	const { host, user } = await open();
	await user.click(document.querySelector("input[name=offer][value=own]") as HTMLElement);
	const field = document.querySelector("input[name=ownAmount]") as HTMLElement;
	for (const [typed, code] of [
		["", "not_a_number"],
		["0", "not_positive"],
		["-5", "not_positive"],
		["100.0001", "too_precise"],
		["99.999", "below_least"],
		["50001", "above_most"],
		["1000000000000000", "too_large"],
	] as const) {
		await user.clear(field);
		if (typed) await user.type(field, typed);
		await user.click(hook("review-purchase"));
		await waitFor(() => expect(hook("error").dataset["code"]).toBe(code));
	}
	expect(host.callsOf("creditPrice")).toEqual([]);
	await user.clear(field);
	await user.type(field, "1,500");
	await user.click(hook("review-purchase"));
	await waitFor(() => expect(shown("review")).toContain("€24.00"));
	await user.click(hook("pay"));
	await waitFor(() => hook("purchase"));
	expect(host.callsOf("beginCreditPurchase")).toEqual([
		[{ pack: null, credits: "1500", price: "24.00", currency: "EUR" }],
	]);
});

test("whoever goes back from the review finds what they chose, and goes on from there", async () => {
	const { user } = await open();
	await user.click(document.querySelector("input[name=offer][value=own]") as HTMLElement);
	await user.type(document.querySelector("input[name=ownAmount]") as HTMLElement, "1,500");
	await user.click(hook("review-purchase"));
	await waitFor(() => hook("review"));
	await user.click(hook("back-to-offers"));
	await waitFor(() => hook("choose-credits"));
	expect(document.querySelector<HTMLInputElement>("input[name=ownAmount]")?.value).toBe("1,500");
	expect(document.activeElement).toBe(document.querySelector("input[name=offer][value=own]"));
});

test("what was pressed and is gone leaves the focus where it goes on", async () => {
	const { host, user } = await open((host) => (host.purchases = [samplePurchase(new Date())]));
	hook("cancel-purchase").focus();
	await user.click(hook("cancel-purchase"));
	await waitFor(() => expect(hook("purchase").dataset["state"]).toBe("cancelled"));
	await waitFor(() => expect(document.activeElement).toBe(hook("purchase").querySelector("h2")));
	hook("buy-again").focus();
	await user.click(hook("buy-again"));
	await waitFor(() => hook("choose-credits"));
	await waitFor(() => expect(document.activeElement).toBe(document.querySelector("input[name=offer]")));
	expect(host.callsOf("creditOffers")).toHaveLength(2);
});

test("a price that changed meanwhile is shown before anything is bought", async () => {
	const { host, user } = await open();
	await user.click(hook("review-purchase"));
	host.beginAnswer = { kind: "offer_changed", price: "16.50" };
	await user.click(hook("pay"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("price_changed"));
	expect(hook("pay").textContent.trim()).toBe("Pay €16.50");
	host.beginAnswer = null;
	await user.click(hook("pay"));
	await waitFor(() => hook("purchase"));
	expect(host.callsOf("beginCreditPurchase").at(-1)).toMatchObject([{ price: "16.50" }]);
});

test("another price of an amount of one's own comes with its price of a credit and its currency", async () => {
	const { host, user } = await open();
	await user.click(document.querySelector("input[name=offer][value=own]") as HTMLElement);
	await user.type(document.querySelector("input[name=ownAmount]") as HTMLElement, "100");
	await user.click(hook("review-purchase"));
	await waitFor(() => expect(shown("review")).toContain("€0.016"));
	host.beginAnswer = { kind: "offer_changed", price: "2.00" };
	if (host.offers?.ownAmount) {
		host.offers.currency = "USD";
		host.offers.ownAmount.pricePerCredit = "0.02";
	}
	await user.click(hook("pay"));
	await waitFor(() => expect(shown("review")).toContain("$0.02"));
	expect(hook("pay").textContent.trim()).toBe("Pay $2.00");
});

test("who lost the role meanwhile is told whom to ask", async () => {
	const { host, user } = await open();
	await user.click(hook("review-purchase"));
	if (host.creditsAnswer) Object.assign(host.creditsAnswer, { canBuy: false, buyers: ["Grace Hopper"] });
	host.fail("openCreditPurchases", "not_allowed");
	host.fail("beginCreditPurchase", "not_allowed");
	await user.click(hook("pay"));
	await waitFor(() => expect(shown("no-offers")).toContain("To add credits, ask Grace Hopper."));
	expect(shown("no-offers")).toContain("You may not add credits here Nothing was bought.");
	await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
});

test("what is not sold any more leads back to what is", async () => {
	const { host, user } = await open();
	await user.click(hook("review-purchase"));
	host.beginAnswer = { kind: "offer_changed", price: null };
	host.offers?.packs.shift();
	await user.click(hook("pay"));
	await waitFor(() => expect(packs()).toHaveLength(2));
	expect(hook("error").dataset["code"]).toBe("gone");
});

test("the second click buys nothing more, and a payment provider that is away loses nothing", async () => {
	const { host, user } = await open();
	await user.click(hook("review-purchase"));
	host.beginAnswer = { kind: "provider_unreachable" };
	host.hold("beginCreditPurchase");
	await user.click(hook("pay"));
	await user.click(hook("pay"));
	host.releaseAll("beginCreditPurchase");
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("provider_unreachable"));
	expect(host.callsOf("beginCreditPurchase")).toHaveLength(1);
	host.beginAnswer = null;
	await user.click(hook("pay"));
	await waitFor(() => hook("purchase"));
});

test("a purchase that goes on is gone on with after a restart, opened again and given up", async () => {
	const { host, user } = await open((host) => (host.purchases = [samplePurchase(new Date())]));
	await user.click(hook("open-checkout"));
	await waitFor(() => expect(host.callsOf("openCheckout")).toEqual([["purchase-1"]]));
	await user.click(hook("cancel-purchase"));
	await waitFor(() => expect(hook("purchase").dataset["state"]).toBe("cancelled"));
	await user.click(hook("buy-again"));
	await waitFor(() => expect(packs()).toHaveLength(3));
});

test("one that was paid when it was given up is credited", async () => {
	const { host, user } = await open((host) => (host.purchases = [samplePurchase(new Date())]));
	host.becomes("purchase-1", creditedPurchase(new Date()));
	await user.click(hook("cancel-purchase"));
	await waitFor(() => expect(hook("purchase").dataset["state"]).toBe("credited"));
});

test.each([
	["gone", "choose-credits", (host: FakeHost) => (host.purchases = [])],
	[
		"not to be seen any more",
		"no-offers",
		(host: FakeHost) => {
			host.fail("creditPurchase", "not_allowed");
			if (host.creditsAnswer) Object.assign(host.creditsAnswer, { canBuy: false, buyers: ["Grace Hopper"] });
		},
	],
] as const)("a purchase that is %s is waited for no more", async (_, next, change) => {
	const { host, user } = await open((host) => (host.purchases = [samplePurchase(new Date())]));
	change(host);
	window.dispatchEvent(new Event("focus"));
	await waitFor(() => expect(hook("purchase").dataset["state"]).toBe("unseen"));
	expect(shown("purchase")).toContain("This purchase can’t be followed any more");
	expect(has("cancel-purchase")).toBe(false);
	await user.click(hook("buy-again"));
	await waitFor(() => hook(next));
});

test("an open payment is said where credits are, with the way to it", async () => {
	const { host, user } = await renderApp((host) => {
		scenarios["credits"]?.(host);
		host.purchases = [samplePurchase(new Date())];
	});
	await waitFor(() => hook("open-payment"));
	expect(document.body.textContent.replace(/[⁨⁩]/g, "")).toContain("A payment of €70.00 is open.");
	await user.click(hook("open-payment"));
	await waitFor(() => expect(hook("purchase").dataset["state"]).toBe("pending"));
	host.becomes("purchase-1", creditedPurchase(new Date()));
	window.dispatchEvent(new Event("focus"));
	await user.click(await waitFor(() => hook("purchase-done")));
	await waitFor(() => hook("open-add-credits"));
	await waitFor(() => expect(host.callsOf("openCreditPurchases").length).toBeGreaterThan(2));
	expect(has("open-payment")).toBe(false);
});

test("a browser that can't be opened is said so", async () => {
	const { host, user } = await open((host) => (host.hasBrowser = false));
	await user.click(hook("review-purchase"));
	await user.click(hook("pay"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("browser_not_opened"));
	host.hasBrowser = true;
	await user.click(hook("open-checkout"));
	await waitFor(() => expect(has("error")).toBe(false));
});

test("a receipt is saved as a page that runs nothing, and printed", async () => {
	const { host, user } = await open((host) => {
		host.purchases = [samplePurchase(new Date(), { organization: "<b>ACME</b> & Sons" })];
	});
	host.becomes(
		"purchase-1",
		creditedPurchase(new Date(), { id: "purchase-1", organization: "<b>ACME</b> & Sons" }),
	);
	window.dispatchEvent(new Event("focus"));
	await user.click(await waitFor(() => hook("open-receipt")));
	await user.click(await waitFor(() => hook("save-receipt")));
	await waitFor(() => expect(shown("receipt-outcome")).toContain("receipt R-000012.html"));
	const [[name, html] = []] = host.callsOf("saveReceipt") as [string, string][];
	expect(name).toBe("receipt R-000012");
	expect(html).toContain("&lt;b&gt;ACME&lt;/b&gt; &amp; Sons");
	expect(html).not.toContain("<b>");
	expect(html).toContain("€70.00");
	await user.click(hook("print-receipt"));
	await waitFor(() => expect(host.callsOf("printPage")).toHaveLength(1));
	expect(document.querySelector(".print-sheet")?.textContent).toContain("R-000012");
});

test("purchases are listed with their receipts, the older ones on request", async () => {
	const { user } = await renderApp((host) => {
		scenarios["credits"]?.(host);
		host.olderPurchases = [creditedPurchase(new Date(), { id: "older", receipt: "R-000001" })];
	});
	await user.click(await waitFor(() => hook("open-purchases")));
	await user.click(await waitFor(() => hook("more-purchases")));
	await waitFor(() => expect(document.querySelectorAll("[data-test=purchase-row]")).toHaveLength(2));
	expect(has("more-purchases")).toBe(false);
});

test("purchases are looked at again, and one's own that goes on is gone on with", async () => {
	const { host, user } = await renderApp((host) => {
		scenarios["credits"]?.(host);
		host.purchases = [samplePurchase(new Date(), { buyer: host.profile.account.displayName })];
	});
	await user.click(await waitFor(() => hook("open-purchases")));
	const row = await waitFor(() => hook("purchase-row"));
	expect(row.dataset["state"]).toBe("pending");
	await user.click(hook("go-on-with-purchase"));
	await waitFor(() => expect(hook("purchase").dataset["state"]).toBe("pending"));
	await user.click(hook("back-to-profile"));
	await user.click(await waitFor(() => hook("open-purchases")));
	await waitFor(() => hook("purchase-row"));
	host.becomes("purchase-1", creditedPurchase(new Date(), { id: "purchase-1" }));
	window.dispatchEvent(new Event("focus"));
	await waitFor(() => expect(hook("purchase-row").dataset["state"]).toBe("credited"));
	expect(has("go-on-with-purchase")).toBe(false);
});
