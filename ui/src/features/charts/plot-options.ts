import type uPlot from "uplot";
import type { ChartKind } from "$lib/bindings/ChartKind";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import { formatTick, formatTime } from "./formats";
import { translucent, type Look } from "./look";
import { bucketSeconds, middlesOf, spanOf } from "./plot-data";
import { styleOf, type SeriesStyle } from "./series-style";
import type { Piles } from "./stacking";

/** The ways of drawing that need a canvas. */
export type PlottedKind = Exclude<ChartKind, "large_number" | "table">;

/** What is to be drawn, and how. */
export interface Drawing {
	kind: PlottedKind;
	readings: ChartReadings;
	/** Places of the series that are turned off. */
	hidden: ReadonlySet<number>;
	/** How the values lie on top of each other, if they do. */
	piles: Piles | null;
	look: Look;
	/** In CSS pixels, without the legend. */
	width: number;
	height: number;
	/** How much larger everything is drawn than on the screen; 1 there. */
	scale: number;
}

/** What is needed of the library that draws. */
export interface Tools {
	bars: uPlot.Series.BarsPathBuilderFactory;
	steps: uPlot.Series.SteppedPathBuilderFactory;
	/** Rounds the ends of a range outwards. */
	widen: (minimum: number, maximum: number) => [number | null, number | null];
	/** What a bar is filled with. */
	ink: (color: string, style: SeriesStyle) => string | CanvasPattern;
}

/** In CSS pixels; the same for all charts, and for what stands in for one. */
export const PLOT_HEIGHT = 224;

/** How much of a bucket its bars take. */
const FILLED = 0.76;

/** Places and sizes of bars are given as values. The library has a name for it in its types alone. */
const SCALE = 1 as unknown as uPlot.Series.BarsPathBuilderFacetUnit;

/** Bars that are less wide, in pixels of the screen, are not told apart. */
const NARROW = 2;

/** How the library is to draw. */
export function plotOptions(drawing: Drawing, tools: Tools): uPlot.Options {
	const { width, height, scale, readings } = drawing;
	const span = spanOf(readings);
	return {
		width,
		height,
		// The label of the last tick reaches beyond the plot.
		padding: [8 * scale, 22 * scale, 0, 0],
		legend: { show: false },
		cursor: {
			y: false,
			drag: { x: false, y: false, setScale: false },
			points: isBars(drawing.kind) ? { show: false } : { size: 8 },
			move: snap,
		},
		scales: {
			x: { range: () => span },
			y: { range: rangeOf(drawing, tools) },
		},
		axes: axesOf(drawing),
		series: [{}, ...readings.series.map((_, place) => seriesOf(drawing, tools, place))],
	};
}

/** The crosshair stands in the middle of a bucket. */
const snap: uPlot.Cursor.MousePosRefiner = (plot, left, top) => {
	const middle = left < 0 ? undefined : plot.data[0][plot.posToIdx(left)];
	return [middle === undefined ? left : plot.valToPos(middle, "x"), top];
};

const isBars = (kind: PlottedKind): boolean => kind === "bar" || kind === "stacked_bar";

/** Lengths that are read as such begin at zero; lines show what changes. */
function rangeOf({ kind }: Drawing, { widen }: Tools): uPlot.Scale.Range {
	return (_, least: number | null, most: number | null) => {
		if (least === null || most === null) return [0, 1];
		return kind === "line" ? widen(least, most) : widen(Math.min(0, least), Math.max(0, most));
	};
}

function axesOf({ look, scale }: Drawing): uPlot.Axis[] {
	const font = `${12 * scale}px ${look.font}`;
	const shared = { stroke: look.muted, font, labelFont: font };
	const hairline = { stroke: look.line, width: scale };
	return [
		{
			...shared,
			space: 76 * scale,
			size: 28 * scale,
			gap: 4 * scale,
			grid: { show: false },
			ticks: { ...hairline, size: 4 * scale },
			border: { show: true, ...hairline },
			values: (_, moments, __, ___, apart) => moments.map((moment) => formatTime(moment, apart)),
		},
		{
			...shared,
			space: 36 * scale,
			gap: 6 * scale,
			size: (_, labels) => axisWidth(labels) * scale,
			grid: hairline,
			ticks: { show: false },
			values: (_, values) => values.map(formatTick),
		},
	];
}

/** As wide as the longest label. The library asks before there are any. */
function axisWidth(labels: string[] | null): number {
	const longest = Math.max(2, ...(labels ?? []).map((label) => label.length));
	return 14 + longest * 7;
}

function seriesOf(drawing: Drawing, tools: Tools, place: number): uPlot.Series {
	const { kind, look, hidden, scale } = drawing;
	const style = styleOf(place);
	const color = look.hues[style.hue] ?? look.text;
	const shared = { show: !hidden.has(place), stroke: color };
	if (isNarrow(drawing)) {
		// Down to zero, so that one bucket between two gaps is more than a dot; less where lines cross each other.
		const strength = drawing.readings.series.length === 1 ? 0.5 : 0.16;
		return {
			...shared,
			width: 1.5 * scale,
			dash: style.dash.map((length) => length * scale),
			fill: translucent(color, strength),
			points: { show: false },
			paths: tools.steps({ align: 1 }),
		};
	}
	if (isBars(kind)) {
		return {
			...shared,
			width: 0,
			fill: tools.ink(color, style),
			points: { show: false },
			paths: tools.bars({ disp: barsOf(drawing, place) }),
		};
	}
	return {
		...shared,
		width: 2 * scale,
		dash: style.dash.map((length) => length * scale),
		points: { show: false, filter: lonely, size: 5 * scale, fill: color },
		...(kind === "area" ? { fill: translucent(color, 0.16) } : {}),
	};
}

/** How many bars stand beside each other in a bucket. */
const besideOf = ({ kind, readings, hidden }: Drawing): number =>
	kind === "bar" ? Math.max(1, readings.series.length - hidden.size) : 1;

/** Whether bars would be too narrow, so that steps along their ends show more. */
function isNarrow(drawing: Drawing): boolean {
	const { kind, readings, width, scale } = drawing;
	const bucket = width / scale / Math.max(1, readings.buckets.length);
	return kind === "bar" && (bucket * FILLED) / besideOf(drawing) < NARROW;
}

/** Where the bars of a series stand: beside those of the others, or on top of them. */
function barsOf(drawing: Drawing, place: number): uPlot.Series.BarsPathBuilderDisplay {
	const { kind, readings, hidden, piles } = drawing;
	const length = bucketSeconds(readings) * FILLED;
	const before = kind === "bar" ? [...Array(place).keys()].filter((other) => !hidden.has(other)).length : 0;
	const size = length / besideOf(drawing);
	const begins = middlesOf(readings).map((middle) => middle - length / 2 + before * size);
	return {
		x0: { unit: SCALE, values: () => begins },
		size: { unit: SCALE, values: () => [size] },
		...(piles && {
			y0: { unit: SCALE, values: () => piles.from[place] ?? [] },
			y1: { unit: SCALE, values: () => piles.to[place] ?? [] },
		}),
	};
}

/** Readings between two gaps: as lines they would have no length. */
const lonely: uPlot.Series.Points.Filter = (plot, place) => {
	const values = plot.data[place] ?? [];
	return [...values.keys()].filter(
		(at) => values[at] != null && values[at - 1] == null && values[at + 1] == null,
	);
};
