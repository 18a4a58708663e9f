import uPlot from "./uplot";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import { drawMarkers, tools } from "./ink";
import type { Look } from "./look";
import { KEY_WIDTH, placeLegend, type PlacedEntry } from "./picture-layout";
import { plotData } from "./plot-data";
import { plotOptions, type Drawing, type PlottedKind } from "./plot-options";
import { styleOf } from "./series-style";
import { pilesOf } from "./stacking";

/** What a picture shows. */
export interface PictureOf {
	title: string;
	/** What was worked out of what range. */
	subtitle: string;
	kind: PlottedKind;
	readings: ChartReadings;
	hidden: ReadonlySet<number>;
	look: Look;
}

/** A picture has twice as many pixels each way as a screen of its size. */
const SCALE = 2;
const WIDTH = 800;
const HEIGHT = 360;
const EDGE = 24;
const HEAD = 56;
const ROW = 22;

/** A chart with its title and legend on the surface it stands on, as a PNG in base64. */
export async function pngOf(picture: PictureOf): Promise<string> {
	const canvas = document.createElement("canvas");
	const context = canvas.getContext("2d");
	if (!context) throw new Error("there is no canvas to draw on");
	const { look, title, subtitle, readings, hidden } = picture;

	context.font = `13px ${look.font}`;
	const entries = readings.series
		.map(({ name }, place) => ({ place, name, width: context.measureText(name).width }))
		.filter(({ place }) => !hidden.has(place));
	const legend = placeLegend(entries, WIDTH - 2 * EDGE);
	const rows = (legend.at(-1)?.row ?? -1) + 1;

	canvas.width = SCALE * WIDTH;
	canvas.height = SCALE * (EDGE + HEAD + HEIGHT + 12 + rows * ROW + EDGE);
	context.scale(SCALE, SCALE);
	context.fillStyle = look.surface;
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.textBaseline = "middle";
	context.fillStyle = look.text;
	context.font = `600 18px ${look.font}`;
	context.fillText(title, EDGE, EDGE + 10, WIDTH - 2 * EDGE);
	context.fillStyle = look.muted;
	context.font = `13px ${look.font}`;
	context.fillText(subtitle, EDGE, EDGE + 34, WIDTH - 2 * EDGE);

	context.drawImage(await plotted(picture), EDGE, EDGE + HEAD, WIDTH - 2 * EDGE, HEIGHT);
	for (const entry of legend) {
		drawEntry(context, picture, entry, EDGE + HEAD + HEIGHT + 12 + (entry.row + 0.5) * ROW);
	}
	return canvas.toDataURL("image/png").replace(/^[^,]*,/, "");
}

/** The chart itself, drawn out of sight. */
function plotted({ kind, readings, hidden, look }: PictureOf): Promise<HTMLCanvasElement> {
	// The library draws for the screen's own pixels.
	const scale = SCALE / uPlot.pxRatio;
	const drawing: Drawing = {
		kind,
		readings,
		hidden,
		piles: pilesOf(kind, readings, hidden),
		look,
		width: Math.round((WIDTH - 2 * EDGE) * scale),
		height: Math.round(HEIGHT * scale),
		scale,
	};
	return new Promise((resolve) => {
		const options = plotOptions(drawing, tools);
		options.cursor = { show: false };
		options.hooks = {
			drawSeries: [(plot, series) => drawMarkers(plot, drawing, series - 1)],
			ready: [
				(plot) => {
					resolve(plot.ctx.canvas);
					plot.destroy();
				},
			],
		};
		new uPlot(options, plotData(readings, drawing.piles), document.createElement("div"));
	});
}

function drawEntry(
	context: CanvasRenderingContext2D,
	{ kind, look }: PictureOf,
	{ place, name, left }: PlacedEntry,
	middle: number,
): void {
	const style = styleOf(place);
	const color = look.hues[style.hue] ?? look.text;
	context.save();
	context.translate(EDGE + left, middle);
	if (kind === "bar" || kind === "stacked_bar") {
		context.fillStyle = tools.ink(color, style);
		context.fillRect(5, -6, 12, 12);
	} else {
		context.strokeStyle = color;
		context.lineWidth = 2;
		context.setLineDash(style.dash);
		context.beginPath();
		context.moveTo(0, 0);
		context.lineTo(22, 0);
		context.stroke();
		context.translate(5, -6);
		context.fillStyle = color;
		context.fill(new Path2D(style.marker));
		context.translate(-5, 6);
	}
	context.fillStyle = look.text;
	context.fillText(name, KEY_WIDTH, 0);
	context.restore();
}
