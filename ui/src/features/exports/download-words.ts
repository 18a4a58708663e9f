import type { DownloadFailure } from "$lib/bindings/DownloadFailure";
import type { ExportDownload } from "$lib/bindings/ExportDownload";
import type { PauseReason } from "$lib/bindings/PauseReason";
import { m } from "$lib/messages";
import { isolated } from "$lib/names";
import { formatWait } from "$lib/time";
import { formatSize } from "./sizes";

const failures: Record<DownloadFailure, () => string> = {
	gone: m.download_failed_gone,
	access_withdrawn: m.download_failed_access_withdrawn,
	damaged: m.download_failed_damaged,
};

/** How far a file has come on its way here, in a sentence. */
export function downloadText({ state, size, name }: ExportDownload): string {
	const of = (done: number) => ({ done: formatSize(done), size: formatSize(size) });
	switch (state.kind) {
		case "waiting":
			return m.download_waiting();
		case "running":
			return state.perSecond === null || state.perSecond === 0
				? m.download_running(of(state.done))
				: m.download_running_at({
						...of(state.done),
						speed: formatSize(state.perSecond),
						time: formatWait(Math.ceil((size - state.done) / state.perSecond)),
					});
		case "interrupted":
			return m.download_interrupted(of(state.done));
		case "paused":
			return state.reason.kind === "by_person" ? m.download_paused(of(state.done)) : whyPaused(state.reason);
		case "checking":
			return m.download_checking();
		case "saved":
			return m.download_saved({ name: isolated(lastPart(state.path) || name) });
		case "failed":
			return failures[state.reason]();
	}
}

/** Why it waits for the person, other than that they wanted that. */
function whyPaused(reason: Exclude<PauseReason, { kind: "by_person" }>): string {
	switch (reason.kind) {
		case "disk_full":
			return m.download_disk_full({ missing: formatSize(reason.missing) });
		case "mfa_required":
			return m.download_mfa_required();
		case "target_unusable":
			return m.download_target_unusable({ detail: reason.detail });
	}
}

const lastPart = (path: string): string => path.split(/[/\\]/).at(-1) ?? "";

/** How much is here, in whole percent; null while that says nothing, or where nothing is on its way. */
export function downloadPercent({ state, size }: ExportDownload): number | null {
	if (state.kind !== "running" && state.kind !== "interrupted" && state.kind !== "paused") return null;
	return size === 0 ? 0 : Math.floor((100 * state.done) / size);
}
