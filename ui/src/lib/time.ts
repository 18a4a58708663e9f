import { m } from "$lib/messages";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The language of the page, for numbers and times. */
const language = (): string => document.documentElement.lang;

/** How long ago `then` (RFC 3339) was, such as “5 minutes ago”. */
export function formatAge(then: string, now: Date): string {
	const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(then)) / 1000));
	const format = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
	if (seconds < MINUTE) return m.age_moments();
	if (seconds < HOUR) return format.format(-Math.floor(seconds / MINUTE), "minute");
	if (seconds < DAY) return format.format(-Math.floor(seconds / HOUR), "hour");
	return format.format(-Math.floor(seconds / DAY), "day");
}

/** A time to wait, such as “45 seconds” or “3 minutes”. */
export function formatWait(seconds: number): string {
	const [amount, unit] = seconds < MINUTE ? [seconds, "second"] : [Math.ceil(seconds / MINUTE), "minute"];
	return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long" }).format(amount);
}
