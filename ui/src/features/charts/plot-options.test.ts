import { expect, test, vi } from "vitest";
import type uPlot from "uplot";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { Look } from "./look";
import { middlesOf, plotData, spanOf } from "./plot-data";
import { plotOptions, type Drawing, type Tools } from "./plot-options";
import { pilesOf } from "./stacking";

const look: Look = {
	hues: ["oklch(50% 0.1 0)", "lab(2% 1 1)", "#33c", "h4", "h5", "h6", "h7", "h8"],
	text: "text",
	muted: "muted",
	line: "line",
	surface: "surface",
	font: "font",
};

const DAY = 86_400;

function readings(series: (number | null)[][]): ChartReadings {
	const begins = Array.from({ length: series[0]?.length ?? 0 }, (_, at) => new Date(at * DAY * 1000));
	return {
		from: "1970-01-01T00:00:00Z",
		until: "1970-01-03T10:00:00Z",
		bucket: "day",
		calculation: "average",
		buckets: begins.map((begin) => begin.toISOString()),
		series: series.map((values, place) => ({
			name: `Series ${place}`,
			values,
			texts: null,
			overall: null,
			overallText: null,
		})),
		events: 3,
	};
}

/** Where the plot does not matter. */
const noPlot = undefined as unknown as uPlot;

const path: uPlot.Series.PathBuilder = () => null;

function build(kind: Drawing["kind"], series: (number | null)[][], rest: Partial<Drawing> = {}) {
	const bars = vi.fn<Tools["bars"]>(() => path);
	const tools: Tools = {
		bars,
		steps: vi.fn<Tools["steps"]>(() => () => null),
		widen: (least, most) => [least - 1, most + 1],
		ink: (color, { repeated }) => (repeated ? `stripes of ${color}` : color),
	};
	const shown = readings(series);
	const hidden = rest.hidden ?? new Set<number>();
	const drawing: Drawing = {
		kind,
		readings: shown,
		hidden,
		piles: pilesOf(kind, shown, hidden),
		look,
		width: 600,
		height: 200,
		scale: 1,
		...rest,
	};
	const display = (place: number) => bars.mock.calls[place]?.[0]?.disp;
	const options = plotOptions(drawing, tools);
	return { options, tools, drawing, display };
}

const values = (facet: uPlot.Series.BarsPathBuilderFacet | undefined) => facet?.values(noPlot, 1, 0, 2);

/** The ends of the axis of values for data between two values. */
function ends({ options }: ReturnType<typeof build>, least: number | null, most: number | null) {
	const range = options.scales?.["y"]?.range as uPlot.Range.Function;
	return range(noPlot, least as number, most as number, "y");
}

test("the values of a bucket stand in its middle, and the last bucket is drawn whole", () => {
	const shown = readings([[1, null, 3]]);
	expect(middlesOf(shown)).toEqual([DAY / 2, 1.5 * DAY, 2.5 * DAY]);
	expect(spanOf(shown)).toEqual([0, 3 * DAY]);
	expect(plotData(shown, null)).toEqual([middlesOf(shown), [1, null, 3]]);
});

test("lines show what changes; what is read as a length begins at zero", () => {
	expect(ends(build("line", [[20, 30]]), 20, 30)).toEqual([19, 31]);
	expect(ends(build("area", [[20, 30]]), 20, 30)).toEqual([-1, 31]);
	expect(ends(build("bar", [[-5, -2]]), -5, -2)).toEqual([-6, 1]);
	expect(ends(build("line", [[null]]), null, null)).toEqual([0, 1]);
});

test("gaps stay gaps, and a reading between two of them is a point", () => {
	const { options } = build("line", [[1, null, 3, null, 5, 6]]);
	const series = options.series[1];
	expect(series?.spanGaps).toBeUndefined();
	const filter = series?.points?.filter as (plot: unknown, place: number) => number[];
	expect(filter({ data: [[], [1, null, 3, null, 5, 6]] }, 1)).toEqual([0, 2]);
});

test("an area lets the ground through, whatever its colour is written in", () => {
	const { options } = build("area", [[1], [2], [3]]);
	expect(options.series.slice(1).map(({ fill }) => fill)).toEqual([
		"oklch(50% 0.1 0 / 0.16)",
		"lab(2% 1 1 / 0.16)",
		"color-mix(in srgb, #33c 16%, transparent)",
	]);
});

test("hues are repeated after eight, then told apart by dashes and stripes", () => {
	const twelve = Array.from({ length: 12 }, () => [1, 2]);
	const lines = build("line", twelve).options.series.slice(1);
	expect(lines[8]?.stroke).toBe(lines[0]?.stroke);
	expect(lines[0]?.dash).toEqual([]);
	expect(lines[8]?.dash).not.toEqual([]);
	const stacked = build("stacked_bar", twelve).options.series.slice(1);
	expect(stacked[8]?.fill).toBe("stripes of oklch(50% 0.1 0)");
});

test("bars stand beside each other; those that are turned off take no room", () => {
	const { display } = build(
		"bar",
		[
			[1, 1],
			[2, 2],
			[3, 3],
		],
		{ hidden: new Set([1]) },
	);
	const length = 0.76 * DAY;
	expect(values(display(0)?.size)).toEqual([length / 2]);
	expect(values(display(0)?.x0)?.[0]).toBe(DAY / 2 - length / 2);
	expect(values(display(2)?.x0)?.[0]).toBe(DAY / 2);
});

test("stacked bars stand on top of each other", () => {
	const { display, drawing } = build("stacked_bar", [
		[1, null],
		[2, 5],
	]);
	expect(values(display(1)?.y0)).toEqual([1, 0]);
	expect(values(display(1)?.y1)).toEqual([3, 5]);
	expect(values(display(1)?.size)).toEqual([0.76 * DAY]);
	expect(plotData(drawing.readings, drawing.piles)[2]).toEqual([3, 5]);
});

test("bars that would be too narrow become steps, and a year of stacked ones stays what it is", () => {
	const year = Array.from({ length: 365 }, () => 1);
	const { tools, options } = build("bar", [year, year]);
	expect(tools.bars).not.toHaveBeenCalled();
	expect(options.series[1]?.fill).toBe("oklch(50% 0.1 0 / 0.16)");
	expect(build("bar", [year]).options.series[1]?.fill).toBe("oklch(50% 0.1 0 / 0.5)");
	expect(build("stacked_bar", [year, year]).tools.bars).toHaveBeenCalledTimes(2);
});

test("a picture is drawn larger in all its parts", () => {
	const { options } = build("line", [[1, 2]], { scale: 2 });
	expect(options.axes?.[0]?.font).toBe("24px font");
	expect(options.series[1]?.width).toBe(4);
});

test("the crosshair goes to the middle of a bucket, and away with the pointer", () => {
	const move = build("line", [[1, 2]]).options.cursor?.move;
	const plot = {
		data: [[10, 20]],
		posToIdx: (left: number) => (left < 50 ? 0 : 1),
		valToPos: (value: number) => value * 3,
	} as unknown as uPlot;
	expect(move?.(plot, 55, 7)).toEqual([60, 7]);
	expect(move?.(plot, -10, -10)).toEqual([-10, -10]);
});
