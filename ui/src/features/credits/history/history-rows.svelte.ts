import { SvelteMap } from "svelte/reactivity";
import type { CreditHistoryPage } from "$lib/bindings/CreditHistoryPage";
import type { CreditTransaction } from "$lib/bindings/CreditTransaction";
import { failureFrom, type Failure } from "$lib/state/failure";

/** Transactions of a page, as the host gives them. */
export const PAGE = 50;

/** Pages that are kept: what is far from where somebody looks is fetched again. */
const KEPT = 20;

/** A page of a history. */
interface PageOfRows {
	/** The place of its first row. */
	start: number;
	/** The transactions in it have lower numbers than this; null for the last ones of all. */
	before: number | null;
}

/** Asks the portal for a page; null where the plan goes without credits by now. */
export type AskForPage = (before: number | null) => Promise<CreditHistoryPage | null>;

/** The rows of a history by their places, the last transaction first. Only a part of them is there at a time. */
export abstract class HistoryRows {
	#ask: AskForPage;
	#gone: () => void;
	/** By the place of the first row. */
	#pages = new SvelteMap<number, CreditTransaction[]>();
	/** Which of them are there; the one used last is the last. */
	#used: number[] = [];
	#fetching = $state(false);
	#failure = $state.raw<Failure | null>(null);
	#wanted: [number, number] = [0, -1];
	#closed = false;

	/** @param gone Told when the plan goes without credits by now. */
	constructor(ask: AskForPage, gone: () => void) {
		this.#ask = ask;
		this.#gone = gone;
	}

	/** How many rows there are, as far as that is known. */
	abstract get count(): number;

	/** Whether there are more rows than that. */
	abstract get more(): boolean;

	/** Why rows are missing. */
	get failure(): Failure | null {
		return this.#failure;
	}

	get fetching(): boolean {
		return this.#fetching;
	}

	/** The transaction in a row; null while it is not there. */
	at(place: number): CreditTransaction | null {
		const page = this.pageOf(place);
		return (page && this.#pages.get(page.start)?.[place - page.start]) ?? null;
	}

	/** Sees to it that the rows from `first` to `last` are there. What was wanted before need not be any more. */
	want(first: number, last: number): void {
		this.#wanted = [first, last];
		if (!this.#fetching && !this.#failure) void this.#fetchWanted();
	}

	/** Nobody looks any more: nothing else is fetched. */
	close(): void {
		this.#closed = true;
	}

	/** After a failure. */
	async retry(): Promise<void> {
		this.#failure = null;
		if (!this.#fetching) await this.#fetchWanted();
	}

	/** The page that a row is in, if that is known. */
	protected abstract pageOf(place: number): PageOfRows | null;

	/** The page that follows those known, if the rows up to `last` make it wanted. */
	protected abstract following(last: number): PageOfRows | null;

	/** A page is there. */
	protected abstract arrived(page: PageOfRows, answer: CreditHistoryPage): void;

	/** Takes over a page that was fetched already. */
	protected keep(page: PageOfRows, answer: CreditHistoryPage): void {
		this.#use(page);
		this.#pages.set(page.start, answer.transactions);
		this.arrived(page, answer);
		this.#drop();
	}

	/** One after the other, and always what is wanted then: whoever scrolls on waits for nothing they passed. */
	async #fetchWanted(): Promise<void> {
		this.#fetching = true;
		try {
			for (let page = this.#missing(); page; page = this.#missing()) {
				const answer = await this.#ask(page.before);
				if (!answer) {
					this.#gone();
					return;
				}
				this.keep(page, answer);
			}
		} catch (thrown) {
			this.#failure = failureFrom(thrown);
		} finally {
			this.#fetching = false;
		}
	}

	#use({ start }: PageOfRows): void {
		this.#used = [...this.#used.filter((other) => other !== start), start];
	}

	/** Lets go of the pages used least lately, but never of one that is wanted. */
	#drop(): void {
		const [first, last] = this.#wanted;
		const isWanted = (start: number): boolean => {
			const rows = this.#pages.get(start)?.length ?? 0;
			return start <= last && start + rows > first;
		};
		let spare = this.#used.length - KEPT;
		this.#used = this.#used.filter((start) => {
			if (spare <= 0 || isWanted(start)) return true;
			spare -= 1;
			this.#pages.delete(start);
			return false;
		});
	}

	#missing(): PageOfRows | null {
		if (this.#closed) return null;
		const [first, last] = this.#wanted;
		for (let place = Math.max(0, first); place <= Math.min(last, this.count - 1);) {
			const page = this.pageOf(place);
			if (!page) break;
			const rows = this.#pages.get(page.start);
			if (!rows) return page;
			this.#use(page);
			place = page.start + Math.max(1, rows.length);
		}
		return this.following(last);
	}
}

/** All transactions of a time: their numbers have no gaps, so that any page of them can be asked for at once. */
export class NumberedRows extends HistoryRows {
	#top: number;
	#count = $state(0);
	#counted = $state(false);

	/**
	 * @param first The first page.
	 * @param fromTheStart Whether the time begins with the first transaction of all, so that the numbers count them.
	 */
	constructor(ask: AskForPage, gone: () => void, first: CreditHistoryPage, fromTheStart: boolean) {
		super(ask, gone);
		this.#top = first.transactions[0]?.number ?? 0;
		if (fromTheStart) this.counted(this.#top);
		this.keep({ start: 0, before: this.#top + 1 }, first);
	}

	override get count(): number {
		return this.#count;
	}

	override get more(): boolean {
		return !this.#counted;
	}

	/** So many there are, or more by now; until this is known they are gone through from page to page. */
	counted(count: number): void {
		if (this.#counted) return;
		this.#count = count;
		this.#counted = true;
	}

	protected override pageOf(place: number): PageOfRows {
		const start = place - (place % PAGE);
		return { start, before: this.#top + 1 - start };
	}

	protected override following(last: number): PageOfRows | null {
		return this.more && last >= this.#count - 1 ? this.pageOf(this.#count) : null;
	}

	protected override arrived({ start }: PageOfRows, { transactions, next }: CreditHistoryPage): void {
		const end = start + transactions.length;
		// The last one says how many there are: those counted may have become more meanwhile.
		if (next === null) [this.#count, this.#counted] = [end, true];
		else if (end > this.#count) this.#count = end;
	}
}

/** Transactions that had to be looked for: where a page begins is known once those before it are. */
export class FoundRows extends HistoryRows {
	/** In order. A page that turned out to be empty has no place. */
	#known: PageOfRows[] = [];
	#count = $state(0);
	/** `before` of the page that follows; null after the last one. */
	#next = $state<number | null>(null);

	constructor(ask: AskForPage, gone: () => void, first: CreditHistoryPage) {
		super(ask, gone);
		this.keep({ start: 0, before: null }, first);
	}

	override get count(): number {
		return this.#count;
	}

	override get more(): boolean {
		return this.#next !== null;
	}

	protected override pageOf(place: number): PageOfRows | null {
		if (place >= this.#count) return null;
		let [low, high] = [0, this.#known.length - 1];
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if ((this.#known[middle]?.start ?? 0) <= place) low = middle;
			else high = middle - 1;
		}
		return this.#known[low] ?? null;
	}

	protected override following(last: number): PageOfRows | null {
		if (this.#next === null || last < this.#count - 1) return null;
		return { start: this.#count, before: this.#next };
	}

	protected override arrived(page: PageOfRows, answer: CreditHistoryPage): void {
		if (page.start < this.#count) return;
		if (answer.transactions.length > 0) this.#known.push(page);
		this.#count += answer.transactions.length;
		this.#next = answer.next;
	}
}
