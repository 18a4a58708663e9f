import { expect, test } from "vitest";
import { initialsOf } from "./initials";

/** The same that the app makes of names that the portal sends. */
const initials: [string, string][] = [
	["Ada Lovelace", "AL"],
	["ada lovelace", "AL"],
	["  Ada  King Lovelace ", "AL"],
	["Ada", "A"],
	["", ""],
	["   ", ""],
	['"Ada" (Lovelace)', "AL"],
	["Plant 0001", "P0"],
	["Élodie Çelik", "ÉÇ"],
	["E\u0301lodie Ng", "E\u0301N"],
	["ßabine Groß", "SG"],
	["山田 太郎", "山太"],
	["山田太郎", "山"],
	["김 민준", "김민"],
	["Юлия Петрова", "ЮП"],
	["अमित कुमार", "अकु"],
	["محمد علي", "مع"],
	["🦊", "🦊"],
	["👩‍🔬 Curie", "👩‍🔬C"],
];

test.each(initials)(
	"the initials of %j are the first letters of its first and last word",
	(name, expected) => {
		expect(initialsOf(name)).toBe(expected);
	},
);
