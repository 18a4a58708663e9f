import { expect, test } from "vitest";
import { formatAge, formatWait } from "./time";

const now = new Date("2026-03-01T12:00:00Z");

test.each([
	["2026-03-01T12:00:10Z", "moments ago"],
	["2026-03-01T11:59:01Z", "moments ago"],
	["2026-03-01T11:55:00Z", "5 minutes ago"],
	["2026-03-01T09:30:00Z", "2 hours ago"],
	["2026-02-28T11:00:00Z", "yesterday"],
	["2026-02-01T12:00:00Z", "28 days ago"],
])("%s is %s", (then, age) => {
	expect(formatAge(then, now)).toBe(age);
});

test.each([
	[1, "1 second"],
	[45, "45 seconds"],
	[60, "1 minute"],
	[61, "2 minutes"],
])("%i seconds are %s", (seconds, wait) => {
	expect(formatWait(seconds)).toBe(wait);
});
