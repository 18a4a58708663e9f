import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
	settings.locales.push(pseudoLocale);
	settings.modules = settings.modules.map((module) => `.${module}`);
	writeFileSync(join(project, "settings.json"), JSON.stringify(settings));

	const english = readFileSync(join(ui, `messages/${settings.baseLocale}.json`), "utf8");
	const pseudo = Object.entries(JSON.parse(english) as Record<string, string>).map(([id, text]) => [
		id,
		pseudoLocalize(id, text),
	]);
	writeFileSync(join(messages, `${settings.baseLocale}.json`), english);
	writeFileSync(join(messages, `${pseudoLocale}.json`), JSON.stringify(Object.fromEntries(pseudo)));
	return { project, catalogue: join(root, "paraglide") };
}
