import type { Chart } from "$lib/bindings/Chart";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import { FileSaving } from "$lib/state/file-saving.svelte";
import type { Ask } from "./chart-in-view.svelte";
import { csvOf } from "./csv";
import { fileName } from "./file-name";
import { unitOf } from "./formats";
import type { PictureOf } from "./picture";

/** Saving what a chart shows as a file. */
export class ChartSaving extends FileSaving {
	#chart: Chart;
	#ask: Ask;

	constructor(chart: Chart, ask: Ask) {
		super();
		this.#chart = chart;
		this.#ask = ask;
	}

	table(readings: ChartReadings): Promise<string | null> {
		const csv = csvOf(readings, unitOf(this.#chart, readings.calculation));
		return this.save(() => this.#ask((host) => host.saveChartTable(fileName(this.#chart, readings), csv)));
	}

	/** Saves what stands on a canvas. */
	picture(picture: PictureOf): Promise<string | null> {
		return this.save(async () => {
			const { pngOf } = await import("./picture");
			const png = await pngOf(picture);
			return this.#ask((host) => host.saveChartPicture(fileName(this.#chart, picture.readings), png));
		});
	}
}
