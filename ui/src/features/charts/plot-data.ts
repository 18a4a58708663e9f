import type uPlot from "uplot";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { Piles } from "./stacking";

const seconds = (at: string): number => Date.parse(at) / 1000;

/** The middles of the buckets in seconds: a value stands for all of its bucket, whichever end is pointed at. */
export function middlesOf(readings: ChartReadings): number[] {
	const begins = readings.buckets.map(seconds);
	const length = bucketSeconds(readings);
	return begins.map((begin, at) => (begin + (begins[at + 1] ?? begin + length)) / 2);
}

const bucketLengths: Record<ChartReadings["bucket"], number> = {
	quarter_hour: 900,
	hour: 3_600,
	day: 86_400,
	week: 604_800,
};

/** How long a bucket is, but for where clocks change. */
export const bucketSeconds = ({ bucket }: ChartReadings): number => bucketLengths[bucket];

/** The ends of what a chart shows, in seconds since 1970: its last bucket is drawn whole. */
export function spanOf(readings: ChartReadings): [number, number] {
	const { from, until, buckets } = readings;
	const last = buckets.at(-1);
	return [seconds(buckets[0] ?? from), last ? seconds(last) + bucketSeconds(readings) : seconds(until)];
}

/** What the library draws: the times, then the values of each series, or the tops of the piles. */
export const plotData = (readings: ChartReadings, piles: Piles | null): uPlot.AlignedData => [
	middlesOf(readings),
	...(piles?.to ?? readings.series.map(({ values }) => values)),
];

/** The places at which a series gets a marker: some way apart, and not all series at the same ones. */
export function markedPlaces(values: (number | null)[], place: number, apart: number): number[] {
	const marked: number[] = [];
	const first = Math.floor(((place * 0.382) % 1) * apart);
	for (let at = first; at < values.length; at += apart) {
		if (values[at] != null) marked.push(at);
	}
	return marked;
}
