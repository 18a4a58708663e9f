import type { ChartKind } from "$lib/bindings/ChartKind";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { PlottedKind } from "./plot-options";

/** Whether nothing was measured in all of the readings. */
export const isEmpty = ({ series, events }: ChartReadings): boolean =>
	events === 0 ||
	series.every(({ values, texts }) => [...values, ...(texts ?? [])].every((each) => each === null));

/** Whether words were read: they can't be drawn, but stand in a table. */
export const isWords = ({ series }: ChartReadings): boolean => series.some(({ texts }) => texts !== null);

/** How a chart is drawn on a canvas; null when it is not. */
export const plottedKind = (kind: ChartKind): PlottedKind | null =>
	kind === "large_number" || kind === "table" ? null : kind;
