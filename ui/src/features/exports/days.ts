import { CalendarDate, parseDate } from "@internationalized/date";
import { withPlainDigits } from "$lib/digits";
import { language, languageSetting } from "$lib/language.svelte";
import { dateLanguage } from "$lib/time";

/** Days are written as dates without a time: none of them is moved by the zone that the person is in. */
const moment = (day: CalendarDate): number => Date.UTC(day.year, day.month - 1, day.day);

const formatted = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
	new Intl.DateTimeFormat(dateLanguage(), { ...options, timeZone: "UTC" });

/** The first and last day of a range in words, such as “1–31 Oct 2026”. */
export const formatDays = (first: string, last: string): string =>
	formatted({ dateStyle: "medium" }).formatRange(moment(parseDate(first)), moment(parseDate(last)));

/**
 * The language and region of the person's system; the page's where it names none, or something that is none, or where
 * they chose another language than the system's.
 */
function ownLanguage(): string {
	const system = navigator.language;
	const another = languageSetting().chosen !== null && system.split("-")[0] !== language();
	if (system === language() || another) return dateLanguage();
	try {
		return Intl.getCanonicalLocales(system)[0] ?? dateLanguage();
	} catch {
		return dateLanguage();
	}
}

/** Whatever calendar and digits the person reads, days are typed as the picker and the portal count them. */
const written = (language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
	new Intl.DateTimeFormat(language, {
		...options,
		calendar: "gregory",
		numberingSystem: "latn",
		timeZone: "UTC",
	});

const numeric = (): Intl.DateTimeFormat =>
	written(ownLanguage(), { day: "2-digit", month: "2-digit", year: "numeric" });

const withMonth: Intl.DateTimeFormatOptions = { day: "numeric", month: "long", year: "numeric" };

type Part = "day" | "month" | "year";
const isPart = (type: Intl.DateTimeFormatPartTypes): type is Part =>
	type === "day" || type === "month" || type === "year";

/** A day as the person types it, such as “31/10/2026” or “10/31/2026”. */
export function writeDay(day: CalendarDate): string {
	const parts = numeric().formatToParts(moment(day));
	const begin = parts.findIndex(({ type }) => isPart(type));
	const end = parts.findLastIndex(({ type }) => isPart(type));
	// Without words around it, and without signs that nobody sees.
	const text = parts.slice(begin, end + 1).map(({ value }) => value);
	return text.join("").replaceAll(/\p{Cf}/gu, "");
}

/** What is between the parts of a date: marks, which no part has. */
const BETWEEN = /[^\p{L}\p{M}\p{N}]+/u;

/** The parts of a date in the order in which the person writes them, and the words that they write around them. */
function order(): { parts: Part[]; around: string[] } {
	const all = numeric().formatToParts(0);
	const inWords = written(ownLanguage(), withMonth).formatToParts(0);
	return {
		parts: all.map(({ type }) => type).filter(isPart),
		around: [...all, ...inWords].flatMap(({ type, value }) => (isPart(type) ? [] : value.split(BETWEEN))),
	};
}

const months = new Map<string, string[][]>();

/** What each month is called, alone and within a date. */
function monthNames(language: string): string[][] {
	const known = months.get(language);
	if (known) return known;
	const named = (options: Intl.DateTimeFormatOptions, month: number): string => {
		const parts = written(language, options).formatToParts(Date.UTC(2026, month, 1));
		return (parts.find(({ type }) => type === "month")?.value ?? "").toLowerCase();
	};
	const names = Array.from({ length: 12 }, (_, month) => [
		named({ month: "long" }, month),
		named(withMonth, month),
	]);
	months.set(language, names);
	return names;
}

/** The number of a month that is written in words, whole or in part: in the person's language or in the page's. */
function monthNamed(word: string): number | null {
	const wanted = word.toLowerCase();
	if (wanted.length < 3 || /^\d+$/.test(wanted)) return null;
	for (const language of [dateLanguage(), ownLanguage()]) {
		const found = monthNames(language).findIndex((names) => names.some((name) => name.startsWith(wanted)));
		if (found >= 0) return found + 1;
	}
	return null;
}

function day(year: string, month: string, date: string): CalendarDate | null {
	if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(date)) return null;
	const m = monthNamed(month) ?? (/^\d{1,2}$/.test(month) ? Number(month) : 0);
	const [y, d] = [Number(year), Number(date)];
	const made = new CalendarDate(y, m, d);
	// There is no 31st of February: what was made of it is another day.
	return made.year === y && made.month === m && made.day === d ? made : null;
}

/**
 * The day that a person typed: in their own order with any marks between (“31/10/2026”, “31.10.2026”), with the month
 * in words (“31 Oct 2026”), or as “2026-10-31”.
 *
 * @returns Null when it is none.
 */
export function readDay(typed: string): CalendarDate | null {
	const text = withPlainDigits(typed.normalize("NFKC"));
	const { parts: at, around } = order();
	const parts = text.split(BETWEEN).filter((part) => part !== "" && !around.includes(part));
	const [first, second, third] = parts;
	if (parts.length !== 3 || !first || !second || !third) return null;
	if (/^\d{4}$/.test(first)) return day(first, second, third);
	const words = parts.findIndex((part) => monthNamed(part) !== null);
	if (words === 0) return day(third, first, second);
	if (words === 1) return day(third, second, first);
	const [year, month, date] = (["year", "month", "day"] as const).map(
		(part) => parts[at.indexOf(part)] ?? "",
	);
	return day(year ?? "", month ?? "", date ?? "");
}
