import type { ExportAtAGlance } from "$lib/bindings/ExportAtAGlance";
import { dateLanguage } from "$lib/time";

/** The days of an export, such as “1–31 Oct 2026”; an end at midnight leaves the day that begins then out. */
export function exportRange({ from, until }: Pick<ExportAtAGlance, "from" | "until">): string {
	const begin = Date.parse(from);
	const end = Math.max(begin, Date.parse(until) - 1);
	return new Intl.DateTimeFormat(dateLanguage(), { dateStyle: "medium" }).formatRange(begin, end);
}
