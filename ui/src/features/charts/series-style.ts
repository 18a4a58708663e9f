/** How many hues there are; further series repeat them with another dash. */
export const HUES = 8;

/** How one series of a chart is told from the others, also without its hue. */
export interface SeriesStyle {
	/** Place of its hue in the palette, from 0. */
	hue: number;
	/** Lengths of line and gap in pixels; none for a line without gaps. */
	dash: number[];
	/** The outline of its marker within a square of twelve, as in SVG. */
	marker: string;
	/** Whether another series has the same hue and marker. */
	repeated: boolean;
}

const markers = [
	"M6 2a4 4 0 1 0 0.01 0z",
	"M2.5 2.5h7v7h-7z",
	"M6 1.5l4.5 8h-9z",
	"M6 1l5 5-5 5-5-5z",
	"M6 10.5l4.5-8h-9z",
	"M4.5 1.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z",
	"M3 1.5l3 3 3-3 1.5 1.5-3 3 3 3-1.5 1.5-3-3-3 3-1.5-1.5 3-3-3-3z",
	"M6 1l4.75 3.5-1.8 5.6H3.05L1.25 4.5z",
];

const dashes = [[], [7, 4], [2, 3], [7, 3, 2, 3]];

/** The style of the series at a place, from 0. */
export function styleOf(place: number): SeriesStyle {
	const hue = place % HUES;
	return {
		hue,
		dash: dashes[Math.floor(place / HUES) % dashes.length] ?? [],
		marker: markers[hue] ?? "",
		repeated: place >= HUES,
	};
}
