import type { CancelExportOutcome } from "$lib/bindings/CancelExportOutcome";
import type { ChartExports } from "$lib/bindings/ChartExports";
import type { DownloadExportOutcome } from "$lib/bindings/DownloadExportOutcome";
import type { Export } from "$lib/bindings/Export";
import type { ExportDownload } from "$lib/bindings/ExportDownload";
import type { ExportDownloads } from "$lib/bindings/ExportDownloads";
import type { ExportEstimateOutcome } from "$lib/bindings/ExportEstimateOutcome";
import type { ExportsPage } from "$lib/bindings/ExportsPage";
import type { ExportWish } from "$lib/bindings/ExportWish";
import type { RequestExportOutcome } from "$lib/bindings/RequestExportOutcome";
import type { ExportsHost } from "./exports";
import { FakePurchases } from "./fake-purchases";
import { runningExport, sampleDownload, sampleExports } from "./sample-exports";

/** The exports of an organization at the fake portal, and downloads that go as far as a test says. */
export class FakeExports extends FakePurchases implements ExportsHost {
	exportsAnswer: ChartExports | null = sampleExports(this.now());
	/** Older ones than the latest, in pages. */
	olderExports: Export[] = [];
	estimateAnswer: ExportEstimateOutcome = {
		kind: "estimated",
		rows: 1_203_544,
		isExact: true,
		size: 84_300_000,
	};
	/** Answers in place of an export. */
	requestAnswer: RequestExportOutcome | null = null;
	cancelAnswer: CancelExportOutcome | null = null;
	downloadAnswer: DownloadExportOutcome = { kind: "begun" };
	/** Whether folders can be shown. */
	hasFileView = true;
	downloads: ExportDownload[] = [];
	#requested = 0;
	#downloadListeners: ((downloads: ExportDownloads) => void)[] = [];

	chartExports(): Promise<ChartExports | null> {
		return this.answer("chartExports", [], () => structuredClone(this.exportsAnswer));
	}

	exports(after: string | null): Promise<ExportsPage | null> {
		return this.answer("exports", [after], () => {
			if (!this.exportsAnswer) return null;
			const { timeZone } = this.exportsAnswer.offer;
			if (after !== null) return { timeZone, exports: this.olderExports, cursor: null };
			const cursor = this.olderExports.length > 0 ? "more" : null;
			return { timeZone, exports: structuredClone(this.exportsAnswer.latest), cursor };
		});
	}

	exportEstimate(wish: ExportWish): Promise<ExportEstimateOutcome> {
		return this.answer("exportEstimate", [wish], () => this.estimateAnswer);
	}

	requestExport(wish: ExportWish): Promise<RequestExportOutcome> {
		return this.answer("requestExport", [wish], () => this.#request([wish]));
	}

	retryExport(exportId: string): Promise<RequestExportOutcome> {
		return this.answer("retryExport", [exportId], () => this.#request([this.#find(exportId)]));
	}

	splitExport(exportId: string): Promise<RequestExportOutcome> {
		return this.answer("splitExport", [exportId], () => {
			const { splitInto } = this.#find(exportId);
			return this.#request(Array.from({ length: splitInto ?? 1 }, () => this.#find(exportId)));
		});
	}

	cancelExport(exportId: string): Promise<CancelExportOutcome> {
		return this.answer("cancelExport", [exportId], () => {
			if (this.cancelAnswer) return this.cancelAnswer;
			const change = { state: "cancelled", canCancel: false, secondsLeft: null } as const;
			return { kind: "cancelled", export: this.exportBecomes(exportId, change) };
		});
	}

	downloadExport(exportId: string): Promise<DownloadExportOutcome> {
		return this.answer("downloadExport", [exportId], () => {
			if (this.downloadAnswer.kind === "begun") {
				this.emitDownload({ ...sampleDownload({ kind: "waiting" }), export: exportId });
			}
			return this.downloadAnswer;
		});
	}

	pauseExportDownload(exportId: string): Promise<void> {
		return this.answer("pauseExportDownload", [exportId], () => {
			this.#change(exportId, { kind: "paused", done: 30_000_000, reason: { kind: "by_person" } });
		});
	}

	resumeExportDownload(exportId: string): Promise<void> {
		return this.answer("resumeExportDownload", [exportId], () => this.#change(exportId, { kind: "waiting" }));
	}

	dropExportDownload(exportId: string): Promise<void> {
		return this.answer("dropExportDownload", [exportId], () => {
			this.downloads = this.downloads.filter((each) => each.export !== exportId);
			this.#tell();
		});
	}

	showExportedFile(exportId: string): Promise<boolean> {
		return this.answer("showExportedFile", [exportId], () => this.hasFileView);
	}

	onExportDownloadsChanged(listener: (downloads: ExportDownloads) => void): void {
		this.#downloadListeners.push(listener);
		listener({ version: 0, downloads: this.downloads });
	}

	/** What comes of an export at the portal. */
	exportBecomes(exportId: string, change: Partial<Export>): Export {
		const changed = { ...this.#find(exportId), ...change };
		if (this.exportsAnswer) {
			const { latest } = this.exportsAnswer;
			this.exportsAnswer.latest = latest.map((each) => (each.id === exportId ? changed : each));
		}
		return changed;
	}

	/** A download has come so far. */
	emitDownload(download: ExportDownload): void {
		this.downloads = [...this.downloads.filter((each) => each.export !== download.export), download];
		this.#tell();
	}

	#request(wishes: Pick<Export, "firstDay" | "lastDay" | "format" | "isRaw">[]): RequestExportOutcome {
		if (this.requestAnswer) return this.requestAnswer;
		const exports = wishes.map(({ firstDay, lastDay, format, isRaw }) => {
			this.#requested += 1;
			const id = `exp_new_${this.#requested}`;
			const queued = { rows: 0, expectedRows: null, secondsLeft: null, startedAt: null };
			return runningExport(this.now(), { id, firstDay, lastDay, format, isRaw, ...queued });
		});
		if (this.exportsAnswer) {
			this.exportsAnswer.latest = [...exports.toReversed(), ...this.exportsAnswer.latest].slice(0, 5);
		}
		return { kind: "requested", exports };
	}

	#find(exportId: string): Export {
		const found = this.exportsAnswer?.latest.find(({ id }) => id === exportId);
		return found ?? this.olderExports.find(({ id }) => id === exportId) ?? runningExport(this.now());
	}

	#change(exportId: string, state: ExportDownload["state"]): void {
		const found = this.downloads.find((each) => each.export === exportId);
		if (found) this.emitDownload({ ...found, state });
	}

	#tell(): void {
		for (const listener of this.#downloadListeners) listener({ version: 1, downloads: this.downloads });
	}
}
