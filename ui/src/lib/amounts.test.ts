import { expect, test } from "vitest";
import { formatCount, formatDecimal } from "./amounts";

test.each([
	["12480.500", "12,480.5"],
	["0", "0"],
	["0.000001", "0.000001"],
	["-20.25", "-20.25"],
	["9007199254740993", "9,007,199,254,740,993"],
	["123456789012345678901234.123456789012", "123,456,789,012,345,678,901,234.123456789012"],
])("%s is written exactly", (decimal, written) => {
	expect(formatDecimal(decimal)).toBe(written);
});

test("counts are grouped", () => {
	expect(formatCount(1204)).toBe("1,204");
});
