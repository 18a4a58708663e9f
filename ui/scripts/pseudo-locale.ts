import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The language that only tests speak: English in brackets with its message's id, so that text from elsewhere stands out. */
export const pseudoLocale = "en-XA";

const accented: Record<string, string> = {
	a: "å",
	c: "ç",
	e: "é",
	i: "î",
	n: "ñ",
	o: "ô",
	s: "š",
	u: "û",
	y: "ý",
	z: "ž",
};

/** Accents and brackets the text of a message after its id, and leaves its `{placeholders}` as they are. */
export function pseudoLocalize(id: string, message: string): string {
	const parts = message.split(/(\{[^}]*\})/);
	const text = parts.map((part) =>
		part.startsWith("{") ? part : part.replace(/[a-z]/g, (letter) => accented[letter] ?? letter),
	);
	return `⟦${id}¦${text.join("")}⟧`;
}

/** A message, as the catalogues hold it: one text, or one for each way in which its language counts. */
export type CatalogueEntry = string | { match: Record<string, string> }[];

/** The texts of a message. */
export const textsOf = (entry: CatalogueEntry): string[] =>
	typeof entry === "string" ? [entry] : entry.flatMap(({ match }) => Object.values(match));

function pseudoLocalizeAll(id: string, entry: CatalogueEntry): CatalogueEntry {
	if (typeof entry === "string") return pseudoLocalize(id, entry);
	return entry.map(({ match, ...rest }) => ({
		...rest,
		match: Object.fromEntries(Object.entries(match).map(([form, text]) => [form, pseudoLocalize(id, text)])),
	}));
}

/** The ids of the messages that a text in the pseudo-locale is made of. */
export const idsIn = (text: string): string[] =>
	[...text.matchAll(/⟦(\w+)¦/g)].map((match) => match[1] as string);

/**
 * Writes a copy of the message project that speaks the pseudo-locale too, below `.pseudo`.
 *
 * @param ui The directory of the page's package.
 * @returns The project, and where its messages are to be compiled to.
 */
export function writePseudoProject(ui: string): { project: string; catalogue: string } {
	const root = join(ui, ".pseudo");
	const project = join(root, "project.inlang");
	const messages = join(root, "messages");
	mkdirSync(project, { recursive: true });
	mkdirSync(messages, { recursive: true });

	const settings = JSON.parse(readFileSync(join(ui, "project.inlang/settings.json"), "utf8")) as {
		baseLocale: string;
		locales: string[];
		modules: string[];
	};
	const languages = [...settings.locales];
	settings.locales.push(pseudoLocale);
	settings.modules = settings.modules.map((module) => `.${module}`);
	writeFileSync(join(project, "settings.json"), JSON.stringify(settings));

	const english = readFileSync(join(ui, `messages/${settings.baseLocale}.json`), "utf8");
	const pseudo = Object.entries(JSON.parse(english) as Record<string, CatalogueEntry>).map(([id, entry]) => [
		id,
		pseudoLocalizeAll(id, entry),
	]);
	for (const language of languages)
		copyFileSync(join(ui, `messages/${language}.json`), join(messages, `${language}.json`));
	writeFileSync(join(messages, `${pseudoLocale}.json`), JSON.stringify(Object.fromEntries(pseudo)));
	return { project, catalogue: join(root, "paraglide") };
}
