import { language, numberLanguage } from "$lib/language.svelte";
import { m } from "$lib/messages";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago `then` (RFC 3339) was, such as “5 minutes ago”. */
export function formatAge(then: string, now: Date): string {
	const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(then)) / 1000));
	const format = new Intl.RelativeTimeFormat(numberLanguage(), { numeric: "auto" });
	if (seconds < MINUTE) return m.age_moments();
	if (seconds < HOUR) return format.format(-Math.floor(seconds / MINUTE), "minute");
	if (seconds < DAY) return format.format(-Math.floor(seconds / HOUR), "hour");
	return format.format(-Math.floor(seconds / DAY), "day");
}

/** Days are written first, as everywhere in the product; that is how British English does it. */
export const dateLanguage = (): string => (language() === "en" ? "en-GB" : numberLanguage());

/** The day of a moment (RFC 3339), such as “3 May 2026”. */
export const formatDay = (at: string): string =>
	new Intl.DateTimeFormat(dateLanguage(), { dateStyle: "long" }).format(new Date(at));

/** A moment (RFC 3339) to the minute, such as “3 May 2026, 14:05”. */
export const formatMoment = (at: string): string =>
	new Intl.DateTimeFormat(dateLanguage(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));

/** A moment (RFC 3339) to the second, such as “3 May 2026, 14:05:09”. */
export const formatExactly = (at: string): string =>
	new Intl.DateTimeFormat(dateLanguage(), { dateStyle: "long", timeStyle: "medium" }).format(new Date(at));

/** About how long a time is, such as “an hour” or “5 minutes”. */
export function formatSpan(seconds: number): string {
	const minutes = Math.max(1, Math.round(seconds / MINUTE));
	const hours = Math.round(seconds / HOUR);
	if (minutes >= 55 && hours === 1) return m.span_hour();
	const [amount, unit] = minutes < 55 ? [minutes, "minute"] : [hours, "hour"];
	return new Intl.NumberFormat(numberLanguage(), { style: "unit", unit, unitDisplay: "long" }).format(amount);
}

/** A whole number of minutes or hours, such as “15 minutes” or “4 hours”. */
export function formatMinutes(minutes: number): string {
	const [amount, unit] = minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
	return new Intl.NumberFormat(numberLanguage(), { style: "unit", unit, unitDisplay: "long" }).format(amount);
}

/** A time to wait, such as “45 seconds” or “3 minutes”. */
export function formatWait(seconds: number): string {
	const [amount, unit] = seconds < MINUTE ? [seconds, "second"] : [Math.ceil(seconds / MINUTE), "minute"];
	return new Intl.NumberFormat(numberLanguage(), { style: "unit", unit, unitDisplay: "long" }).format(amount);
}
