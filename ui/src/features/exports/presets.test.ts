import { parseDate } from "@internationalized/date";
import { expect, test } from "vitest";
import { presetIs, presetsOf } from "./presets";

const named = (today: string, earliest: string | null) =>
	Object.fromEntries(
		[...presetsOf({ today, earliest })].map(([preset, { first, last }]) => [
			preset,
			`${first.toString()} ${last.toString()}`,
		]),
	);

test("each name stands for days up to the organization's today", () => {
	expect(named("2026-03-31", "2024-02-29")).toEqual({
		today: "2026-03-31 2026-03-31",
		yesterday: "2026-03-30 2026-03-30",
		last_7_days: "2026-03-25 2026-03-31",
		last_30_days: "2026-03-02 2026-03-31",
		this_month: "2026-03-01 2026-03-31",
		last_month: "2026-02-01 2026-02-28",
		this_year: "2026-01-01 2026-03-31",
		everything: "2024-02-29 2026-03-31",
	});
	expect(named("2027-01-01", null)).toMatchObject({
		yesterday: "2026-12-31 2026-12-31",
		last_month: "2026-12-01 2026-12-31",
		this_year: "2027-01-01 2027-01-01",
	});
	expect(named("2027-01-01", null)).not.toHaveProperty("everything");
});

test("days that were typed have their name too, if there is one", () => {
	const presets = presetsOf({ today: "2026-11-23", earliest: null });
	const is = (first: string, last: string) =>
		presetIs(presets, { first: parseDate(first), last: parseDate(last) });
	expect(is("2026-10-01", "2026-10-31")).toBe("last_month");
	expect(is("2026-10-01", "2026-10-30")).toBeNull();
});
