import { SvelteMap } from "svelte/reactivity";
import type { ExportDownload } from "$lib/bindings/ExportDownload";
import type { Host } from "$lib/host/host";

/** What the app tells of exports by itself: how far their files have come, and that the portal has others. */
export class ExportsNews {
	#downloads = $state.raw<ExportDownload[]>([]);
	#changes = new SvelteMap<string, number>();

	constructor(host: Host) {
		host.onExportDownloadsChanged(({ downloads }) => (this.#downloads = downloads));
		host.onExportsChanged((organization) => {
			this.#changes.set(organization, this.changesOf(organization) + 1);
		});
	}

	/** The download of an export; null while there is none. */
	downloadOf(exportId: string): ExportDownload | null {
		return this.#downloads.find((each) => each.export === exportId) ?? null;
	}

	/** How often the portal said that exports of an organization are others. */
	changesOf(organization: string): number {
		return this.#changes.get(organization) ?? 0;
	}
}
