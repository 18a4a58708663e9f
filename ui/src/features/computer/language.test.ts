import { waitFor } from "@testing-library/svelte";
import { beforeEach, expect, test } from "vitest";
import type { Language } from "$lib/bindings/Language";
import type { FakeHost } from "$lib/host/fake";
import { scenarios } from "$lib/host/scenarios";
import { language, speak } from "$lib/language.svelte";
import { m } from "$lib/messages";
import english from "../../../messages/en.json";
import { button, hook, input, openScenario, renderApp } from "../../../tests/render-app";

const root = document.documentElement;
const select = () => hook("language") as HTMLSelectElement;
const labels = () => [...select().options].map((option) => option.text);

beforeEach(() => speak({ chosen: null, system: "en" }));

/** The profile page on a system that speaks `system`, where `chosen` was chosen. */
async function start(system: Language, chosen: Language | null = null) {
	const app = await renderApp((host: FakeHost) => {
		scenarios["profile"]?.(host);
		host.boot.language = { chosen, system };
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	return app;
}

test("the page speaks the system's language, and names it", async () => {
	await start("de");
	expect([root.lang, root.dir]).toEqual(["de", "ltr"]);
	expect(select().value).toBe("system");
	expect(labels()[0]).toBe("System (Deutsch)");
	expect(labels().slice(1)).toEqual(["English", "Deutsch", "Français", "Español", "日本語", "العربية"]);
	expect(document.body.textContent).toContain(m.computer_title());
	expect(m.computer_title()).toBe("Dieser Computer");
});

test("a choice takes effect at once, turns the page and is the shell's to keep", async () => {
	const { user, host } = await start("en");
	await user.selectOptions(select(), "ar");
	await waitFor(() => expect([root.lang, root.dir]).toEqual(["ar", "rtl"]));
	expect(document.body.textContent).toContain(m.computer_title());
	expect(m.computer_title()).not.toBe(english.computer_title);
	await user.selectOptions(select(), "system");
	await waitFor(() => expect([root.lang, root.dir]).toEqual(["en", "ltr"]));
	expect(host.callsOf("chooseLanguage")).toEqual([["ar"], [null]]);
});

test("what was chosen stands above the system", async () => {
	await start("de", "ja");
	expect([root.lang, select().value, labels()[0]]).toEqual(["ja", "ja", "システム（Deutsch）"]);
});

test("what was typed stays, and so does the focus", async () => {
	const { user } = await start("en");
	await user.click(button("edit-display-name"));
	await user.clear(input("displayName"));
	await user.type(input("displayName"), "Ada K");
	const field = input("displayName");
	await user.selectOptions(select(), "de");
	await waitFor(() => expect(root.lang).toBe("de"));
	expect(input("displayName")).toBe(field);
	expect(field.value).toBe("Ada K");
});

test("a choice that fails goes back and says why", async () => {
	const { user, host } = await start("en");
	host.fail("chooseLanguage", "portal_failed");
	await user.selectOptions(select(), "fr");
	await waitFor(() => expect(hook("window-note").textContent).not.toBe(""));
	expect(language()).toBe("en");
	expect(select().value).toBe("system");
});

/** Texts of the English catalogue that are other ones in German. */
const onlyEnglish = new Set(
	Object.values(english).filter((text): text is string => typeof text === "string" && text.length > 3),
);

/** What a person reads or hears on the page. */
function texts(): string[] {
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const found: string[] = [];
	while (walker.nextNode()) found.push(walker.currentNode.nodeValue ?? "");
	for (const element of document.querySelectorAll("*")) {
		for (const name of ["aria-label", "title", "placeholder", "alt"])
			found.push(element.getAttribute(name) ?? "");
	}
	return found.map((text) => text.trim());
}

test.each(["profile", "roles", "personal", "stale", "offline", "keyring-unavailable", "no-services"])(
	"nothing stays in the language of before: %s",
	async (scenario) => {
		await (scenario === "profile"
			? openScenario(scenario)
			: renderApp((host) => scenarios[scenario]?.(host)));
		await waitFor(() => expect(hook("language")).toBeTruthy());
		const before = texts().filter((text) => onlyEnglish.has(text));
		expect(before.length).toBeGreaterThan(10);
		speak({ chosen: "ja", system: "en" });
		await waitFor(() => expect(texts()).toContain(m.computer_title()));
		expect(texts().filter((text) => onlyEnglish.has(text))).toEqual([]);
	},
);
