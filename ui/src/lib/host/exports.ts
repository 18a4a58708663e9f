import type { CancelExportOutcome } from "$lib/bindings/CancelExportOutcome";
import type { ChartExports } from "$lib/bindings/ChartExports";
import type { DownloadExportOutcome } from "$lib/bindings/DownloadExportOutcome";
import type { ExportDownloads } from "$lib/bindings/ExportDownloads";
import type { ExportEstimateOutcome } from "$lib/bindings/ExportEstimateOutcome";
import type { ExportsPage } from "$lib/bindings/ExportsPage";
import type { ExportWish } from "$lib/bindings/ExportWish";
import type { RequestExportOutcome } from "$lib/bindings/RequestExportOutcome";

/** Exports of the chart data of the organization in view, and their files. Rejects like {@link OrganizationsHost}. */
export interface ExportsHost {
	/** Null where exports are off, or the person may not see charts. */
	chartExports(): Promise<ChartExports | null>;
	/** The newest first; those after the cursor `after`. Null as with {@link chartExports}. */
	exports(after: string | null): Promise<ExportsPage | null>;
	exportEstimate(wish: ExportWish): Promise<ExportEstimateOutcome>;
	requestExport(wish: ExportWish): Promise<RequestExportOutcome>;
	/** The same range and format once more. */
	retryExport(exportId: string): Promise<RequestExportOutcome>;
	/** The range of one that timed out, in smaller ones. */
	splitExport(exportId: string): Promise<RequestExportOutcome>;
	cancelExport(exportId: string): Promise<CancelExportOutcome>;

	/** Asks where the file should go, and begins to fetch it. It goes on by itself from then on. */
	downloadExport(exportId: string): Promise<DownloadExportOutcome>;
	pauseExportDownload(exportId: string): Promise<void>;
	resumeExportDownload(exportId: string): Promise<void>;
	/** Gives a download up, or takes one that is over off the page. */
	dropExportDownload(exportId: string): Promise<void>;
	/** False when the folder can't be opened. */
	showExportedFile(exportId: string): Promise<boolean>;

	/** Calls `listener` with how far the downloads have come, and whenever that changes. */
	onExportDownloadsChanged(listener: (downloads: ExportDownloads) => void): void;
}
