import { language } from "$lib/language.svelte";

function isLanguage(tag: string): boolean {
	try {
		return Intl.getCanonicalLocales(tag).length === 1;
	} catch {
		return false;
	}
}

// The language of a system that has none is called `C`, which is no language to formats: the library that draws
// makes one as it is loaded, and would not be there at all.
if (!isLanguage(navigator.language)) {
	Object.defineProperty(navigator, "language", { configurable: true, value: language() });
}
