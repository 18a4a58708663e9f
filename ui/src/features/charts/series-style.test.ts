import { expect, test } from "vitest";
import { markedPlaces } from "./plot-data";
import { HUES, styleOf } from "./series-style";

test("no two of the first 32 series look the same without their hues", () => {
	const looks = Array.from({ length: 32 }, (_, place) => styleOf(place)).map(
		({ dash, marker }) => `${dash.join(" ")} ${marker}`,
	);
	expect(new Set(looks).size).toBe(32);
});

test("there are never more than eight hues", () => {
	const hues = Array.from({ length: 100 }, (_, place) => styleOf(place).hue);
	expect(Math.max(...hues)).toBe(HUES - 1);
});

test("markers stand some way apart, only where something was measured, and not all in one place", () => {
	const values = Array.from({ length: 40 }, (_, at) => (at < 20 ? at : null));
	expect(markedPlaces(values, 0, 10)).toEqual([0, 10]);
	expect(markedPlaces(values, 1, 10)).toEqual([3, 13]);
});
