import { formatDecimal } from "$lib/amounts";
import { m } from "$lib/messages";

/** An amount in words, such as “12,480.5 credits” or “1 credit”. */
export const inCredits = (amount: string): string =>
	m.credits_amount({ count: amount, amount: formatDecimal(amount) });
