import type { CreditPurchase } from "$lib/bindings/CreditPurchase";
import type { CreditPurchaseState } from "$lib/bindings/CreditPurchaseState";
import { m } from "$lib/messages";

const names: Record<CreditPurchaseState, () => string> = {
	created: m.purchase_state_created,
	pending: m.purchase_state_pending,
	paid: m.purchase_state_paid,
	credited: m.purchase_state_credited,
	declined: m.purchase_state_declined,
	expired: m.purchase_state_expired,
	cancelled: m.purchase_state_cancelled,
	refunded: m.purchase_state_refunded,
};

/** How far a purchase has come, in a word or two. */
export const stateName = ({ state }: CreditPurchase): string =>
	state ? names[state]() : m.purchase_state_other();

/** Whether something is still to come of a purchase. */
export const goesOn = ({ state }: CreditPurchase): boolean =>
	state === "created" || state === "pending" || state === "paid";
