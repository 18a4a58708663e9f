import { expect, test } from "vitest";
import { exportRange } from "./export-words";

/** Midnight where this test runs. */
const midnight = (month: number, day: number): string => new Date(2026, month - 1, day).toISOString();
const written = (from: string, until: string): string =>
	exportRange({ from, until }).replaceAll(/\s*–\s*/g, "–");

test("the last day is the one that was still exported", () => {
	expect(written(midnight(10, 1), midnight(11, 1))).toBe("1–31 Oct 2026");
	expect(written(midnight(10, 1), midnight(10, 2))).toBe("1 Oct 2026");
});

test("a range without length is a day", () => {
	expect(written(midnight(10, 1), midnight(10, 1))).toBe("1 Oct 2026");
});
