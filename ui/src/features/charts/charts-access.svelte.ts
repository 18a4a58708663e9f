import type { Host } from "$lib/host/host";
import { failureFrom } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Whether a person may see charts, as far as the portal has told. */
export class ChartsAccess {
	#profile: OwnProfile;
	#refused = $state(false);

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	/** They may not, or not any more. */
	get refused(): boolean {
		const pages = this.#profile.snapshot?.profile.organization.pages;
		return this.#refused || (pages !== undefined && !pages.includes("charts"));
	}

	/** Asks the host about charts; a refusal concerns the whole page, and the profile knows what is allowed now. */
	ask = async <T>(question: (host: Host) => Promise<T>): Promise<T> => {
		try {
			return await this.#profile.ask(question);
		} catch (thrown) {
			if (failureFrom(thrown).code === "not_allowed" && !this.#refused) {
				this.#refused = true;
				void this.#profile.refresh();
			}
			throw thrown;
		}
	};
}
