import { formatDecimal } from "$lib/amounts";
import { ownNames, speak } from "$lib/language.svelte";
import type { Language } from "$lib/bindings/Language";
import { afterEach, expect, test } from "vitest";
import { explainAmount, readAmount } from "./typed-amount";

const most = "1000000000000";

afterEach(() => speak({ chosen: null, system: "en" }));

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

test.each(Object.keys(ownNames) as Language[])("what is shown in %s can be typed", (system) => {
	speak({ chosen: null, system });
	for (const amount of ["1234567.25", "12480.5", "1000", "0.001"])
		expect(readAmount(formatDecimal(amount), most)).toEqual({ amount });
});

test.each<[Language, string, string]>([
	["en", "٣", "3"],
	["ar", "١٢٣٤٫٥", "1234.5"],
	["ar", "١٬٢٣٤٬٥٦٧٫٢٥", "1234567.25"],
	["ar", "1234.5", "1234.5"],
	["de", "1.234,5", "1234.5"],
	["fr", "12 480,5", "12480.5"],
	["ja", "１２３", "123"],
])("in %s, %s is an amount", (system, typed, amount) => {
	speak({ chosen: null, system });
	expect(readAmount(typed, most)).toEqual({ amount });
});
