import { direction } from "$lib/language.svelte";

/** Letters that are written from right to left, and marks that turn the direction of what follows. */
const turning =
	/[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * A name, a path or the like to be put into a sentence: one that runs another way than the page may, or that marks
 * directions, is set apart so that it turns nothing around it. Elements that hold a name alone are `bdi` or
 * `dir="auto"` instead.
 */
export const isolated = (name: string): string =>
	direction() === "rtl" || turning.test(name) ? `\u2068${name}\u2069` : name;
