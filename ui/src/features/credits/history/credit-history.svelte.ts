import type { CreditFilter } from "$lib/bindings/CreditFilter";
import type { CreditTotals } from "$lib/bindings/CreditTotals";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";
import { HistoryFilter, isLookedFor } from "./history-filter.svelte";
import { FoundRows, NumberedRows, type HistoryRows } from "./history-rows.svelte";

/** While somebody types, the portal is not asked with every key. */
const PAUSE_MS = 250;

/** The history of the credits of the organization in view, as far as it is wanted and was fetched. */
export class CreditHistory {
	readonly filter = new HistoryFilter();
	#profile: OwnProfile;
	#rows = $state.raw<HistoryRows | null>(null);
	#totals = $state.raw<CreditTotals | null>(null);
	#shown = $state.raw<CreditFilter | null>(null);
	#fetching = $state(false);
	#failure = $state.raw<Failure | null>(null);
	/** The number of the last transaction of those shown, to see whether there are later ones. */
	#top: number | null = null;
	#hasLater = $state(false);
	/** Counts questions: what was asked for before the latest no longer matters. */
	#questions = 0;
	#pause: ReturnType<typeof setTimeout> | undefined;

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	/** Null while none are known. Those found before stay until others are. */
	get rows(): HistoryRows | null {
		return this.#rows;
	}

	/** Of all that is meant; null while that is added up. */
	get totals(): CreditTotals | null {
		return this.#totals;
	}

	/** What the rows are of. */
	get shown(): CreditFilter | null {
		return this.#shown;
	}

	get fetching(): boolean {
		return this.#fetching;
	}

	/** Why nothing, or nothing else, is shown. */
	get failure(): Failure | null {
		return this.#failure;
	}

	/** Whether there are transactions after those that are shown. */
	get hasLater(): boolean {
		return this.#hasLater;
	}

	/** The person chose something. */
	choose(change: (filter: HistoryFilter) => void): void {
		change(this.filter);
		void this.reload();
	}

	/** The person types. */
	type(change: (filter: HistoryFilter) => void): void {
		change(this.filter);
		clearTimeout(this.#pause);
		this.#pause = setTimeout(() => void this.reload(), PAUSE_MS);
	}

	/** Asks at once. An amount that can't be meant changes nothing. */
	async reload(): Promise<void> {
		clearTimeout(this.#pause);
		const filter = this.filter.wanted;
		if (!filter) return;
		const question = ++this.#questions;
		const isLatest = () => question === this.#questions;
		this.#fetching = true;
		this.#failure = null;
		try {
			const first = await this.#profile.ask((host) => host.creditTransactions(filter, null));
			if (!isLatest()) return;
			if (!first) {
				this.#isGone();
				return;
			}
			const ask = (before: number | null) =>
				this.#profile.ask((host) => host.creditTransactions(filter, before));
			const gone = () => this.#isGone();
			this.#rows?.close();
			const numbered = isLookedFor(filter) ? null : new NumberedRows(ask, gone, first, filter.since === null);
			this.#rows = numbered ?? new FoundRows(ask, gone, first);
			this.#shown = filter;
			this.#totals = null;
			this.#top = first.transactions[0]?.number ?? 0;
			this.#hasLater = false;
			void this.#addUp(filter, isLatest, numbered);
		} catch (thrown) {
			if (isLatest()) this.#failure = failureFrom(thrown);
		} finally {
			if (isLatest()) this.#fetching = false;
		}
	}

	/** Somebody looks again: tells whether there are later ones, without moving what is read. */
	async lookAgain(): Promise<void> {
		if (this.#rows?.failure) void this.#rows.retry();
		const [filter, question] = [this.#shown, this.#questions];
		if (!filter || this.#fetching) return;
		const page = await this.#profile.ask((host) => host.creditTransactions(filter, null)).catch(() => null);
		const first = page?.transactions[0]?.number ?? 0;
		if (question === this.#questions && this.#top !== null && first > this.#top) this.#hasLater = true;
	}

	/** Waits for no pause any more: the page is left. */
	close(): void {
		clearTimeout(this.#pause);
		this.#rows?.close();
		this.#questions += 1;
	}

	/** Takes longer than to show the first ones: all that is meant is gone through. */
	async #addUp(filter: CreditFilter, isLatest: () => boolean, numbered: NumberedRows | null): Promise<void> {
		const totals = await this.#profile.ask((host) => host.creditTotals(filter)).catch(() => null);
		if (!isLatest()) return;
		this.#totals = totals;
		if (totals) numbered?.counted(totals.count);
	}

	/** The profile says that there are no credits any more, and which page is open then. */
	#isGone(): void {
		void this.#profile.refresh();
	}
}
