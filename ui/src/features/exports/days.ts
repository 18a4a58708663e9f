import { CalendarDate, parseDate } from "@internationalized/date";
import { dateLanguage } from "$lib/time";

/** Days are written as dates without a time: none of them is moved by the zone that the person is in. */
const moment = (day: CalendarDate): number => Date.UTC(day.year, day.month - 1, day.day);

const formatted = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
	new Intl.DateTimeFormat(dateLanguage(), { ...options, timeZone: "UTC" });

/** The first and last day of a range in words, such as “1–31 Oct 2026”. */
export const formatDays = (first: string, last: string): string =>
	formatted({ dateStyle: "medium" }).formatRange(moment(parseDate(first)), moment(parseDate(last)));

const numeric: Intl.DateTimeFormatOptions = { day: "2-digit", month: "2-digit", year: "numeric" };

/** A day as the person types it, such as “31/10/2026”. */
export const writeDay = (day: CalendarDate): string => formatted(numeric).format(moment(day));

/** The parts of a date in the order in which the person writes them. */
function order(): ("day" | "month" | "year")[] {
	const parts = formatted(numeric).formatToParts(0);
	return parts.flatMap(({ type }) => (type === "day" || type === "month" || type === "year" ? [type] : []));
}

/** The number of a month that is written in words, whole or in part. */
function monthNamed(word: string): number | null {
	const wanted = word.toLowerCase().replace(/\.$/, "");
	if (wanted.length < 3) return null;
	const name = formatted({ month: "long" });
	const names = Array.from({ length: 12 }, (_, month) => name.format(Date.UTC(2026, month, 1)).toLowerCase());
	const found = names.findIndex((each) => each.startsWith(wanted));
	return found < 0 ? null : found + 1;
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
	const text = typed.normalize("NFKC").trim();
	const parts = text.split(/[\s/.,-]+/).filter((part) => part !== "");
	const [first, second, third] = parts;
	if (parts.length !== 3 || !first || !second || !third) return null;
	if (/^\d{4}$/.test(first)) return day(first, second, third);
	const words = parts.findIndex((part) => monthNamed(part) !== null);
	if (words === 0) return day(third, first, second);
	if (words === 1) return day(third, second, first);
	const at = order();
	const [year, month, date] = (["year", "month", "day"] as const).map(
		(part) => parts[at.indexOf(part)] ?? "",
	);
	return day(year ?? "", month ?? "", date ?? "");
}
