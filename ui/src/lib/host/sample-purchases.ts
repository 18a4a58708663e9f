import type { CreditOffers } from "$lib/bindings/CreditOffers";
import type { CreditPurchase } from "$lib/bindings/CreditPurchase";

/** What the sample portal sells. */
export const sampleOffers: CreditOffers = {
	currency: "EUR",
	packs: [
		{ id: "pack-1000", credits: "1000.000", price: "15.00", pricePerCredit: "0.015" },
		{ id: "pack-5000", credits: "5000.000", price: "70.00", pricePerCredit: "0.014" },
		{ id: "pack-20000", credits: "20000.000", price: "250.00", pricePerCredit: "0.0125" },
	],
	ownAmount: { pricePerCredit: "0.016", least: "100.000", most: "50000.000" },
};

/** A purchase that waits for its payment. */
export const samplePurchase = (now: Date, change: Partial<CreditPurchase> = {}): CreditPurchase => ({
	id: "purchase-1",
	state: "pending",
	credits: "5000.000",
	price: "70.00",
	currency: "EUR",
	pricePerCredit: "0.014",
	payable: true,
	createdAt: now.toISOString(),
	expiresAt: new Date(now.getTime() + 30 * 60_000).toISOString(),
	creditedAt: null,
	buyer: "Ada Lovelace",
	organization: "ACME Robotics",
	receipt: null,
	provider: "sandbox",
	providerReference: null,
	...change,
});

/** The same when the credits are there. */
export const creditedPurchase = (now: Date, change: Partial<CreditPurchase> = {}): CreditPurchase =>
	samplePurchase(now, {
		state: "credited",
		payable: false,
		creditedAt: now.toISOString(),
		receipt: "R-000012",
		providerReference: "sandbox-7f3a",
		...change,
	});
