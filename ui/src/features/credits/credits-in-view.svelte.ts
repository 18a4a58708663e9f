import type { Credits } from "$lib/bindings/Credits";
import { timeZone } from "$features/charts/formats";
import { Fetched } from "$lib/state/fetched.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** The credits of the organization in view, as its portal said last. Without any, the plan has none (any more). */
export class CreditsInView extends Fetched<{ credits: Credits | null }> {
	#profile: OwnProfile;

	constructor(profile: OwnProfile) {
		super(async () => ({ credits: await profile.ask((host) => host.credits(timeZone())) }));
		this.#profile = profile;
	}

	get credits(): Credits | null {
		return this.value?.credits ?? null;
	}

	/** The plan goes without credits by now. */
	get gone(): boolean {
		return this.value !== null && this.value.credits === null;
	}

	override async load(): Promise<void> {
		await super.load();
		// The profile says whether there is such a section.
		if (this.gone) await this.#profile.refresh();
	}
}
