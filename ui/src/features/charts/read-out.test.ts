import { expect, test } from "vitest";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import { changeOf, overallOf } from "./large-number";
import { inOneSentence, placeAfter, readOutAt } from "./read-out";
import { isEmpty } from "./shown";

const series = (name: string, values: (number | null)[], texts: (string | null)[] | null = null) => ({
	name,
	values,
	texts,
	overall: null,
	overallText: null,
});

const readings: ChartReadings = {
	from: "2026-05-01T12:00:00Z",
	until: "2026-05-03T12:00:00Z",
	bucket: "day",
	calculation: "average",
	buckets: ["2026-05-01T12:00:00Z", "2026-05-02T12:00:00Z"],
	series: [
		series("Oven", [182.456, null]),
		series("Gate", [null, null], ["open", null]),
		series("Press", [3, 1.5]),
	],
	events: 4,
};

test("says what all series that are shown say of a bucket", () => {
	const there = readOutAt(readings, "°C", new Set([2]), 0);
	expect(there?.rows.map(({ value }) => value)).toEqual(["182.46\u00a0°C", "open"]);
	expect(there && inOneSentence(there)).toBe("Fri, 1 May 2026: Oven 182.46\u00a0°C, Gate open");
	expect(readOutAt(readings, null, new Set(), 1)?.rows[0]?.value).toBe("–");
	expect(readOutAt(readings, null, new Set(), 2)).toBeNull();
});

test.each<[string, number | null, number | null | undefined]>([
	["ArrowRight", null, 0],
	["ArrowLeft", null, 99],
	["ArrowRight", 99, 99],
	["ArrowLeft", 5, 4],
	["PageUp", 5, 0],
	["PageDown", 5, 15],
	["Home", 5, 0],
	["End", null, 99],
	["Escape", 5, null],
	["a", 5, undefined],
])("%s from %j leads to %j", (key, from, to) => {
	expect(placeAfter(key, from, 100)).toBe(to);
	expect(placeAfter("ArrowRight", null, 0)).toBeUndefined();
});

test("a large number says by how much it changed, where that says something", () => {
	const [oven, gate, press] = readings.series;
	expect(press && changeOf(readings, press, "bar")).toBe("-1.5\u00a0bar since 1 May 2026");
	expect(press && changeOf({ ...readings, calculation: "sum" }, press, "bar")).toBeNull();
	expect(oven && changeOf(readings, oven, null)).toBeNull();
	expect(gate && overallOf({ ...gate, overallText: "open" }, "°C")).toBe("open");
	expect(oven && overallOf({ ...oven, overall: 12.5 }, "°C")).toBe("12.5\u00a0°C");
	expect(oven && overallOf(oven, "°C")).toBe("–");
});

test("nothing measured is told from words and zeros", () => {
	expect(isEmpty(readings)).toBe(false);
	expect(isEmpty({ ...readings, events: 0 })).toBe(true);
	expect(isEmpty({ ...readings, series: [series("Oven", [null, null])] })).toBe(true);
	expect(isEmpty({ ...readings, series: [series("Oven", [0])] })).toBe(false);
	expect(isEmpty({ ...readings, series: [series("Gate", [null], ["open"])] })).toBe(false);
});
