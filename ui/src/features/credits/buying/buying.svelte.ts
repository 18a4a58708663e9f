import type { CreditOffers } from "$lib/bindings/CreditOffers";
import type { CreditPurchase } from "$lib/bindings/CreditPurchase";
import type { Credits } from "$lib/bindings/Credits";
import type { CreditWish } from "$lib/bindings/CreditWish";
import { timeZone } from "$features/charts/formats";
import { Attempt } from "$lib/state/attempt.svelte";
import { Fetched } from "$lib/state/fetched.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";
import { PurchaseInView } from "./purchase-in-view.svelte";

/** What the page begins with. */
interface Shop {
	offers: CreditOffers | null;
	credits: Credits | null;
	open: CreditPurchase[];
}

/** What was chosen, with its price. */
export interface Chosen {
	credits: string;
	price: string;
	pricePerCredit: string;
	wish: CreditWish;
}

/** Stands for an amount of one's own where a pack could be ticked. */
export const OWN_AMOUNT = "own";

/** Why what was chosen can't be bought (like this) any more. */
export type Trouble = "price_changed" | "gone" | "unavailable" | "provider_unreachable";

/** Buying credits: choosing, reviewing, waiting, and what came of it. */
export class Buying {
	readonly shop: Fetched<Shop>;
	readonly beginning = new Attempt();
	/** The pack that is ticked by its ID, or {@link OWN_AMOUNT}; kept while it is reviewed. */
	picked = $state<string | null>(null);
	/** The amount of one's own as it was typed; kept likewise. */
	typed = $state("");
	#profile: OwnProfile;
	#chosen = $state.raw<Chosen | null>(null);
	#purchase = $state.raw<PurchaseInView | null>(null);
	#trouble = $state<Trouble | null>(null);
	#closed = false;

	constructor(profile: OwnProfile) {
		this.#profile = profile;
		this.shop = new Fetched(() => this.#look());
	}

	/** What is reviewed; null while the person chooses. */
	get chosen(): Chosen | null {
		return this.#chosen;
	}

	/** What was begun. */
	get purchase(): PurchaseInView | null {
		return this.#purchase;
	}

	get trouble(): Trouble | null {
		return this.#trouble;
	}

	/** What is used in a day in the mean; null while that is not known. */
	get daily(): string | null {
		return this.shop.value?.credits?.estimate?.daily ?? null;
	}

	choose(chosen: Chosen): void {
		this.#trouble = null;
		this.#chosen = chosen;
	}

	/** Back to choosing. */
	back(): void {
		this.#chosen = null;
		this.#trouble = null;
	}

	/** Begins to buy what was reviewed. */
	async begin(): Promise<void> {
		const chosen = this.#chosen;
		if (!chosen) return;
		this.#trouble = null;
		const outcome = await this.beginning.run(() =>
			this.#profile.changeHere((host) => host.beginCreditPurchase(chosen.wish)),
		);
		if (this.#closed) return;
		switch (outcome?.kind) {
			case "begun":
				this.#purchase = new PurchaseInView(this.#profile, outcome.purchase, outcome.opened);
				return;
			case "offer_changed":
				// What is on offer now is chosen from anew.
				await this.shop.load();
				this.#chosen = outcome.price === null ? null : this.#repriced(chosen, outcome.price);
				this.#trouble = outcome.price === null ? "gone" : "price_changed";
				return;
			case "amount_refused":
				await this.shop.load();
				this.#chosen = null;
				this.#trouble = "gone";
				return;
			case "unavailable":
				this.#trouble = "unavailable";
				await this.shop.load();
				return;
			case "provider_unreachable":
				this.#trouble = "provider_unreachable";
				return;
			case undefined:
				// Who may not buy any more is told whom to ask.
				if (this.beginning.failure?.code === "not_allowed") await this.shop.load();
		}
	}

	/** What was chosen, at the price of now. */
	#repriced(chosen: Chosen, price: string): Chosen {
		const offers = this.shop.value?.offers;
		const currency = offers?.currency ?? chosen.wish.currency;
		const own = chosen.wish.pack === null ? offers?.ownAmount : null;
		const pricePerCredit = own?.pricePerCredit ?? chosen.pricePerCredit;
		return { ...chosen, price, pricePerCredit, wish: { ...chosen.wish, price, currency } };
	}

	/** Begins anew after a purchase came to its end. */
	again(): void {
		this.#purchase?.close();
		this.#purchase = null;
		this.back();
		void this.shop.load();
	}

	/** Nobody looks any more: what is answered from now on changes nothing here. The app goes on waiting. */
	close(): void {
		this.#closed = true;
		this.#purchase?.close();
	}

	/** A purchase that goes on is what the person came for. */
	async #look(): Promise<Shop> {
		const credits = await this.#profile.ask((host) => host.credits(timeZone()));
		// Who may not buy is told whom to ask, and may ask for nothing else.
		if (!credits?.canBuy) return { offers: null, credits, open: [] };
		const [offers, open] = await Promise.all([
			this.#profile.ask((host) => host.creditOffers()),
			this.#profile.ask((host) => host.openCreditPurchases()),
		]);
		const last = open.at(-1);
		if (last && !this.#purchase && !this.#closed)
			this.#purchase = new PurchaseInView(this.#profile, last, true);
		return { offers, credits, open };
	}
}
