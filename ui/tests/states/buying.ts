import type { CreditPurchaseState } from "../../src/lib/bindings/CreditPurchaseState";
import type { FakeHost } from "../../src/lib/host/fake";
import { creditedPurchase, samplePurchase } from "../../src/lib/host/sample-purchases";
import type { RenderedApp } from "../render-app";
import { appears, from, press, stageOf, type States } from "./steps";

const none = (): Promise<unknown> => Promise.resolve();
const nothing = (): void => undefined;

const page =
	(link: string, test: string) =>
	(
		then: (app: RenderedApp) => Promise<unknown> = none,
		prepare: (host: FakeHost) => void = nothing,
		stage = "ready",
	) =>
		from(
			"credits",
			"profile-page",
			async (app) => {
				await appears("credits-balance");
				await press(app, link);
				await stageOf(test, stage);
				await then(app);
			},
			prepare,
		);

const buying = page("open-add-credits", "add-credits-page");
const purchases = page("open-purchases", "purchases-page");

const review = (
	prepare: (host: FakeHost) => void = nothing,
	then: (app: RenderedApp) => Promise<unknown> = none,
) =>
	buying(async (app) => {
		await press(app, "review-purchase");
		await appears("review");
		await then(app);
	}, prepare);

const paying = (prepare: (host: FakeHost) => void) =>
	review(prepare, async (app) => {
		await press(app, "pay");
		await appears("error");
	});

/** A purchase that is in this state. */
const waiting = (state: CreditPurchaseState | null, prepare: (host: FakeHost) => void = nothing) =>
	buying(
		async ({ host }) => {
			await appears("purchase");
			if (state === "created" || state === "pending" || state === "paid") return;
			host.becomes("purchase-1", { ...creditedPurchase(new Date()), state, id: "purchase-1" });
			window.dispatchEvent(new Event("focus"));
			await appears("purchase-done");
		},
		(host) => {
			const open = state === "created" || state === "paid" ? state : "pending";
			host.purchases = [samplePurchase(new Date(), { state: open, payable: open === "pending" })];
			prepare(host);
		},
	);

const own = (typed: string) =>
	buying(async (app) => {
		await app.user.click(document.querySelector<HTMLElement>("input[name=offer][value=own]") as HTMLElement);
		const field = await appears("choose-credits");
		await app.user.type(field.querySelector<HTMLElement>("input[name=ownAmount]") as HTMLElement, typed);
		await press(app, "review-purchase");
		await appears("error");
	});

/** Buying credits, and what was bought. */
export const buyingStates: States = {
	"add credits": buying(),
	"add credits, hardly any usage": buying(none, (host) => {
		if (host.creditsAnswer?.estimate) host.creditsAnswer.estimate.daily = "0.001";
	}),
	"add credits, much usage": buying(none, (host) => {
		if (host.creditsAnswer?.estimate) host.creditsAnswer.estimate.daily = "900.000";
	}),
	"add credits, more usage": buying(none, (host) => {
		if (host.creditsAnswer?.estimate) host.creditsAnswer.estimate.daily = "6000.000";
	}),
	"add credits, too few": own("1"),
	"add credits, too many": own("60000"),
	"add credits, on their way": buying(none, (host) => host.hold("creditOffers"), "loading"),
	"add credits, failed": buying(none, (host) => host.fail("creditOffers", "portal_failed"), "failed"),
	"add credits, none sold": buying(none, (host) => (host.offers = null)),
	"add credits, not allowed any more": review(nothing, async (app) => {
		const { creditsAnswer } = app.host;
		if (creditsAnswer) Object.assign(creditsAnswer, { canBuy: false, buyers: ["Grace Hopper"] });
		app.host.fail("beginCreditPurchase", "not_allowed");
		await press(app, "pay");
		await appears("no-offers");
	}),
	"add credits, own amount gone": buying(
		async (app) => {
			await app.user.click(
				document.querySelector<HTMLElement>("input[name=offer][value=own]") as HTMLElement,
			);
			await app.user.type(document.querySelector<HTMLElement>("input[name=ownAmount]") as HTMLElement, "500");
			await press(app, "review-purchase");
			await appears("error");
		},
		(host) => (host.priceAnswer = { kind: "unavailable" }),
	),
	"review a purchase": review(),
	"review a purchase, paying": review(nothing, async (app) => {
		app.host.hold("beginCreditPurchase");
		await press(app, "pay");
	}),
	"review a purchase, price changed": paying(
		(host) => (host.beginAnswer = { kind: "offer_changed", price: "75.00" }),
	),
	"review a purchase, gone": paying((host) => (host.beginAnswer = { kind: "offer_changed", price: null })),
	"review a purchase, unavailable": paying((host) => (host.beginAnswer = { kind: "unavailable" })),
	"review a purchase, provider away": paying((host) => (host.beginAnswer = { kind: "provider_unreachable" })),
	"review a purchase, failed": paying((host) => host.fail("beginCreditPurchase", "portal_failed")),
	"purchase, being prepared": waiting("created"),
	"purchase, waiting": waiting("pending"),
	"purchase, paid": waiting("paid"),
	"purchase, credited": waiting("credited"),
	"purchase, declined": waiting("declined"),
	"purchase, expired": waiting("expired"),
	"purchase, cancelled": waiting("cancelled"),
	"purchase, refunded": waiting("refunded"),
	"purchase, of a later portal": waiting(null),
	"purchase, not to be seen any more": buying(
		async ({ host }) => {
			await appears("purchase");
			host.purchases = [];
			window.dispatchEvent(new Event("focus"));
			await appears("buy-again");
		},
		(host) => (host.purchases = [samplePurchase(new Date())]),
	),
	"credits, payment open": from(
		"credits",
		"profile-page",
		() => appears("open-payment"),
		(host) => (host.purchases = [samplePurchase(new Date())]),
	),
	"purchase, no browser": review(
		(host) => (host.hasBrowser = false),
		async (app) => {
			await press(app, "pay");
			await appears("error");
		},
	),
	purchases: purchases(none, (host) => {
		const states: (CreditPurchaseState | null)[] = [
			"created",
			"pending",
			"paid",
			"credited",
			"declined",
			"expired",
			"cancelled",
			"refunded",
			null,
		];
		host.purchases = states.map((state, at) => creditedPurchase(new Date(), { id: `purchase-${at}`, state }));
		host.olderPurchases = host.purchases;
	}),
	"purchases, one's own that goes on": purchases(none, (host) => {
		host.purchases = [samplePurchase(new Date(), { buyer: host.profile.account.displayName })];
	}),
	"purchases, none": purchases(none, (host) => (host.purchases = [])),
	"purchases, on their way": purchases(none, (host) => host.hold("creditPurchases"), "loading"),
	"purchases, failed": purchases(none, (host) => host.fail("creditPurchases", "portal_failed"), "failed"),
	receipt: purchases(async (app) => {
		await press(app, "open-receipt");
		await appears("receipt-dialog");
	}),
	"receipt of Stripe": purchases(
		async (app) => {
			await press(app, "open-receipt");
			await appears("receipt-dialog");
			await press(app, "save-receipt");
			await appears("receipt-outcome");
		},
		(host) =>
			(host.purchases = [creditedPurchase(new Date(), { provider: "stripe", providerReference: "pi_1" })]),
	),
};
