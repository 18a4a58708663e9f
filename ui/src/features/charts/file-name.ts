import type { Chart } from "$lib/bindings/Chart";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import { m } from "$lib/messages";

/** A day where the person is, as it sorts in a folder. */
function day(at: string): string {
	const date = new Date(at);
	const two = (number: number) => String(number).padStart(2, "0");
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** What the file of a chart is called, without an ending. */
export const fileName = ({ title }: Chart, { from, until }: ChartReadings): string =>
	m.chart_file({ title, from: day(from), until: day(until) });
