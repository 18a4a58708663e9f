import type { DownloadExportOutcome } from "$lib/bindings/DownloadExportOutcome";
import type { ExportRangeRefusal } from "$lib/bindings/ExportRangeRefusal";
import type { RequestExportOutcome } from "$lib/bindings/RequestExportOutcome";
import type { TargetRefusal } from "$lib/bindings/TargetRefusal";
import { formatCount } from "$lib/amounts";
import { m } from "$lib/messages";
import { formatSize } from "./sizes";

/** Why something was not done, with a code for tests and for style. */
export interface Refusal {
	code: string;
	text: string;
}

/** Why a range can't be exported. */
export function rangeRefusal(reason: ExportRangeRefusal, limitDays: number): Refusal {
	const texts: Record<ExportRangeRefusal, () => string> = {
		end_before_start: m.exports_end_before_start,
		in_future: m.exports_in_future,
		too_long: () => m.exports_too_long({ days: formatCount(limitDays) }),
		other: m.exports_range_refused,
	};
	return { code: reason, text: texts[reason]() };
}

/** Why an export was not begun; null when it was. */
export function requestRefusal(outcome: RequestExportOutcome): Refusal | null {
	switch (outcome.kind) {
		case "requested":
			return null;
		case "range_refused":
			return rangeRefusal(outcome.reason, outcome.limitDays);
		case "too_many":
			return { code: outcome.kind, text: m.exports_too_many({ limit: formatCount(outcome.limit) }) };
		case "unavailable":
			return { code: outcome.kind, text: m.exports_unavailable_now() };
		case "not_found":
			return { code: outcome.kind, text: m.exports_not_found() };
		case "not_split":
			return { code: outcome.kind, text: m.exports_not_split() };
	}
}

function targetText(reason: TargetRefusal): string {
	switch (reason.kind) {
		case "read_only":
			return m.exports_target_read_only();
		case "is_folder":
			return m.exports_target_is_folder();
		case "folder_missing":
			return m.exports_target_folder_missing();
		case "disk_full":
			return m.exports_target_disk_full({ missing: formatSize(reason.missing) });
		case "other":
			return m.exports_target_other({ detail: reason.detail });
	}
}

/** Why a download was not begun; null when it was, or when the person wanted none after all. */
export function downloadRefusal(outcome: DownloadExportOutcome): Refusal | null {
	switch (outcome.kind) {
		case "begun":
		case "under_way":
		case "dismissed":
			return null;
		case "not_ready":
		case "not_found":
			return { code: outcome.kind, text: m.exports_file_gone() };
		case "target_refused":
			return { code: outcome.reason.kind, text: targetText(outcome.reason) };
	}
}
