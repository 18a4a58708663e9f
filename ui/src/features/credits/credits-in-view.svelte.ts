import type { Credits } from "$lib/bindings/Credits";
import { timeZone } from "$features/charts/formats";
import { Fetched } from "$lib/state/fetched.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** The credits of the organization in view, as its portal said last. Without any, the plan has none (any more). */
export class CreditsInView extends Fetched<{ credits: Credits | null }> {
	#profile: OwnProfile;
	/** How often a threshold was chosen here, and the last one. */
	#chosen = 0;
	#threshold: string | null = null;

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

	/** Takes over what the person chose; an answer that was on its way then is older. */
	setThreshold(threshold: string | null): void {
		this.#chosen += 1;
		this.#threshold = threshold;
		this.#show(threshold);
	}

	#show(threshold: string | null): void {
		if (this.credits) this.set({ credits: { ...this.credits, threshold } });
	}

	override async load(): Promise<void> {
		const chosen = this.#chosen;
		await super.load();
		if (chosen !== this.#chosen) this.#show(this.#threshold);
		// The profile says whether there is such a section.
		if (this.gone) await this.#profile.refresh();
	}
}
