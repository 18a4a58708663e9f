import { getLocalTimeZone, type CalendarDate } from "@internationalized/date";
import type { AmountRefusal } from "$lib/bindings/AmountRefusal";
import type { CreditFilter } from "$lib/bindings/CreditFilter";
import type { CreditKind } from "$lib/bindings/CreditKind";
import { isLess } from "$lib/amounts";
import { readAmount } from "../typed-amount";

/** Characters that the portal looks for at most. */
export const LONGEST_TEXT = 200;

/** The most that one transaction moves. */
export const LARGEST = "1000000000";

/** What a person wants to see of the history, as they chose and typed it. */
export class HistoryFilter {
	/** None means all. */
	kinds = $state.raw<CreditKind[]>([]);
	/** The first day, and the last; both of them are meant too. */
	from = $state.raw<CalendarDate | undefined>();
	until = $state.raw<CalendarDate | undefined>();
	text = $state("");
	least = $state("");
	most = $state("");

	readonly leastRefusal = $derived(refusalOf(this.least));
	readonly mostRefusal = $derived.by((): AmountRefusal | "below_least" | null => {
		const refusal = refusalOf(this.most);
		if (refusal || this.leastRefusal) return refusal;
		const [least, most] = [valueOf(this.least), valueOf(this.most)];
		return least !== null && most !== null && isLess(most, least) ? "below_least" : null;
	});

	/** Whether the last day is before the first. */
	readonly endsBefore = $derived(
		this.from !== undefined && this.until !== undefined && this.until.compare(this.from) < 0,
	);

	/** As the portal is asked; null while an amount or the days can't be meant. */
	readonly wanted = $derived.by((): CreditFilter | null => {
		if (this.leastRefusal || this.mostRefusal || this.endsBefore) return null;
		const zone = getLocalTimeZone();
		return {
			kinds: this.kinds,
			since: this.from?.toDate(zone).toISOString() ?? null,
			until: this.until?.add({ days: 1 }).toDate(zone).toISOString() ?? null,
			text: this.text.trim() || null,
			least: valueOf(this.least),
			most: valueOf(this.most),
		};
	});

	/** Whether anything is left out. */
	readonly isSet = $derived(
		this.kinds.length > 0 ||
			this.from !== undefined ||
			this.until !== undefined ||
			[this.text, this.least, this.most].some((typed) => typed.trim() !== ""),
	);

	/** Means everything again. */
	clear(): void {
		this.kinds = [];
		this.from = undefined;
		this.until = undefined;
		this.text = "";
		this.least = "";
		this.most = "";
	}
}

/** Whether transactions have to be looked for one by one. */
export const isLookedFor = ({ kinds, text, least, most }: CreditFilter): boolean =>
	kinds.length > 0 || text !== null || least !== null || most !== null;

function valueOf(typed: string): string | null {
	const read = readAmount(typed, LARGEST);
	return "amount" in read ? read.amount : null;
}

/** Nothing typed is nothing wrong. */
function refusalOf(typed: string): AmountRefusal | null {
	if (typed.trim() === "") return null;
	const read = readAmount(typed, LARGEST);
	return "refusal" in read ? read.refusal : null;
}
