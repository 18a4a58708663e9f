import type { CreditPurchase } from "$lib/bindings/CreditPurchase";
import type { CreditPurchasesPage } from "$lib/bindings/CreditPurchasesPage";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Purchases of the organization in view, as far as they were fetched. */
export class PurchaseList {
	#profile: OwnProfile;
	#purchases = $state.raw<CreditPurchase[] | null>(null);
	#cursor = $state.raw<string | null>(null);
	#fetching = $state(false);
	#failure = $state.raw<Failure | null>(null);

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	/** The newest first; null while none are known. */
	get purchases(): CreditPurchase[] | null {
		return this.#purchases;
	}

	/** Whether there are older ones. */
	get more(): boolean {
		return this.#cursor !== null;
	}

	get fetching(): boolean {
		return this.#fetching;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	/** Somebody looks: fetches the newest (again), and keeps the older ones that are known. */
	async lookAgain(): Promise<void> {
		await this.#fetch(null, ({ purchases, cursor }) => {
			const known = this.#purchases ?? [];
			const older = known.filter(({ id }) => !purchases.some((newest) => newest.id === id));
			// Without one that was known, there may be others between them.
			const joins = older.length < known.length;
			this.#purchases = joins ? [...purchases, ...older] : purchases;
			if (!joins) this.#cursor = cursor;
		});
	}

	/** Fetches the next page, if there is one and it is not on its way. */
	async next(): Promise<void> {
		if (this.#purchases && !this.more) return;
		await this.#fetch(this.#cursor, ({ purchases, cursor }) => {
			this.#purchases = [...(this.#purchases ?? []), ...purchases];
			this.#cursor = cursor;
		});
	}

	/** One page at a time. */
	async #fetch(after: string | null, take: (page: CreditPurchasesPage) => void): Promise<void> {
		if (this.#fetching) return;
		this.#fetching = true;
		this.#failure = null;
		try {
			take(await this.#profile.ask((host) => host.creditPurchases(after)));
		} catch (thrown) {
			this.#failure = failureFrom(thrown);
		} finally {
			this.#fetching = false;
		}
	}
}
