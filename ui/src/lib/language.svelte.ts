import type { Language } from "$lib/bindings/Language";
import type { LanguageSetting } from "$lib/bindings/LanguageSetting";
import { getTextDirection, overwriteGetLocale } from "$locale";

/** What each language calls itself. */
export const ownNames: Record<Language, string> = {
	en: "English",
	de: "Deutsch",
	fr: "Français",
	es: "Español",
	ja: "日本語",
	ar: "العربية",
};

let setting = $state.raw<LanguageSetting>({ chosen: null, system: "en" });

overwriteGetLocale(() => language());

/** The language of a setting. */
export const inForce = ({ chosen, system }: LanguageSetting): Language => chosen ?? system;

/** The language that the page speaks. All that is written in it follows a change by itself. */
export const language = (): Language => inForce(setting);

/**
 * By whose rules numbers are written. Arabic has two sets of digits: the page has those that its texts and notifications
 * have, whatever the system prefers.
 */
export const numberLanguage = (): string => withOwnDigits(language());

/** A language (BCP 47) with the digits that the page has in it. */
export const withOwnDigits = (tag: string): string =>
	tag.split("-")[0] === "ar" ? new Intl.Locale(tag, { numberingSystem: "latn" }).toString() : tag;

/** Which way the text of the page runs. */
export const direction = (): "ltr" | "rtl" => getTextDirection(language());

/** What was chosen, and what the system speaks. */
export const languageSetting = (): LanguageSetting => setting;

/** Has the page speak another language from now on. */
export function speak(chosen: LanguageSetting): void {
	setting = chosen;
	const root = document.documentElement;
	root.lang = language();
	root.dir = direction();
}
