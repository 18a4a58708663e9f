import type { AmountRefusal } from "$lib/bindings/AmountRefusal";
import { formatDecimal, isLess } from "$lib/amounts";
import { withPlainDigits } from "$lib/digits";
import { numberLanguage } from "$lib/language.svelte";
import { m } from "$lib/messages";

const FRACTION_DIGITS = 3;

/** A decimal as portals read it, or what is seen to be wrong with it before they are asked. */
export type TypedAmount = { amount: string } | { refusal: AmountRefusal };

/** What stands between digits where amounts are shown. */
function separators(): { group: string; point: string } {
	const parts = new Intl.NumberFormat(numberLanguage()).formatToParts(12_345.6);
	const part = (type: string, otherwise: string) =>
		parts.find((part) => part.type === type)?.value ?? otherwise;
	return { group: part("group", ","), point: part("decimal", ".") };
}

/** What Arabic writes between digits of its own, where other digits have a comma and a point. */
const [ARABIC_GROUP, ARABIC_POINT] = ["٬", "٫"];

/** With the digits, and what stands between them, that amounts are shown with; without signs that nobody sees. */
function asShown(typed: string): string {
	const { group, point } = separators();
	const plain = withPlainDigits(typed)
		.replaceAll(/\p{Cf}/gu, "")
		.trim();
	const inArabic = point === ARABIC_POINT ? plain.replaceAll(",", group).replaceAll(".", point) : plain;
	const joined = inArabic.replaceAll(ARABIC_GROUP, group).replaceAll(ARABIC_POINT, point);
	return /\s/.test(group) ? joined.replaceAll(/\s/g, group) : joined;
}

/** Without what groups digits, as amounts are shown; null where that stands elsewhere. */
function ungrouped(text: string): string | null {
	const { group, point } = separators();
	const [whole = "", ...fraction] = text.split(point);
	if (fraction.length > 1 || fraction[0]?.includes(group)) return null;
	const [first = "", ...others] = whole.split(group);
	const grouped =
		others.length === 0 || (/^[+-]?\d{1,3}$/.test(first) && others.every((it) => /^\d{3}$/.test(it)));
	return grouped ? [first + others.join(""), ...fraction].join(".") : null;
}

/**
 * Reads an amount as people type it: plain, or with the digits grouped as amounts are shown, in digits of any script.
 * Nothing is rounded.
 */
export function readAmount(typed: string, maximum: string): TypedAmount {
	const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(ungrouped(asShown(typed)) ?? "?");
	const [, sign, whole = "", digits = ""] = parts ?? [];
	if (whole + digits === "") return { refusal: "not_a_number" };
	const fraction = digits.replace(/0+$/, "");
	if (sign === "-" || !/[1-9]/.test(whole + fraction)) return { refusal: "not_positive" };
	if (fraction.length > FRACTION_DIGITS) return { refusal: "too_precise" };
	const amount = `${whole.replace(/^0+(?=\d)/, "") || "0"}${fraction && `.${fraction}`}`;
	return isLess(maximum, amount) ? { refusal: "too_large" } : { amount };
}

/** Why an amount is not accepted. */
export function explainAmount(refusal: AmountRefusal, maximum: string): string {
	switch (refusal) {
		case "not_a_number":
			return m.amount_not_a_number({ example: formatDecimal("1000.5") });
		case "not_positive":
			return m.amount_not_positive();
		case "too_precise":
			return m.amount_too_precise();
		case "too_large":
			return m.amount_too_large({ maximum: formatDecimal(maximum) });
	}
}
