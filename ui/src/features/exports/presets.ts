import { endOfMonth, parseDate, startOfMonth, startOfYear, type CalendarDate } from "@internationalized/date";
import type { ExportOffer } from "$lib/bindings/ExportOffer";
import { m } from "$lib/messages";

/** A first and a last day, both meant. */
export interface Days {
	first: CalendarDate;
	last: CalendarDate;
}

export type Preset =
	| "today"
	| "yesterday"
	| "last_7_days"
	| "last_30_days"
	| "this_month"
	| "last_month"
	| "this_year"
	| "everything";

const names: Record<Preset | "custom", () => string> = {
	today: m.exports_preset_today,
	yesterday: m.exports_preset_yesterday,
	last_7_days: m.exports_preset_last_7_days,
	last_30_days: m.exports_preset_last_30_days,
	this_month: m.exports_preset_this_month,
	last_month: m.exports_preset_last_month,
	this_year: m.exports_preset_this_year,
	everything: m.exports_preset_everything,
	custom: m.exports_preset_custom,
};

export const presetName = (preset: Preset | "custom"): string => names[preset]();

/** The ranges that have names, as of the day that it is at the organization. Without any data there is no everything. */
export function presetsOf({ today, earliest }: Pick<ExportOffer, "today" | "earliest">): Map<Preset, Days> {
	const now = parseDate(today);
	const before = startOfMonth(now).subtract({ months: 1 });
	const presets = new Map<Preset, Days>([
		["today", { first: now, last: now }],
		["yesterday", { first: now.subtract({ days: 1 }), last: now.subtract({ days: 1 }) }],
		["last_7_days", { first: now.subtract({ days: 6 }), last: now }],
		["last_30_days", { first: now.subtract({ days: 29 }), last: now }],
		["this_month", { first: startOfMonth(now), last: now }],
		["last_month", { first: before, last: endOfMonth(before) }],
		["this_year", { first: startOfYear(now), last: now }],
	]);
	if (earliest !== null) presets.set("everything", { first: parseDate(earliest), last: now });
	return presets;
}

/** The name of a range, if it has one. */
export function presetIs(presets: Map<Preset, Days>, { first, last }: Days): Preset | null {
	for (const [preset, days] of presets) {
		if (days.first.compare(first) === 0 && days.last.compare(last) === 0) return preset;
	}
	return null;
}
