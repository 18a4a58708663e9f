import type { Chart } from "$lib/bindings/Chart";
import type { ChartBucket } from "$lib/bindings/ChartBucket";
import type { ChartCalculation } from "$lib/bindings/ChartCalculation";
import { numberLanguage } from "$lib/language.svelte";
import { m } from "$lib/messages";
import { isolated } from "$lib/names";
import { dateLanguage } from "$lib/time";

/** How numbers and times are written in charts: in the language of the page, and in the zone that the person is in. */

/** Where the person is, as an IANA name. */
export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Making a format takes far longer than using it, and a table uses one hundreds of times. */
const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function kept<Format extends Intl.DateTimeFormat | Intl.NumberFormat>(
	name: string,
	make: () => Format,
): Format {
	const key = `${name} ${dateLanguage()}`;
	const format = formats.get(key) ?? make();
	formats.set(key, format);
	return format as Format;
}

const dates = (name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
	kept(name, () => new Intl.DateTimeFormat(dateLanguage(), options));

// Not as where days are written first: a million is an `m` there, which reads like a unit.
const numbers = (name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
	kept(name, () => new Intl.NumberFormat(numberLanguage(), options));

/** The unit of what a calculation answers: how often something was measured has none. */
export const unitOf = ({ unit }: Pick<Chart, "unit">, calculation: ChartCalculation): string | null =>
	calculation === "count" ? null : unit;

/** A value with at most two decimals, or as many as a small one needs. */
export function formatValue(value: number): string {
	const small = value !== 0 && Math.abs(value) < 0.1;
	return small
		? numbers("small", { maximumSignificantDigits: 2 }).format(value)
		: numbers("value", { maximumFractionDigits: 2 }).format(value);
}

/** A value along an axis, where there is little room. */
export const formatTick = (value: number): string =>
	numbers("tick", { notation: "compact", maximumFractionDigits: 2 }).format(value);

/** A difference, which always has a sign. */
export const formatChange = (value: number): string =>
	numbers("change", { maximumFractionDigits: 2, signDisplay: "exceptZero" }).format(value);

/** Together with the unit, on one line. */
export function withUnit(value: string, unit: string | null): string {
	if (!unit) return value;
	return isolated(/^[%‰°′″]$/.test(unit) ? `${value}${unit}` : `${value}\u00a0${unit}`);
}

const bucketFormats: Record<ChartBucket, Intl.DateTimeFormatOptions> = {
	quarter_hour: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
	hour: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
	day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
	week: { day: "numeric", month: "short", year: "numeric" },
};

/** Which span of time one value stands for, such as “Sun, 3 May 2026”. */
export function formatBucket(at: string, bucket: ChartBucket): string {
	const time = dates(bucket, bucketFormats[bucket]).format(new Date(at));
	return bucket === "week" ? m.chart_week_of({ day: time }) : time;
}

/** The day of a moment in few letters, such as “3 May 2026”. */
export const formatShortDay = (at: string): string =>
	dates("short day", { day: "numeric", month: "short", year: "numeric" }).format(new Date(at));

const DAY_SECONDS = 86_400;

/**
 * A moment along the axis of time.
 *
 * @param seconds Since 1970.
 * @param apart How many seconds lie between two of them.
 */
export function formatTime(seconds: number, apart: number): string {
	const date = new Date(seconds * 1000);
	if (apart >= 28 * DAY_SECONDS) {
		const year = date.getMonth() === 0;
		return dates(year ? "year" : "month", year ? { year: "numeric" } : { month: "short" }).format(date);
	}
	const midnight = date.getHours() === 0 && date.getMinutes() === 0;
	if (apart >= DAY_SECONDS || midnight) return dates("date", { day: "numeric", month: "short" }).format(date);
	return dates("time", { hour: "2-digit", minute: "2-digit" }).format(date);
}
