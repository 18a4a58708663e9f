import { formatDecimal, isOne } from "$lib/amounts";
import { m } from "$lib/messages";

/** An amount in words, such as “12,480.5 credits” or “1 credit”. */
export const inCredits = (amount: string): string =>
	isOne(amount) ? m.credits_amount_one() : m.credits_amount({ amount: formatDecimal(amount) });
