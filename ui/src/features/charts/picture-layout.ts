/** What is written below a chart in a picture. */
export interface LegendEntry {
	place: number;
	name: string;
	/** How wide the name is. */
	width: number;
}

/** Where an entry stands. */
export interface PlacedEntry extends LegendEntry {
	left: number;
	row: number;
}

/** Room for the key of a series and the way to its name. */
export const KEY_WIDTH = 28;
const BETWEEN = 16;

/** Puts entries into rows that are no wider than `width`; one that is wider alone has a row to itself. */
export function placeLegend(entries: LegendEntry[], width: number): PlacedEntry[] {
	let left = 0;
	let row = 0;
	return entries.map((entry) => {
		const needed = KEY_WIDTH + entry.width;
		if (left > 0 && left + needed > width) {
			left = 0;
			row += 1;
		}
		const placed = { ...entry, left, row };
		left += needed + BETWEEN;
		return placed;
	});
}
