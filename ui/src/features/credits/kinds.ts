import type { CreditKind } from "$lib/bindings/CreditKind";
import { m } from "$lib/messages";

const names: Record<CreditKind, () => string> = {
	usage: m.credit_kind_usage,
	purchase: m.credit_kind_purchase,
	grant: m.credit_kind_grant,
	refund: m.credit_kind_refund,
	adjustment: m.credit_kind_adjustment,
};

/** The kinds to choose from. */
export const kindChips = (): { value: CreditKind; label: string }[] =>
	(Object.keys(names) as CreditKind[]).map((value) => ({ value, label: names[value]() }));

/** What happened in a transaction; null for what a later portal knows. */
export const kindName = (kind: CreditKind | null): string => (kind ? names[kind]() : m.credit_kind_other());
