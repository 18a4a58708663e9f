import type { Chart } from "$lib/bindings/Chart";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { SavedFile } from "$lib/bindings/SavedFile";
import { Attempt } from "$lib/state/attempt.svelte";
import type { Ask } from "./chart-in-view.svelte";
import { csvOf } from "./csv";
import { fileName } from "./file-name";
import { unitOf } from "./formats";
import type { PictureOf } from "./picture";

/** Saving what a chart shows as a file, one at a time, and what came of it. */
export class ChartSaving extends Attempt {
	#chart: Chart;
	#ask: Ask;
	#path = $state<string | null>(null);

	constructor(chart: Chart, ask: Ask) {
		super();
		this.#chart = chart;
		this.#ask = ask;
	}

	/** Where the last file was saved. */
	get path(): string | null {
		return this.#path;
	}

	table(readings: ChartReadings): Promise<string | null> {
		const csv = csvOf(readings, unitOf(this.#chart, readings.calculation));
		return this.#save(() => this.#ask((host) => host.saveChartTable(fileName(this.#chart, readings), csv)));
	}

	/** Saves what stands on a canvas. */
	picture(picture: PictureOf): Promise<string | null> {
		return this.#save(async () => {
			const { pngOf } = await import("./picture");
			const png = await pngOf(picture);
			return this.#ask((host) => host.saveChartPicture(fileName(this.#chart, picture.readings), png));
		});
	}

	/** Answers where the file lies; null when it was not saved. */
	async #save(send: () => Promise<SavedFile>): Promise<string | null> {
		this.#path = null;
		this.#path = (await this.run(send))?.path ?? null;
		return this.#path;
	}
}
