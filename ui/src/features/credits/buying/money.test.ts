import { expect, test } from "vitest";
import { formatPrice } from "./money";

test.each([
	["10.00", "EUR", "€10.00"],
	["1500", "JPY", "¥1,500"],
	["1.234", "KWD", "KWD 1.234"],
	["0.0125", "EUR", "€0.0125"],
	["0.001234567", "KWD", "KWD 0.001234567"],
	// Systems differ in what they hold for usual, and would round.
	["10.50", "AFN", "AFN 10.50"],
	["10.50", "RSD", "RSD 10.50"],
])("%s %s is shown with all its digits", (price, currency, shown) => {
	expect(formatPrice(price, currency).replace("\u00a0", " ")).toBe(shown);
});
