import uPlot from "./uplot";
import type { Drawing, Tools } from "./plot-options";
import { markedPlaces } from "./plot-data";
import { styleOf, type SeriesStyle } from "./series-style";

/** About how many pixels lie between two markers of a series. */
const MARKERS_APART = 88;

/** The side of the square that a marker is outlined in. */
const MARKER_SIDE = 12;

/** A colour, or stripes of it where another series has the colour already. */
function ink(color: string, { repeated }: SeriesStyle): string | CanvasPattern {
	const tile = document.createElement("canvas");
	tile.width = tile.height = 6;
	const context = repeated ? tile.getContext("2d") : null;
	if (!context) return color;
	context.strokeStyle = color;
	context.lineWidth = 2.5;
	for (const shift of [-6, 0, 6]) {
		context.moveTo(shift, 6);
		context.lineTo(shift + 6, 0);
	}
	context.stroke();
	return context.createPattern(tile, "repeat") ?? color;
}

/** Marks the line of a series here and there, so that it is known without its hue. */
export function drawMarkers(
	plot: uPlot,
	{ kind, readings, look, width, scale }: Drawing,
	place: number,
): void {
	const values = readings.series[place]?.values ?? [];
	if (kind === "bar" || kind === "stacked_bar" || readings.series.length === 1) return;
	const { hue, marker } = styleOf(place);
	const apart = Math.max(1, Math.round((values.length * MARKERS_APART * scale) / width));
	const { ctx } = plot;
	const size = 0.8 * scale * uPlot.pxRatio;
	const outline = new Path2D(marker);
	for (const at of markedPlaces(values, place, apart)) {
		ctx.save();
		ctx.translate(
			plot.valToPos(plot.data[0][at] ?? 0, "x", true) - (MARKER_SIDE / 2) * size,
			plot.valToPos(values[at] ?? 0, "y", true) - (MARKER_SIDE / 2) * size,
		);
		ctx.scale(size, size);
		ctx.setLineDash([]);
		ctx.lineWidth = 3;
		ctx.strokeStyle = look.surface;
		ctx.stroke(outline);
		ctx.fillStyle = look.hues[hue] ?? look.text;
		ctx.fill(outline);
		ctx.restore();
	}
}

/** The library can be built without some of its parts; the one that is installed has them all. */
function part<Part>(found: Part | undefined): Part {
	if (!found) throw new Error("a part of the library is missing");
	return found;
}

/** What the library brings along. */
export const tools: Tools = {
	bars: (options) => part(uPlot.paths.bars)(options),
	steps: (options) => part(uPlot.paths.stepped)(options),
	widen: (minimum, maximum) => uPlot.rangeNum(minimum, maximum, 0.1, true),
	ink,
};

/** Whether there is anything to draw on. */
export const canDraw = (): boolean => document.createElement("canvas").getContext("2d") !== null;
