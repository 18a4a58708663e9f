import type { ExportAtAGlance } from "$lib/bindings/ExportAtAGlance";
import type { ExportState } from "$lib/bindings/ExportState";
import { m } from "$lib/messages";
import { dateLanguage } from "$lib/time";

interface StateWords {
	text: () => string;
	tone: "plain" | "accent" | "warning";
}

const states: Record<ExportState, StateWords> = {
	in_progress: { text: m.export_in_progress, tone: "accent" },
	ready: { text: m.export_ready, tone: "plain" },
	timed_out: { text: m.export_timed_out, tone: "warning" },
	cancelled: { text: m.export_cancelled, tone: "plain" },
	failed: { text: m.export_failed, tone: "warning" },
	expired: { text: m.export_expired, tone: "plain" },
};

/** What has become of an export, in a word or two. */
export const exportState = (state: ExportState): StateWords => states[state];

/** The days of an export, such as “1–31 Oct 2026”; an end at midnight leaves the day that begins then out. */
export function exportRange({ from, until }: Pick<ExportAtAGlance, "from" | "until">): string {
	const begin = Date.parse(from);
	const end = Math.max(begin, Date.parse(until) - 1);
	return new Intl.DateTimeFormat(dateLanguage(), { dateStyle: "medium" }).formatRange(begin, end);
}
