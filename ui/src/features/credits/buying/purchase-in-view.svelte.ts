import type { CreditPurchase } from "$lib/bindings/CreditPurchase";
import { Attempt } from "$lib/state/attempt.svelte";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";
import { goesOn } from "./purchase-states";

/** How soon a purchase is looked at again, in milliseconds; after a while less often. */
const SOON_MS = 2_000;
const LATER_MS = 30_000;
/** Looks until it is looked at less often. */
const SOON_LOOKS = 90;

/** Failures that say that the purchase is not for this person to see (any more). */
const refusals: ReadonlySet<Failure["code"]> = new Set<Failure["code"]>([
	"not_allowed",
	"organization_unavailable",
]);

/** A purchase that somebody waits for, as the portal said last. */
export class PurchaseInView {
	readonly cancelling = new Attempt();
	readonly opening = new Attempt();
	#profile: OwnProfile;
	#purchase: CreditPurchase;
	#opened: boolean;
	#failure = $state.raw<Failure | null>(null);
	#unseen = $state(false);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#looks = 0;
	#closed = false;

	/** @param opened Whether the page where it is paid opened in the browser. */
	constructor(profile: OwnProfile, purchase: CreditPurchase, opened: boolean) {
		this.#profile = profile;
		this.#purchase = $state.raw(purchase);
		this.#opened = $state(opened);
		this.#schedule();
	}

	get purchase(): CreditPurchase {
		return this.#purchase;
	}

	/** Whether the browser was told to open the page, as far as is known. */
	get opened(): boolean {
		return this.#opened;
	}

	/** Why its state is not known just now. */
	get failure(): Failure | null {
		return this.#failure;
	}

	/** The portal has no such purchase, or shows it to this person no more: nobody waits for it here. */
	get unseen(): boolean {
		return this.#unseen;
	}

	/** Whether something is still to come of it. */
	get waits(): boolean {
		return !this.#unseen && goesOn(this.#purchase);
	}

	/** Looks at once. */
	async look(): Promise<void> {
		clearTimeout(this.#timer);
		try {
			const purchase = await this.#profile.ask((host) => host.creditPurchase(this.#purchase.id));
			if (this.#closed) return;
			if (purchase) this.#purchase = purchase;
			this.#unseen = purchase === null;
			this.#failure = null;
		} catch (thrown) {
			if (this.#closed) return;
			this.#failure = failureFrom(thrown);
			this.#unseen = refusals.has(this.#failure.code);
		}
		this.#schedule();
	}

	/** Opens the page where it is paid once more. */
	async openPage(): Promise<void> {
		const opened = await this.opening.run(() =>
			this.#profile.ask((host) => host.openCheckout(this.#purchase.id)),
		);
		if (opened !== null) this.#opened = opened;
	}

	/** Gives it up. One that was paid meanwhile is credited, and says so. */
	async cancel(): Promise<void> {
		const outcome = await this.cancelling.run(() =>
			this.#profile.changeHere((host) => host.cancelCreditPurchase(this.#purchase.id)),
		);
		if (this.#closed) return;
		if (outcome?.kind === "cancelled" || outcome?.kind === "not_cancelled") this.#purchase = outcome.purchase;
		else if (outcome) await this.look();
	}

	/** Nobody waits any more. */
	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
	}

	#schedule(): void {
		clearTimeout(this.#timer);
		if (this.#closed || !this.waits) return;
		this.#looks += 1;
		this.#timer = setTimeout(() => void this.look(), this.#looks > SOON_LOOKS ? LATER_MS : SOON_MS);
	}
}
