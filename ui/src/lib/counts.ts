import { m } from "$lib/messages";
import { dateLanguage } from "$lib/time";

/** The words for a count, where one thing is called otherwise than several. */
export interface Counted {
	one: () => string;
	other: (input: { count: number }) => string;
}

/** A count in words, such as “3 recovery codes left”. */
export function inWords(count: number, { one, other }: Counted): string {
	const rule = new Intl.PluralRules(document.documentElement.lang).select(count);
	return rule === "one" ? one() : other({ count });
}

/** How many people are called by their names; the rest are counted. */
const NAMED = 3;

function list(names: string[], type: "conjunction" | "disjunction"): string {
	const shown = names.slice(0, NAMED);
	const more = names.length - shown.length;
	if (more > 0) shown.push(inWords(more, { one: m.people_more_one, other: m.people_more_other }));
	return new Intl.ListFormat(dateLanguage(), { type }).format(shown);
}

/** People of whom one is meant, such as “Ada Lovelace or Grace Hopper”. */
export const oneOf = (names: string[]): string => list(names, "disjunction");

/** People who are all meant, such as “Ada Lovelace, Grace Hopper, Alan Turing and 2 others”. */
export const allOf = (names: string[]): string => list(names, "conjunction");
