import type { CreditFilter } from "$lib/bindings/CreditFilter";
import type { CreditHistoryPage } from "$lib/bindings/CreditHistoryPage";
import type { CreditKind } from "$lib/bindings/CreditKind";
import type { CreditTotals } from "$lib/bindings/CreditTotals";
import type { CreditTransaction } from "$lib/bindings/CreditTransaction";

/** Transactions of a page, as the shell asks for them. */
const PAGE = 50;

const HOUR_MS = 60 * 60_000;

const decimal = (thousandths: number): string => (thousandths / 1000).toFixed(3);

/** A ledger of any length, whose transactions are worked out when they are looked at. */
export class FakeLedger {
	/** @param recent The last transactions, the last first; those before them are made up. */
	constructor(
		public length: number,
		readonly recent: CreditTransaction[],
		readonly now: Date,
	) {}

	/** The transaction with a number. */
	at(number: number): CreditTransaction {
		const last = this.recent[0]?.number ?? 0;
		const known = this.recent[last - number];
		if (known) return known;
		const kind: CreditKind = number % 100 === 1 ? "grant" : "usage";
		return {
			number,
			kind,
			amount: kind === "grant" ? "1000.000" : decimal(-10_000 - (number % 7)),
			balanceAfter: decimal(1_000_000 - 9_000 * (number % 100)),
			at: new Date(this.now.getTime() - (this.length - number + 300) * HOUR_MS).toISOString(),
			text: kind === "grant" ? "Thank you for waiting" : "Output of Palletizer 2",
			reference: kind === "grant" ? "PO-2026-118" : null,
			actor: kind === "grant" ? "Grace Hopper" : null,
		};
	}

	page(filter: CreditFilter, before: number | null): CreditHistoryPage {
		const transactions: CreditTransaction[] = [];
		let number = Math.min(before ?? Infinity, this.length + 1) - 1;
		for (; number > 0 && transactions.length < PAGE; number -= 1) {
			const transaction = this.at(number);
			if (isMeant(transaction, filter)) transactions.push(transaction);
		}
		return { transactions, next: number > 0 ? number + 1 : null };
	}

	totals(filter: CreditFilter): CreditTotals {
		const totals = { count: 0, added: 0, taken: 0 };
		for (let number = 1; number <= this.length; number += 1) {
			const transaction = this.at(number);
			if (!isMeant(transaction, filter)) continue;
			const amount = Math.round(Number(transaction.amount) * 1000);
			totals.count += 1;
			if (amount > 0) totals.added += amount;
			else totals.taken += amount;
		}
		return { count: totals.count, added: decimal(totals.added), taken: decimal(totals.taken) };
	}
}

function isMeant(transaction: CreditTransaction, filter: CreditFilter): boolean {
	const { kind, at, amount, text, reference, actor } = transaction;
	const moved = Math.abs(Number(amount));
	const words = [text, reference, actor].join("\n").toLowerCase();
	return (
		(filter.kinds.length === 0 || (kind !== null && filter.kinds.includes(kind))) &&
		(filter.since === null || Date.parse(at) >= Date.parse(filter.since)) &&
		(filter.until === null || Date.parse(at) < Date.parse(filter.until)) &&
		(filter.text === null || words.includes(filter.text.toLowerCase())) &&
		(filter.least === null || moved >= Number(filter.least)) &&
		(filter.most === null || moved <= Number(filter.most))
	);
}
