import type { CreditPurchase } from "$lib/bindings/CreditPurchase";
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
		const known = this.#purchases;
		if (!known) {
			await this.next();
			return;
		}
		if (this.#fetching) return;
		this.#fetching = true;
		try {
			const page = await this.#profile.ask((host) => host.creditPurchases(null));
			const older = known.filter(({ id }) => !page.purchases.some((newest) => newest.id === id));
			// Without one that was known, there may be others between them.
			const joins = older.length < known.length;
			this.#purchases = joins ? [...page.purchases, ...older] : page.purchases;
			if (!joins) this.#cursor = page.cursor;
			this.#failure = null;
		} catch (thrown) {
			this.#failure = failureFrom(thrown);
		} finally {
			this.#fetching = false;
		}
	}

	/** Fetches the next page, if there is one and it is not on its way. */
	async next(): Promise<void> {
		if (this.#fetching || (this.#purchases && !this.more)) return;
		this.#fetching = true;
		this.#failure = null;
		try {
			const page = await this.#profile.ask((host) => host.creditPurchases(this.#cursor));
			this.#purchases = [...(this.#purchases ?? []), ...page.purchases];
			this.#cursor = page.cursor;
		} catch (thrown) {
			this.#failure = failureFrom(thrown);
		} finally {
			this.#fetching = false;
		}
	}
}
