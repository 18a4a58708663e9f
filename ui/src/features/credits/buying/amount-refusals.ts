import type { CreditAmountRefusal } from "$lib/bindings/CreditAmountRefusal";
import type { OwnCreditAmount } from "$lib/bindings/OwnCreditAmount";
import { formatDecimal, isLess } from "$lib/amounts";
import { m } from "$lib/messages";
import { explainAmount, readAmount } from "../typed-amount";

/** What is typed as an amount of one's own, or why it can't be bought, before the portal is asked. */
export function readOwnAmount(
	typed: string,
	{ least, most }: OwnCreditAmount,
): { amount: string } | { refusal: CreditAmountRefusal } {
	const read = readAmount(typed, LARGEST);
	if ("refusal" in read) return read;
	if (isLess(read.amount, least)) return { refusal: "below_least" };
	return isLess(most, read.amount) ? { refusal: "above_most" } : read;
}

/** Why so many credits can't be bought, and how many can. */
export function explainOwnAmount(refusal: CreditAmountRefusal, { least, most }: OwnCreditAmount): string {
	if (refusal === "below_least") return m.buy_below_least({ least: formatDecimal(least) });
	if (refusal === "above_most") return m.buy_above_most({ most: formatDecimal(most) });
	return explainAmount(refusal, most);
}

/** The most that one transaction moves. */
const LARGEST = "1000000000";
