import type { ChartReadings } from "$lib/bindings/ChartReadings";

/** How text begins that a spreadsheet runs, with the full-width forms. */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** Words of others as text: a spreadsheet would run what looks like a formula. */
const asText = (words: string): string => (FORMULA.test(words) ? `'${words}` : words);

/** Quoted where the format needs it. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const line = (fields: string[]): string => `${fields.map(field).join(",")}\r\n`;

/** A moment in UTC without fractions of a second. */
const utc = (at: string): string => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

/**
 * What a chart shows, as a file of RFC 4180: the beginning of each span of time and the value of each series in it.
 * Numbers are not formatted; where nothing was measured, nothing stands.
 */
export function csvOf(readings: ChartReadings, unit: string | null): string {
	const heads = readings.series.map(({ name }) => asText(unit ? `${name} (${unit})` : name));
	const rows = readings.buckets.map((begin, at) => [
		utc(begin),
		...readings.series.map(({ values, texts }) => asOne(texts?.[at], values[at])),
	]);
	return [["time", ...heads], ...rows].map(line).join("");
}

function asOne(text: string | null | undefined, value: number | null | undefined): string {
	if (text != null) return asText(text);
	return value == null ? "" : String(value);
}
