import type { ChartReadings } from "$lib/bindings/ChartReadings";
import { m } from "$lib/messages";
import { dateLanguage } from "$lib/time";
import { formatBucket, formatValue, withUnit } from "./formats";

/** What all series that are shown say of one bucket. */
export interface ReadOut {
	time: string;
	rows: { place: number; name: string; value: string }[];
}

/** What a series says of a bucket. */
export function cellOf(readings: ChartReadings, series: number, at: number, unit: string | null): string {
	const { values, texts } = readings.series[series] ?? {};
	const text = texts?.[at];
	if (text != null) return text;
	const value = values?.[at];
	return value == null ? m.chart_no_value() : withUnit(formatValue(value), unit);
}

/** What there is to read at a bucket; null when there is no such bucket. */
export function readOutAt(
	readings: ChartReadings,
	unit: string | null,
	hidden: ReadonlySet<number>,
	at: number,
): ReadOut | null {
	const begin = readings.buckets[at];
	if (begin === undefined) return null;
	const rows = readings.series.map(({ name }, place) => ({
		place,
		name,
		value: cellOf(readings, place, at, unit),
	}));
	return {
		time: formatBucket(begin, readings.bucket),
		rows: rows.filter(({ place }) => !hidden.has(place)),
	};
}

/** The same in one sentence. */
export function inOneSentence({ time, rows }: ReadOut): string {
	const values = rows.map(({ name, value }) => m.chart_series_value({ name, value }));
	return m.chart_reading({
		time,
		values: new Intl.ListFormat(dateLanguage(), { type: "unit" }).format(values),
	});
}

const steps: Record<string, number> = {
	ArrowLeft: -1,
	ArrowRight: 1,
	PageUp: -10,
	PageDown: 10,
	Home: -Infinity,
	End: Infinity,
};

/** Where a key moves the crosshair among `count` buckets; undefined when it is no key for that. */
export function placeAfter(key: string, place: number | null, count: number): number | null | undefined {
	if (key === "Escape") return null;
	const step = steps[key];
	if (step === undefined || count === 0) return undefined;
	const from = place ?? (step > 0 ? -1 : count);
	return Math.min(count - 1, Math.max(0, from + step));
}
