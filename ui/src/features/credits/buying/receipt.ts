import type { CreditPurchase } from "$lib/bindings/CreditPurchase";
import { formatDecimal } from "$lib/amounts";
import { direction, language } from "$lib/language.svelte";
import { m } from "$lib/messages";
import { formatExactly } from "$lib/time";
import { formatPrice } from "./money";
import { stateName } from "./purchase-states";

/** A line of a receipt. */
export interface ReceiptLine {
	name: string;
	value: string;
}

const providers = { sandbox: m.provider_sandbox, stripe: m.provider_stripe };

/** What a receipt says, in its order. */
export function receiptLines(purchase: CreditPurchase, portal: string): ReceiptLine[] {
	const { currency } = purchase;
	const provider = purchase.provider ? providers[purchase.provider]() : m.purchase_state_other();
	const lines: [string, string | null][] = [
		[m.receipt_number(), purchase.receipt],
		[m.receipt_portal(), portal],
		[m.buy_for(), purchase.organization],
		[m.receipt_buyer(), purchase.buyer],
		[m.receipt_date(), purchase.creditedAt && formatExactly(purchase.creditedAt)],
		[m.buy_credits(), formatDecimal(purchase.credits)],
		[m.buy_unit_price(), formatPrice(purchase.pricePerCredit, currency)],
		[m.receipt_total(), formatPrice(purchase.price, currency)],
		[m.receipt_provider(), provider],
		[m.receipt_reference(), purchase.providerReference],
		[m.receipt_state(), stateName(purchase)],
	];
	return lines.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

/** What a receipt is called as a file. */
export const receiptFile = (purchase: CreditPurchase): string => `receipt ${purchase.receipt ?? purchase.id}`;

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

/** A receipt as a page of its own, which needs nothing from anywhere. */
export function receiptPage(purchase: CreditPurchase, portal: string): string {
	const title = escaped(m.receipt_title({ number: purchase.receipt ?? "" }));
	const rows = receiptLines(purchase, portal).map(
		({ name, value }) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
	);
	return `<!doctype html>
<html lang="${language()}" dir="${direction()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.4rem 0; border-bottom: 1px solid #8884; font-weight: 400; text-align: start; vertical-align: top; }
td { text-align: end; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>${title}</h1>
<table>
${rows.join("\n")}
</table>
</body>
</html>
`;
}
