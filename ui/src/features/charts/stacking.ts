import type { ChartKind } from "$lib/bindings/ChartKind";
import type { ChartReadings } from "$lib/bindings/ChartReadings";

/** Where the part of each series begins and ends on its pile, for each bucket. */
export interface Piles {
	from: (number | null)[][];
	to: (number | null)[][];
}

/** Puts values on top of each other, what is below zero downwards; series that are not shown take no room. */
export function pile(series: (number | null)[][], shown: (place: number) => boolean): Piles {
	const length = series[0]?.length ?? 0;
	const up = new Array<number>(length).fill(0);
	const down = new Array<number>(length).fill(0);
	const piles: Piles = { from: [], to: [] };
	for (const [place, values] of series.entries()) {
		const from: (number | null)[] = [];
		const to: (number | null)[] = [];
		for (let at = 0; at < length; at += 1) {
			const value = values[at] ?? null;
			const heights = value !== null && value < 0 ? down : up;
			const height = heights[at] ?? 0;
			const there = value !== null && shown(place);
			from.push(there ? height : null);
			to.push(there ? height + value : null);
			if (there) heights[at] = height + value;
		}
		piles.from.push(from);
		piles.to.push(to);
	}
	return piles;
}

/** The piles of a chart whose bars are stacked; null for any other. */
export function pilesOf(
	kind: ChartKind,
	{ series }: ChartReadings,
	hidden: ReadonlySet<number>,
): Piles | null {
	if (kind !== "stacked_bar") return null;
	return pile(
		series.map(({ values }) => values),
		(place) => !hidden.has(place),
	);
}
