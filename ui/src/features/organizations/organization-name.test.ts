import { expect, test } from "vitest";
import { isTypedName } from "./organization-name";

test.each([
	["Smith – Sons", "Smith - Sons"],
	["Smith — Sons", "Smith - Sons"],
	["A\u2011B", "A-B"],
	["ACME\u00a0Robotics", "ACME Robotics"],
	["ACME   Robotics", "ACME Robotics"],
	["  ACME Robotics ", "ACME Robotics"],
	["Cafe\u0301", "Caf\u00e9"],
	["Caf\u00e9", "Cafe\u0301"],
	["\u200fשלום\u200e", "שלום"],
	["O’Neill “Works”", 'O\'Neill "Works"'],
])("%j can be typed as %j", (name, typed) => {
	expect(isTypedName(typed, name)).toBe(true);
	expect(isTypedName(name, name)).toBe(true);
});

test.each([
	["ACME Robotics", "acme robotics"],
	["ACME Robotics", "ACME Robotic"],
	["ACME Robotics", ""],
	["A B", "AB"],
	["Café", "Cafe"],
])("%j is not %j", (name, typed) => {
	expect(isTypedName(typed, name)).toBe(false);
});
