import type { Chart } from "$lib/bindings/Chart";
import type { ChartBucket } from "$lib/bindings/ChartBucket";
import type { ChartCalculation } from "$lib/bindings/ChartCalculation";
import type { ChartKind } from "$lib/bindings/ChartKind";
import type { ChartRange } from "$lib/bindings/ChartRange";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { ChartSeries } from "$lib/bindings/ChartSeries";
import type { ChartWorkspace } from "$lib/bindings/ChartWorkspace";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const all: ChartCalculation[] = ["last", "count", "sum", "average", "minimum", "maximum"];

/** What a chart is made of, besides what crosses to the page. */
interface SampleChart extends Chart {
	series: string[];
	/** About what its values are. */
	level: number;
	/** In place of numbers. */
	texts?: string[];
}

const chart = (
	id: string,
	title: string,
	kind: ChartKind,
	calculation: ChartCalculation,
	unit: string | null,
	level: number,
	series: string[],
): SampleChart => ({ id, title, kind, calculation, calculations: all, unit, level, series });

const ovens = ["Oven 1", "Oven 2", "Oven 3"];
const machines = ["Press 1", "Press 2", "Welding cell", "Paint shop"];

export const sampleSensors = Array.from(
	{ length: 12 },
	(_, at) => `Sensor ${String(at + 1).padStart(2, "0")}`,
);

const sampleCharts: Record<string, SampleChart[]> = {
	ws_01line: [
		chart("cht_01ovens", "Oven temperature", "line", "average", "°C", 182, ovens),
		chart("cht_02parts", "Parts finished", "bar", "sum", null, 40, machines.slice(0, 2)),
		chart("cht_03energy", "Energy by machine", "stacked_bar", "sum", "kWh", 12, machines),
		chart("cht_04air", "Compressed air", "area", "average", "bar", 6.4, ["Compressor"]),
		chart("cht_05now", "Hottest oven now", "large_number", "last", "°C", 182, ovens.slice(0, 1)),
		{
			...chart("cht_06doors", "Doors", "table", "last", null, 0, ["Gate A", "Gate B"]),
			calculations: ["last", "count"],
			texts: ["closed", "open", "closed, locked"],
		},
	],
	ws_02cold: [
		chart("cht_07cold", "All cold rooms", "line", "average", "°C", -18, sampleSensors),
		chart(
			"cht_08rooms",
			"Coldest and warmest room",
			"large_number",
			"minimum",
			"°C",
			-18,
			sampleSensors.slice(0, 3),
		),
		chart("cht_09humid", "Humidity", "area", "average", "%", 71, sampleSensors.slice(0, 2)),
		chart("cht_10opened", "Doors opened", "stacked_bar", "count", null, 9, sampleSensors.slice(0, 10)),
	],
	ws_03water: [chart("cht_11water", "Water used", "bar", "sum", "m³", 3, ["Main meter"])],
	ws_04empty: [],
};

const workspace = (id: string, name: string, rest: Partial<ChartWorkspace> = {}): ChartWorkspace => ({
	id,
	name,
	private: false,
	starred: false,
	charts: (sampleCharts[id] ?? []).map(({ id, title, kind, calculation, calculations, unit }) => ({
		id,
		title,
		kind,
		calculation,
		calculations,
		unit,
	})),
	...rest,
});

export const sampleWorkspaces: ChartWorkspace[] = [
	workspace("ws_02cold", "Cold storage", { private: true }),
	workspace("ws_01line", "Line 4 throughput", { starred: true }),
	workspace("ws_04empty", "Ventilation, building 7"),
	workspace("ws_03water", "Water and waste"),
];

/** When the sample workspaces were changed last, by their id. */
export const sampleChanges: Record<string, string> = {
	ws_01line: "2026-05-02T08:00:00Z",
	ws_02cold: "2026-05-02T16:30:00Z",
	ws_03water: "2026-03-11T10:00:00Z",
	ws_04empty: "2026-04-20T10:00:00Z",
};

/** What stands in charts besides words of the page. */
export const sampleChartTexts: string[] = Object.values(sampleCharts)
	.flat()
	.flatMap(({ title, unit, series, texts }) => [title, unit ?? "", ...series, ...(texts ?? [])]);

interface Span {
	bucket: ChartBucket;
	count: number;
}

const spans: Record<ChartRange, Span> = {
	day: { bucket: "quarter_hour", count: 96 },
	week: { bucket: "hour", count: 168 },
	month: { bucket: "day", count: 30 },
	quarter: { bucket: "day", count: 90 },
	year: { bucket: "day", count: 365 },
};

