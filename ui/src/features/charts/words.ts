import type { ChartCalculation } from "$lib/bindings/ChartCalculation";
import type { ChartRange } from "$lib/bindings/ChartRange";
import { m } from "$lib/messages";
import type { PlottedKind } from "./plot-options";

const calculations: Record<ChartCalculation, () => string> = {
	last: m.calculation_last,
	count: m.calculation_count,
	sum: m.calculation_sum,
	average: m.calculation_average,
	minimum: m.calculation_minimum,
	maximum: m.calculation_maximum,
};

/** The name of a range as a choice, and what is said of it in a sentence. */
interface RangeWords {
	name: () => string;
	empty: () => string;
	/** Within “…, last 7 days”. */
	within: () => string;
}

const ranges: Record<ChartRange, RangeWords> = {
	day: { name: m.range_day, empty: m.chart_empty_day, within: m.range_within_day },
	week: { name: m.range_week, empty: m.chart_empty_week, within: m.range_within_week },
	month: { name: m.range_month, empty: m.chart_empty_month, within: m.range_within_month },
	quarter: { name: m.range_quarter, empty: m.chart_empty_quarter, within: m.range_within_quarter },
	year: { name: m.range_year, empty: m.chart_empty_year, within: m.range_within_year },
};

const kinds: Record<PlottedKind, () => string> = {
	bar: m.chart_kind_bar,
	stacked_bar: m.chart_kind_stacked_bar,
	line: m.chart_kind_line,
	area: m.chart_kind_area,
};

/** What a calculation is called. */
export const calculationName = (calculation: ChartCalculation): string => calculations[calculation]();

/** What a way of drawing is called. */
export const kindName = (kind: PlottedKind): string => kinds[kind]();

/** The ranges to choose from, with their names. */
export const rangeChoices = () =>
	(Object.keys(ranges) as ChartRange[]).map((value) => ({
		value,
		label: ranges[value].name(),
		test: `range-${value}`,
	}));

/** That nothing was measured in a range. */
export const nothingIn = (range: ChartRange): string => ranges[range].empty();

/** What was worked out of what range, in one line. */
export function workedOut(calculation: ChartCalculation, unit: string | null, range: ChartRange): string {
	const words = { calculation: calculationName(calculation), range: ranges[range].within() };
	return unit ? m.chart_worked_out_in({ ...words, unit }) : m.chart_worked_out(words);
}
