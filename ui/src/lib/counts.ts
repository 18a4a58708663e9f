import { m } from "$lib/messages";
import { dateLanguage } from "$lib/time";

/** How many people are called by their names; the rest are counted. */
const NAMED = 3;

function list(names: string[], type: "conjunction" | "disjunction"): string {
	const shown = names.slice(0, NAMED);
	const more = names.length - shown.length;
	if (more > 0) shown.push(m.people_more({ count: more }));
	return new Intl.ListFormat(dateLanguage(), { type }).format(shown);
}

/** People of whom one is meant, such as “Ada Lovelace or Grace Hopper”. */
export const oneOf = (names: string[]): string => list(names, "disjunction");

/** People who are all meant, such as “Ada Lovelace, Grace Hopper, Alan Turing and 2 others”. */
export const allOf = (names: string[]): string => list(names, "conjunction");
