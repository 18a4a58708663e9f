const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const lettersOf = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment);

/** What a reader takes for the first letter of a word: past quotes and brackets. */
function firstLetter(word: string): string {
	const letters = lettersOf(word);
	const letter = letters.find((each) => /^[\p{Alphabetic}\p{Number}]/u.test(each)) ?? letters[0] ?? "";
	// Some letters have no single capital: the German ß would become two.
	return lettersOf(letter.toUpperCase())[0] ?? "";
}

/** The initials of a name that the portal does not know yet, as they will be once it does. */
export function initialsOf(name: string): string {
	const words = name.split(/\p{White_Space}+/u).filter((word) => word !== "");
	return [words[0], words.slice(1).at(-1)].map((word) => firstLetter(word ?? "")).join("");
}