/** Bars stand for more time, so that they can be told apart. */
const barSpans: Record<ChartRange, Span> = {
	day: { bucket: "hour", count: 24 },
	week: { bucket: "day", count: 7 },
	month: spans.month,
	quarter: { bucket: "week", count: 13 },
	year: { bucket: "week", count: 53 },
};

const spanOf = (kind: ChartKind, range: ChartRange): Span =>
	kind === "bar" || kind === "stacked_bar" ? barSpans[range] : spans[range];

/** The beginnings of the last buckets up to `now`, and when the last one began. */
function beginnings({ bucket, count }: Span, now: Date): Date[] {
	const days = { day: 1, week: 7, hour: 0, quarter_hour: 0 }[bucket];
	const length = bucket === "quarter_hour" ? 15 * MINUTE_MS : HOUR_MS;
	const last = new Date(now);
	if (days > 0) last.setHours(0, 0, 0, 0);
	else last.setTime(Math.floor(now.getTime() / length) * length);
	// From Monday on.
	if (bucket === "week") last.setDate(last.getDate() - ((last.getDay() + 6) % 7));
	return Array.from({ length: count }, (_, at) => {
		const begin = new Date(last);
		const back = count - 1 - at;
		// Days have 23 or 25 hours where clocks change.
		if (days > 0) begin.setDate(begin.getDate() - back * days);
		else begin.setTime(begin.getTime() - back * length);
		return begin;
	});
}

/** The same number between 0 and 1 for the same input. */
function chance(seed: number): number {
	const wave = Math.sin(seed * 12.9898) * 43_758.5453;
	return wave - Math.floor(wave);
}

function measured(chart: SampleChart, series: number, begin: Date, at: number): number | null {
	// The second device was away for a while, and everything misses a reading now and then.
	if (series === 1 && at % 40 > 26 && at % 40 < 34) return null;
	if (chart.series.length === 1 && at % 29 > 24) return null;
	const daily = Math.sin(((begin.getHours() + begin.getDate() / 3) / 24 + series / 7) * 2 * Math.PI);
	const value = chart.level * (1 + 0.08 * series + 0.05 * daily + 0.04 * chance(at + series * 977));
	return Math.round(value * 100) / 100;
}

const folds: Record<ChartCalculation, (values: number[]) => number | undefined> = {
	last: (values) => values.at(-1),
	count: (values) => values.length,
	sum: (values) => values.reduce((sum, value) => sum + value, 0),
	average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
	minimum: (values) => Math.min(...values),
	maximum: (values) => Math.max(...values),
};

function seriesOf(
	chart: SampleChart,
	series: number,
	buckets: Date[],
	calculation: ChartCalculation,
): ChartSeries {
	const name = chart.series[series] ?? "";
	const { texts } = chart;
	if (texts && calculation === "last") {
		const said = buckets.map((_, at) => texts[Math.floor(chance(at + series * 31) * texts.length)] ?? null);
		return {
			name,
			values: said.map(() => null),
			texts: said,
			overall: null,
			overallText: said.at(-1) ?? null,
		};
	}
	const values = buckets.map((begin, at) =>
		calculation === "count" ? Math.round(1 + 4 * chance(at + series)) : measured(chart, series, begin, at),
	);
	const there = values.filter((value) => value !== null);
	const overall = folds[calculation](there) ?? null;
	return {
		name,
		values,
		texts: null,
		overall: overall && Math.round(overall * 100) / 100,
		overallText: null,
	};
}

/** What a sample chart shows; null when there is no such chart. */
export function sampleReadings(
	id: string,
	range: ChartRange,
	calculation: ChartCalculation | null,
	now: Date,
): ChartReadings | null {
	const found = Object.values(sampleCharts)
		.flat()
		.find((chart) => chart.id === id);
	if (!found) return null;
	const span = spanOf(found.kind, range);
	const buckets = beginnings(span, now);
	const worked = calculation ?? found.calculation;
	return {
		from: (buckets[0] ?? now).toISOString(),
		until: now.toISOString(),
		bucket: span.bucket,
		calculation: worked,
		buckets: buckets.map((begin) => begin.toISOString()),
		series: found.series.map((_, at) => seriesOf(found, at, buckets, worked)),
		events: buckets.length * found.series.length * 15,
	};
}

/** A chart whose devices have sent nothing. */
export const withoutReadings = (readings: ChartReadings): ChartReadings => ({
	...readings,
	series: [],
	events: 0,
});
