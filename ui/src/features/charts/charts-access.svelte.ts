import type { Host } from "$lib/host/host";
import { failureFrom } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Whether the portal has refused to tell of charts. */
export class ChartsAccess {
	#profile: OwnProfile;
	#refused = $state(false);

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	/** The person may not see them any more. */
	get refused(): boolean {
		return this.#refused;
	}

	/** Asks the host about charts; a refusal concerns the whole page. */
	ask = async <T>(question: (host: Host) => Promise<T>): Promise<T> => {
		try {
			return await this.#profile.ask(question);
		} catch (thrown) {
			if (failureFrom(thrown).code === "not_allowed") this.#refused = true;
			throw thrown;
		}
	};
}
