import type { Credits } from "$lib/bindings/Credits";
import { timeZone } from "$features/charts/formats";
import { Fetched } from "$lib/state/fetched.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Younger than this, they are not fetched again just because somebody looks. */
const YOUNG_MS = 30_000;

/** The credits of the organization in view, as its portal said last. */
export class CreditsInView {
	#profile: OwnProfile;
	/** Without credits, the plan has none (any more). */
	#fetched: Fetched<{ credits: Credits | null; at: number }>;

	constructor(profile: OwnProfile) {
		this.#profile = profile;
		this.#fetched = new Fetched(async () => ({
			credits: await profile.ask((host) => host.credits(timeZone())),
			at: Date.now(),
		}));
	}

	get credits(): Credits | null {
		return this.#fetched.value?.credits ?? null;
	}

	/** When they were fetched, in milliseconds. */
	get at(): number | null {
		return this.#fetched.value?.at ?? null;
	}

	/** The plan goes without credits by now. */
	get gone(): boolean {
		return this.#fetched.value !== null && this.#fetched.value.credits === null;
	}

	get failure() {
		return this.#fetched.failure;
	}

	get fetching(): boolean {
		return this.#fetched.fetching;
	}

	async load(): Promise<void> {
		await this.#fetched.load();
		// The profile says whether there is such a section.
		if (this.gone) await this.#profile.refresh();
	}

	/** Somebody looks: fetches them when there are none, or only old ones. */
	async lookAgain(now: Date): Promise<void> {
		const { at } = this;
		if (at === null || this.failure || now.getTime() - at > YOUNG_MS) await this.load();
	}
}
