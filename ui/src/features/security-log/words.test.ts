import { expect, test } from "vitest";
import type { SecurityCategory } from "$lib/bindings/SecurityCategory";
import categorySource from "$lib/bindings/SecurityCategory.ts?raw";
import type { SecurityEventKind } from "$lib/bindings/SecurityEventKind";
import kindSource from "$lib/bindings/SecurityEventKind.ts?raw";
import { categoryChips, eventName } from "./words";

/** The values that a generated type allows. */
const valuesOf = <Value extends string>(source: string) =>
	[...source.matchAll(/"([a-z_]+)"/g)].map((match) => match[1] as Value);

test("each kind of event has words of its own", () => {
	const kinds = valuesOf<SecurityEventKind>(kindSource);
	expect(kinds).toContain("membership_added");
	const words = kinds.map(eventName);
	expect(words.every((said) => /^[A-Z]/.test(said))).toBe(true);
	expect(new Set(words).size).toBe(kinds.length);
});

test("each category can be chosen", () => {
	const categories = valuesOf<SecurityCategory>(categorySource);
	expect(
		categoryChips()
			.map(({ value }) => value)
			.sort(),
	).toEqual(categories.sort());
});
