import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { DailyUsage } from "$lib/bindings/DailyUsage";
import { m } from "$lib/messages";
import { inCredits } from "./in-credits";

/** When a day such as `2026-11-22` begins where the person is, as RFC 3339. */
export function startOfDay(date: string): string {
	const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
	return new Date(year, month - 1, day).toISOString();
}

/** Daily usage as what a chart shows. Amounts are drawn as numbers, and read as the exact decimals that they are. */
export function readingsOf(usage: DailyUsage[]): ChartReadings {
	const buckets = usage.map(({ date }) => startOfDay(date));
	return {
		from: buckets[0] ?? "",
		until: buckets.at(-1) ?? "",
		bucket: "day",
		calculation: "sum",
		buckets,
		series: [
			{
				name: m.credits_used(),
				values: usage.map(({ credits }) => Number(credits)),
				texts: usage.map(({ credits }) => inCredits(credits)),
				overall: null,
				overallText: null,
			},
		],
		events: usage.length,
	};
}
