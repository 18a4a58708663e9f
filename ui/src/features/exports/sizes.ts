import { formatCount } from "$lib/amounts";
import { numberLanguage } from "$lib/language.svelte";
import { m } from "$lib/messages";

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** Octets as people write them, such as “84.3 MB”. */
export function formatSize(octets: number): string {
	let [amount, unit] = [octets, 0];
	while (amount >= 999.5 && unit < units.length - 1) [amount, unit] = [amount / 1000, unit + 1];
	return new Intl.NumberFormat(numberLanguage(), {
		style: "unit",
		unit: units[unit] ?? "byte",
		unitDisplay: unit === 0 ? "long" : "short",
		maximumFractionDigits: amount < 100 && unit > 0 ? 1 : 0,
	}).format(amount);
}

/** From this many on, rows are written with fewer digits. */
const MANY = 100_000;

function amountOf(rows: number): string {
	if (rows < MANY) return formatCount(rows);
	const short = { notation: "compact", maximumSignificantDigits: 3 } as const;
	return new Intl.NumberFormat(numberLanguage(), short).format(rows);
}

/** Rows in words, such as “1.2M rows”. */
export const formatRows = (rows: number): string => m.exports_rows({ count: rows, amount: amountOf(rows) });
