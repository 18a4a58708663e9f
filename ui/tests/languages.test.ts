import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import settings from "../project.inlang/settings.json";
import { ownNames } from "../src/lib/language.svelte";

interface Counted {
	declarations: string[];
	selectors: string[];
	match: Record<string, string>;
}

type Entry = string | [Counted];
type Catalogue = Record<string, Entry>;

const catalogue = (language: string): Catalogue =>
	JSON.parse(readFileSync(`messages/${language}.json`, "utf8")) as Catalogue;

const english = catalogue("en");

/** The names in braces, each once. */
const placeholdersOf = (text: string): string[] =>
	[...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string))].sort();

/** The declarations that say what is handed in, and what decides the form. */
const essentials = ({ declarations, selectors }: Counted): string[] =>
	[...declarations.filter((each) => !each.includes(": number")), ...selectors].sort();

/** What a text may name: what is handed in, and what is made of it. */
const known = ({ declarations }: Counted): string[] =>
	declarations.map((each) => /^(?:input|local) (\w+)/.exec(each)?.[1] as string).sort();

/** What a control is called, which names what it is about, and what is to be read on it. */
const names: [named: string, shown: string][] = [
	["notifications_open_named", "notifications_open"],
	["notifications_remove_named", "notifications_remove"],
	["pinned_unpin_named", "pinned_unpin"],
	["pinned_undo_named", "undo"],
	["receipt_show_of", "receipt_show"],
	["diagnostics_show_named", "diagnostics_show"],
	["sessions_revoke_named", "sessions_revoke"],
	["api_key_rotate_named", "api_key_rotate"],
	["api_key_revoke_named", "api_key_revoke"],
	["api_key_remove_named", "api_key_remove"],
	["members_change_named", "members_change"],
	["members_remove_named", "members_remove"],
	["exports_cancel_of", "cancel"],
	["exports_retry_of", "exports_retry"],
	["download_pause_of", "download_pause"],
	["download_resume_of", "download_resume"],
	["download_cancel_of", "download_cancel"],
	["download_dismiss_of", "dismiss"],
	["download_show_of", "download_show"],
];

/** Without marks, and in small letters: as people say it. */
const spoken = (text: unknown): string =>
	String(text)
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{M}\p{N}{}]+/gu, " ")
		.trim();

test("the languages of the catalogues are those that can be chosen", () => {
	expect([...settings.locales].sort()).toEqual(Object.keys(ownNames).sort());
});

describe.each(settings.locales)("%s", (language) => {
	const texts = catalogue(language);
	const ids = Object.keys(english);

	test("has each message of the English catalogue and no other, in the same order", () => {
		expect(Object.keys(texts)).toEqual(ids);
	});

	test("names in each plain message what the English one names", () => {
		const differing = ids.filter((id) => {
			const [original, text] = [english[id], texts[id]];
			if (typeof original !== "string") return typeof text === "string";
			return typeof text !== "string" || placeholdersOf(text).join() !== placeholdersOf(original).join();
		});
		expect(differing).toEqual([]);
	});

	test("has a form for each way in which it counts, and names nothing that is not there", () => {
		const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
		let forms = 0;
		for (const id of ids) {
			const [original, text] = [english[id], texts[id]];
			if (typeof original === "string" || typeof text === "string") continue;
			const [counted] = text as [Counted];
			forms += 1;
			expect(essentials(counted), id).toEqual(essentials((original as [Counted])[0]));
			const [selector] = counted.selectors;
			const expected = needed.map((category) => `${selector}=${category}`);
			expect(Object.keys(counted.match).sort(), id).toEqual(expected.sort());
			const named = Object.values(counted.match).flatMap(placeholdersOf);
			expect(
				named.filter((name) => !known(counted).includes(name)),
				id,
			).toEqual([]);
			// Whatever number it is, nothing that was handed in is lost.
			const other = placeholdersOf(counted.match[`${selector}=other`] ?? "");
			const originalOther = (original as [Counted])[0].match[`${selector}=other`] ?? "";
			expect(other, id).toEqual(placeholdersOf(originalOther));
		}
		expect(forms).toBeGreaterThan(20);
	});

	test("calls each control by what is to be read on it, for those who speak to it", () => {
		const called = names.filter(([named, shown]) => !spoken(texts[named]).includes(spoken(texts[shown])));
		expect(called).toEqual([]);
	});

	test("says something in each message, without spaces around it", () => {
		const all = Object.entries(texts).flatMap(([id, text]) =>
			(typeof text === "string" ? [text] : Object.values(text[0].match)).map((each) => [id, each] as const),
		);
		expect(all.filter(([, text]) => text === "" || text !== text.trim())).toEqual([]);
	});
});
