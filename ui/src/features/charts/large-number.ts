import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { ChartSeries } from "$lib/bindings/ChartSeries";
import { m } from "$lib/messages";
import { formatChange, formatShortDay, formatValue, withUnit } from "./formats";

/** A value over the whole range. */
export const overallOf = ({ overall, overallText }: ChartSeries, unit: string | null): string =>
	overallText ?? (overall === null ? m.chart_no_value() : withUnit(formatValue(overall), unit));

/**
 * By how much the first and the last reading differ, in words; null where that says nothing: how much was counted
 * or added up depends on how long a bucket was.
 */
export function changeOf(readings: ChartReadings, series: ChartSeries, unit: string | null): string | null {
	if (readings.calculation === "count" || readings.calculation === "sum") return null;
	const places = [...series.values.keys()].filter((at) => series.values[at] !== null);
	const [first, last] = [places.at(0), places.at(-1)];
	if (first === undefined || last === undefined || first === last) return null;
	const change = (series.values[last] ?? 0) - (series.values[first] ?? 0);
	return m.chart_change({
		change: withUnit(formatChange(change), unit),
		since: formatShortDay(readings.buckets[first] ?? readings.from),
	});
}
