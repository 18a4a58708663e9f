import type { Export } from "$lib/bindings/Export";
import type { ExportFailure } from "$lib/bindings/ExportFailure";
import type { ExportState } from "$lib/bindings/ExportState";
import { m } from "$lib/messages";

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
export const exportState = (state: Export["state"]): StateWords =>
	state ? states[state] : { text: m.export_other, tone: "plain" };

const failures: Record<ExportFailure, () => string> = {
	interrupted: m.exports_failure_interrupted,
	storage_full: m.exports_failure_storage_full,
	storage_failed: m.exports_failure_storage_failed,
	data_unreadable: m.exports_failure_data_unreadable,
	access_withdrawn: m.exports_failure_access_withdrawn,
};

/** Why there is no file, and what to do about it; null where there is one or may still be. */
export function whyNoFile({ state, failure, splitInto }: Export): string | null {
	switch (state) {
		case "timed_out":
			return splitInto === null ? m.exports_timed_out_day() : m.exports_timed_out();
		case "cancelled":
			return m.exports_cancelled();
		case "failed":
			return failure ? failures[failure]() : m.exports_failure_other();
		case "expired":
			return m.exports_expired();
		default:
			return null;
	}
}

/** How much of an export is written, in whole percent; null while that is not known. */
export function percentOf({ rows, expectedRows }: Export): number | null {
	if (expectedRows === null || expectedRows <= 0) return null;
	// All of it is for what has come to its end.
	return Math.max(0, Math.min(99, Math.floor((100 * rows) / expectedRows)));
}
