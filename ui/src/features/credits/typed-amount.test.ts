import { expect, test } from "vitest";
import { explainAmount, readAmount } from "./typed-amount";

const most = "1000000000000";

test.each([
	["1000", "1000"],
	[" 1,000 ", "1000"],
	["1,234,567.250", "1234567.25"],
	["1234.5", "1234.5"],
	[".5", "0.5"],
	["5.", "5"],
	["+007", "7"],
	["0.0010000", "0.001"],
	["1,000,000,000,000.000", "1000000000000"],
])("%s is an amount", (typed, amount) => {
	expect(readAmount(typed, most)).toEqual({ amount });
});

test.each([
	["", "not_a_number"],
	[".", "not_a_number"],
	["-", "not_a_number"],
	["ten", "not_a_number"],
	["1e3", "not_a_number"],
	["1.2.3", "not_a_number"],
	["1,5", "not_a_number"],
	["1000,000", "not_a_number"],
	["0.500,000", "not_a_number"],
	["1 000", "not_a_number"],
	["٣", "not_a_number"],
	["0", "not_positive"],
	["0.000", "not_positive"],
	["-1", "not_positive"],
	["0.0001", "too_precise"],
	["1000000000000.001", "too_large"],
	["1000000000000000", "too_large"],
	["9".repeat(400), "too_large"],
])("%s is refused as %s", (typed, refusal) => {
	expect(readAmount(typed, most)).toEqual({ refusal });
});

test("a refusal says how an amount is written", () => {
	expect(explainAmount("not_a_number", most)).toBe("Enter a number such as 1,000.5.");
	expect(explainAmount("too_large", most)).toBe("Enter at most 1,000,000,000,000.");
});
