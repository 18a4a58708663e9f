import type { BeginPurchaseOutcome } from "$lib/bindings/BeginPurchaseOutcome";
import type { CancelPurchaseOutcome } from "$lib/bindings/CancelPurchaseOutcome";
import type { CreditOffers } from "$lib/bindings/CreditOffers";
import type { CreditPriceOutcome } from "$lib/bindings/CreditPriceOutcome";
import type { CreditPurchase } from "$lib/bindings/CreditPurchase";
import type { CreditPurchasesPage } from "$lib/bindings/CreditPurchasesPage";
import type { CreditWish } from "$lib/bindings/CreditWish";
import type { SavedFile } from "$lib/bindings/SavedFile";
import type { CreditPurchasesHost } from "./credit-purchases";
import { FakeCharts } from "./fake-charts";
import { creditedPurchase, sampleOffers, samplePurchase } from "./sample-purchases";

/** Purchases of credits at the fake portal. */
export class FakePurchases extends FakeCharts implements CreditPurchasesHost {
	offers: CreditOffers | null = structuredClone(sampleOffers);
	/** The newest first. */
	purchases: CreditPurchase[] = [creditedPurchase(this.now())];
	/** More than that, on a second page. */
	olderPurchases: CreditPurchase[] = [];
	/** Answers in place of beginning one. */
	beginAnswer: BeginPurchaseOutcome | null = null;
	priceAnswer: CreditPriceOutcome | null = null;
	/** Whether the browser can be opened. */
	hasBrowser = true;

	creditOffers(): Promise<CreditOffers | null> {
		return this.answer("creditOffers", [], () => structuredClone(this.offers));
	}

	creditPrice(credits: string): Promise<CreditPriceOutcome> {
		return this.answer(
			"creditPrice",
			[credits],
			() =>
				this.priceAnswer ?? {
					kind: "priced",
					credits: Number(credits).toFixed(3),
					price: (Number(credits) * 0.016).toFixed(2),
					currency: "EUR",
				},
		);
	}

	beginCreditPurchase(wish: CreditWish): Promise<BeginPurchaseOutcome> {
		return this.answer("beginCreditPurchase", [wish], () => {
			if (this.beginAnswer) return this.beginAnswer;
			const pack = this.offers?.packs.find(({ id }) => id === wish.pack);
			const credits = pack?.credits ?? Number(wish.credits).toFixed(3);
			const purchase = samplePurchase(this.now(), { id: "purchase-2", credits, price: wish.price });
			this.purchases = [purchase, ...this.purchases];
			return { kind: "begun", purchase, opened: this.hasBrowser };
		});
	}

	creditPurchase(purchase: string): Promise<CreditPurchase | null> {
		return this.answer(
			"creditPurchase",
			[purchase],
			() => this.purchases.find(({ id }) => id === purchase) ?? null,
		);
	}

	creditPurchases(after: string | null): Promise<CreditPurchasesPage> {
		return this.answer("creditPurchases", [after], () =>
			after === null
				? { purchases: this.purchases, cursor: this.olderPurchases.length > 0 ? "more" : null }
				: { purchases: this.olderPurchases, cursor: null },
		);
	}

	openCreditPurchases(): Promise<CreditPurchase[]> {
		const goesOn = ({ state }: CreditPurchase) => ["created", "pending", "paid"].includes(state ?? "");
		return this.answer("openCreditPurchases", [], () => this.purchases.filter(goesOn));
	}

	cancelCreditPurchase(purchase: string): Promise<CancelPurchaseOutcome> {
		return this.answer("cancelCreditPurchase", [purchase], () => {
			const found = this.purchases.find(({ id }) => id === purchase);
			if (!found) return { kind: "not_found" };
			if (found.state === "credited") return { kind: "not_cancelled", purchase: found };
			return { kind: "cancelled", purchase: this.becomes(purchase, { state: "cancelled", payable: false }) };
		});
	}

	openCheckout(purchase: string): Promise<boolean> {
		return this.answer("openCheckout", [purchase], () => this.hasBrowser);
	}

	saveReceipt(name: string, html: string): Promise<SavedFile> {
		return this.answer("saveReceipt", [name, html], () => ({
			name: `${name}.html`,
			path: `/home/ada/Downloads/${name}.html`,
		}));
	}

	/** What comes of a purchase at the payment provider. */
	becomes(purchase: string, change: Partial<CreditPurchase>): CreditPurchase {
		const changed = {
			...(this.purchases.find(({ id }) => id === purchase) ?? samplePurchase(this.now())),
			...change,
		};
		this.purchases = this.purchases.map((other) => (other.id === purchase ? changed : other));
		return changed;
	}
}
