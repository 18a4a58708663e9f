import type { ExportDownload } from "$lib/bindings/ExportDownload";
import type { Host } from "$lib/host/host";

/** Files of exports on their way to this machine. They go on without the page. */
export class Downloads {
	#all = $state.raw<ExportDownload[]>([]);

	constructor(host: Host) {
		host.onExportDownloadsChanged(({ downloads }) => (this.#all = downloads));
	}

	/** The download of an export; null while there is none. */
	of(exportId: string): ExportDownload | null {
		return this.#all.find((each) => each.export === exportId) ?? null;
	}

	/** Those of other exports than these, by name. */
	besides(exports: { id: string }[]): ExportDownload[] {
		const others = this.#all.filter((each) => !exports.some(({ id }) => id === each.export));
		return others.toSorted((one, other) => one.name.localeCompare(other.name));
	}
}
