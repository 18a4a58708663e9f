import { m } from "$lib/messages";
import { Attempt } from "$lib/state/attempt.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";
import type { Refusal } from "./refusals";

/** What a person can do with the file of an export on its way here, one thing at a time. */
export class DownloadActions extends Attempt {
	protected readonly profile: OwnProfile;
	protected readonly id: string;
	#refusal = $state.raw<Refusal | null>(null);

	constructor(profile: OwnProfile, id: string) {
		super();
		this.profile = profile;
		this.id = id;
	}

	/** Why the last thing was not done, other than a failure. */
	get refusal(): Refusal | null {
		return this.#refusal;
	}

	protected set refusal(refusal: Refusal | null) {
		this.#refusal = refusal;
	}

	/** Does something with the file on its way; what comes of it is told by the app. */
	async withDownload(
		name: "pauseExportDownload" | "resumeExportDownload" | "dropExportDownload",
	): Promise<void> {
		await this.run(() => {
			this.refusal = null;
			return this.profile.ask((host) => host[name](this.id));
		});
	}

	async showInFolder(): Promise<void> {
		const shown = await this.run(() => {
			this.refusal = null;
			return this.profile.ask((host) => host.showExportedFile(this.id));
		});
		if (shown === false) this.refusal = { code: "not_shown", text: m.download_not_shown() };
	}
}
