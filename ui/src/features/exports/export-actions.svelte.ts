import type { RequestExportOutcome } from "$lib/bindings/RequestExportOutcome";
import type { Host } from "$lib/host/host";
import { m } from "$lib/messages";
import type { Announcer } from "$lib/state/announcer.svelte";
import { Attempt } from "$lib/state/attempt.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";
import type { ShownExports } from "./exports-in-view.svelte";
import { downloadRefusal, requestRefusal, type Refusal } from "./refusals";

/** What a person can do with one export, one thing at a time. */
export class ExportActions extends Attempt {
	#profile: OwnProfile;
	#announcer: Announcer;
	#shown: ShownExports;
	#id: string;
	#refusal = $state.raw<Refusal | null>(null);

	constructor(profile: OwnProfile, announcer: Announcer, shown: ShownExports, id: string) {
		super();
		this.#profile = profile;
		this.#announcer = announcer;
		this.#shown = shown;
		this.#id = id;
	}

	/** Why the last thing was not done, other than a failure. */
	get refusal(): Refusal | null {
		return this.#refusal;
	}

	async cancel(): Promise<void> {
		const outcome = await this.#do((host) => host.cancelExport(this.#id));
		if (!outcome) return;
		if (outcome.kind === "not_found") await this.#refuse({ code: outcome.kind, text: m.exports_not_found() });
		else this.#shown.take([outcome.export]);
		if (outcome.kind === "cancelled") this.#announcer.say(m.exports_said_cancelled());
	}

	async retry(): Promise<void> {
		await this.#request((host) => host.retryExport(this.#id));
	}

	async split(): Promise<void> {
		await this.#request((host) => host.splitExport(this.#id));
	}

	/** Asks where the file should go. What is fetched from then on is told by the app. */
	async download(): Promise<void> {
		const outcome = await this.run(() => {
			this.#refusal = null;
			return this.#profile.ask((host) => host.downloadExport(this.#id));
		});
		if (!outcome) return;
		const refusal = downloadRefusal(outcome);
		if (outcome.kind === "not_ready") this.#shown.take([outcome.export]);
		if (refusal) await this.#refuse(refusal);
	}

	/** Does something with the file on its way; what comes of it is told by the app. */
	async withDownload(
		name: "pauseExportDownload" | "resumeExportDownload" | "dropExportDownload",
	): Promise<void> {
		await this.run(() => {
			this.#refusal = null;
			return this.#profile.ask((host) => host[name](this.#id));
		});
	}

	async showInFolder(): Promise<void> {
		const shown = await this.run(() => {
			this.#refusal = null;
			return this.#profile.ask((host) => host.showExportedFile(this.#id));
		});
		if (shown === false) this.#refusal = { code: "not_shown", text: m.download_not_shown() };
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
			this.#refusal = null;
			return this.#profile.changeHere(send);
		});
	}

	/** What is shown was not so any more. */
	async #refuse(refusal: Refusal): Promise<void> {
		this.#refusal = refusal;
		await this.#shown.load();
	}
}
