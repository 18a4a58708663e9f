import type { AmountRefusal } from "$lib/amounts";
import { m } from "$lib/messages";

const texts: Record<AmountRefusal, () => string> = {
	not_a_number: m.amount_not_a_number,
	not_positive: m.amount_not_positive,
	too_precise: m.amount_too_precise,
	too_large: m.amount_too_large,
};

/** Why an amount is not accepted, and what would be. */
export const explainAmount = (refusal: AmountRefusal): string => texts[refusal]();
