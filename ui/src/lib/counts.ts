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

/** Some of which one is meant, such as “Ada Lovelace or Grace Hopper”. */
export const oneOf = (names: string[]): string =>
	new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" }).format(names);
