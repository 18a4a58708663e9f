import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import english from "../messages/en.json";
import { pseudoLocalize, textsOf, type CatalogueEntry } from "../scripts/pseudo-locale";
import { forTheShell } from "./for-the-shell";

/** Everything the page is made of, without tests and generated files. */
function sources(directory: string): string {
	const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
	return files
		.filter((file) => /\.(svelte|ts)$/.test(file) && !/\.test\.ts$|^paraglide/.test(file))
		.map((file) => readFileSync(join(directory, file), "utf8"))
		.join("\n");
}

const used = new Set([...sources("src").matchAll(/\bm\.(\w+)/g)].map((match) => match[1] as string));
const inCatalogue = Object.keys(english);

test("every message that the page uses is in the catalogue", () => {
	expect(used.size).toBeGreaterThan(100);
	expect([...used].filter((id) => !inCatalogue.includes(id))).toEqual([]);
});

test("every message in the catalogue is used", () => {
	expect(inCatalogue.filter((id) => !used.has(id) && !forTheShell(id))).toEqual([]);
});

test("every message for the shell is one that it reads", () => {
	const texts = ["announcement_texts", "status_texts", "tray"].map((file) =>
		readFileSync(`../src-tauri/src/${file}.rs`, "utf8"),
	);
	const read = new Set(
		[...texts.join("\n").matchAll(/"((?:announce|tray)_\w+)"/g)].map((match) => match[1] as string),
	);
	expect([...read].sort()).toEqual(inCatalogue.filter(forTheShell).sort());
});

test("messages have no exclamation marks and no straight quotes", () => {
	const texts = Object.values<CatalogueEntry>(english).flatMap(textsOf);
	expect(texts.filter((text) => /[!'"]/.test(text))).toEqual([]);
});

test("the pseudo-locale keeps placeholders", () => {
	expect(pseudoLocalize("sign_in_title", "Sign in to {portal}")).toBe("⟦sign_in_title¦Sîgñ îñ tô {portal}⟧");
});
