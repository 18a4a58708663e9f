import type { RequestExportOutcome } from "$lib/bindings/RequestExportOutcome";
import type { Host } from "$lib/host/host";
import { m } from "$lib/messages";
import type { Announcer } from "$lib/state/announcer.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";
import { DownloadActions } from "./download-actions.svelte";
import type { ShownExports } from "./exports-in-view.svelte";
import { downloadRefusal, requestRefusal, type Refusal } from "./refusals";

/** What a person can do with one export and its file, one thing at a time. */
export class ExportActions extends DownloadActions {
	#announcer: Announcer;
	#shown: ShownExports;

	constructor(profile: OwnProfile, announcer: Announcer, shown: ShownExports, id: string) {
		super(profile, id);
		this.#announcer = announcer;
		this.#shown = shown;
	}

	async cancel(): Promise<void> {
		const outcome = await this.#do((host) => host.cancelExport(this.id));
		if (!outcome) return;
		if (outcome.kind === "not_found") await this.#refuse({ code: outcome.kind, text: m.exports_not_found() });
		else this.#shown.take([outcome.export]);
		if (outcome.kind === "cancelled") this.#announcer.say(m.exports_said_cancelled());
	}

	async retry(): Promise<void> {
		await this.#request((host) => host.retryExport(this.id));
	}

	async split(): Promise<void> {
		await this.#request((host) => host.splitExport(this.id));
	}

	/** Asks where the file should go. What is fetched from then on is told by the app. */
	async download(): Promise<void> {
		const outcome = await this.run(() => {
			this.refusal = null;
			return this.profile.ask((host) => host.downloadExport(this.id));
		});
		if (!outcome) return;
		const refusal = downloadRefusal(outcome);
		if (outcome.kind === "not_ready") this.#shown.take([outcome.export]);
		if (refusal) await this.#refuse(refusal);
	}

	async #request(send: (host: Host) => Promise<RequestExportOutcome>): Promise<void> {
		const outcome = await this.#do(send);
		if (!outcome) return;
		const refusal = requestRefusal(outcome);
		if (refusal) return this.#refuse(refusal);
		if (outcome.kind !== "requested") return;
		this.#shown.take(outcome.exports);
		this.#announcer.say(m.exports_said_requested());
	}

	#do<T>(send: (host: Host) => Promise<T>): Promise<T | null> {
		return this.run(() => {
			this.refusal = null;
			return this.profile.changeHere(send);
		});
	}

	/** What is shown was not so any more. */
	async #refuse(refusal: Refusal): Promise<void> {
		this.refusal = refusal;
		await this.#shown.load();
	}
}
