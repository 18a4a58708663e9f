import type { Chart } from "$lib/bindings/Chart";
import type { ChartCalculation } from "$lib/bindings/ChartCalculation";
import type { ChartRange } from "$lib/bindings/ChartRange";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { Host } from "$lib/host/host";
import { failureFrom, type Failure } from "$lib/state/failure";
import { timeZone } from "./formats";

/** Asks the host for something. */
export type Ask = <T>(question: (host: Host) => Promise<T>) => Promise<T>;

/** A range that a person chose, and when that was on the page's clock. */
export interface ChosenRange {
	value: ChartRange;
	at: number;
}

/** What was asked for, and what came of it; without readings, the chart is gone. */
interface Answer {
	readings: ChartReadings | null;
	range: ChartRange;
	/** When a person asked for it, on the page's clock. */
	askedAt: number;
}

/** One chart on the page: what it is to show, and what it shows. */
export class ChartInView {
	readonly chart: Chart;
	#ask: Ask;
	#range: ChosenRange;
	#calculation: ChartCalculation;
	#answer = $state.raw<Answer | null>(null);
	#failure = $state.raw<Failure | null>(null);
	#fetching = $state(false);
	/** Counts questions: only the answer to the latest counts. */
	#asked = 0;

	constructor(chart: Chart, range: ChosenRange, ask: Ask) {
		this.chart = chart;
		this.#range = range;
		this.#calculation = $state(chart.calculation);
		this.#ask = ask;
	}

	/** What is worked out, as the person chose it. */
	get calculation(): ChartCalculation {
		return this.#calculation;
	}

	/** What came last; null until something did. */
	get answer(): Answer | null {
		return this.#answer;
	}

	/** Why what was asked for last is not there. */
	get failure(): Failure | null {
		return this.#failure;
	}

	get fetching(): boolean {
		return this.#fetching;
	}

	/** Shows another range. */
	show(range: ChosenRange): Promise<void> {
		this.#range = range;
		return this.#load(range.at);
	}

	/** Works out something else. */
	choose(calculation: ChartCalculation): Promise<void> {
		this.#calculation = calculation;
		return this.#load(performance.now());
	}

	/** Asks again for what could not be had. */
	retry(): Promise<void> {
		return this.#load(performance.now());
	}

	async #load(askedAt: number): Promise<void> {
		const asked = (this.#asked += 1);
		const range = this.#range.value;
		const calculation = this.#calculation === this.chart.calculation ? null : this.#calculation;
		this.#fetching = true;
		try {
			const readings = await this.#ask((host) =>
				host.chartReadings(this.chart.id, range, calculation, timeZone()),
			);
			if (asked !== this.#asked) return;
			this.#answer = { readings, range, askedAt };
			this.#failure = null;
		} catch (thrown) {
			if (asked === this.#asked) this.#failure = failureFrom(thrown);
		} finally {
			if (asked === this.#asked) this.#fetching = false;
		}
	}
}
