import { isPositive, wholeTimes } from "$lib/amounts";
import { m } from "$lib/messages";

/** Days that are told; more are said to be many. */
const MOST_DAYS = 36_500n;

/**
 * How many days longer the balance lasts with some more credits, in words, if usage goes on as it did.
 *
 * @param daily What is used in a day in the mean; null while there is no estimate.
 * @returns Null where that can't be told.
 */
export function daysMore(credits: string, daily: string | null): string | null {
	if (daily === null || !isPositive(daily)) return null;
	const days = wholeTimes(credits, daily);
	if (days > MOST_DAYS) return m.buy_days_many();
	if (days === 0n) return m.buy_days_less();
	return m.buy_days({ count: Number(days) });
}
