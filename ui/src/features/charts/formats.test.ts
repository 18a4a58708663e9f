import { afterAll, beforeAll, expect, test } from "vitest";
import {
	formatBucket,
	formatChange,
	formatTick,
	formatTime,
	formatValue,
	timeZone,
	unitOf,
	withUnit,
} from "./formats";

const zone = process.env["TZ"];
beforeAll(() => void (process.env["TZ"] = "Europe/Berlin"));
afterAll(() => {
	if (zone === undefined) delete process.env["TZ"];
	else process.env["TZ"] = zone;
});

test("times are those of the place where the person is", () => {
	expect(timeZone()).toBe("Europe/Berlin");
	expect(formatBucket("2026-05-02T22:00:00Z", "day")).toBe("Sun, 3 May 2026");
	expect(formatBucket("2026-05-03T10:15:00Z", "quarter_hour")).toBe("3 May, 12:15");
	expect(formatBucket("2026-05-03T10:00:00Z", "hour")).toMatch(/^Sun,? 3 May,? 12:00$/);
	expect(formatBucket("2026-05-03T22:00:00Z", "week")).toBe("Week of 4 May 2026");
});

test("along the axis, midnight says the day, and January the year", () => {
	const at = (time: string) => Date.parse(time) / 1000;
	expect(formatTime(at("2026-05-03T04:00:00Z"), 21_600)).toBe("06:00");
	expect(formatTime(at("2026-05-02T22:00:00Z"), 21_600)).toBe("3 May");
	expect(formatTime(at("2026-05-01T22:00:00Z"), 7 * 86_400)).toBe("2 May");
	expect(formatTime(at("2026-04-30T22:00:00Z"), 30 * 86_400)).toBe("May");
	expect(formatTime(at("2025-12-31T23:00:00Z"), 30 * 86_400)).toBe("2026");
});

test.each([
	[1234.567, "1,234.57"],
	[-0.5, "-0.5"],
	[0.012345, "0.012"],
	[0, "0"],
])("a value is written as people read it: %d", (value, written) => {
	expect(formatValue(value)).toBe(written);
});

test("an axis is short, a change has a sign, and a unit stays on the line", () => {
	expect(formatTick(1_250_000)).toBe("1.25M");
	expect([1.5, -1.5, 0].map(formatChange)).toEqual(["+1.5", "-1.5", "0"]);
	expect(withUnit("21", "°C")).toBe("21\u00a0°C");
	expect(withUnit("21", "%")).toBe("21%");
	expect(withUnit("21", null)).toBe("21");
});

test("what is counted has no unit", () => {
	expect(unitOf({ unit: "°C" }, "count")).toBeNull();
	expect(unitOf({ unit: "°C" }, "average")).toBe("°C");
});
