import type { CurrentOrganization } from "$lib/bindings/CurrentOrganization";
import type { Home } from "$lib/bindings/Home";
import { Fetched } from "$lib/state/fetched.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Younger than this, it is not fetched again just because somebody looks. */
const YOUNG_MS = 30_000;

/** What goes on in one organization, as its portal said last. */
export class HomeInView {
	#fetched: Fetched<{ home: Home; at: number }>;

	constructor(profile: OwnProfile) {
		this.#fetched = new Fetched(async () => ({
			home: await profile.ask((host) => host.home()),
			at: Date.now(),
		}));
	}

	get home(): Home | null {
		return this.#fetched.value?.home ?? null;
	}

	/** When it was fetched, in milliseconds. */
	get at(): number | null {
		return this.#fetched.value?.at ?? null;
	}

	/** Why it could not be fetched the last time. */
	get failure() {
		return this.#fetched.failure;
	}

	get fetching(): boolean {
		return this.#fetched.fetching;
	}

	load(): Promise<void> {
		return this.#fetched.load();
	}

	/** Somebody looks at it: fetches it when there is none, or only an old one. */
	async lookAgain(now: Date): Promise<void> {
		if (this.at === null || this.failure || now.getTime() - this.at > YOUNG_MS) await this.load();
	}
}

interface Kept {
	/** What the person may see depends on both. */
	of: string;
	view: HomeInView;
}

const kept = new WeakMap<OwnProfile, Kept>();

/** Kept while other pages are open, so that coming back shows it at once; never for another organization or role. */
export function homeOf(profile: OwnProfile, { id, roles }: CurrentOrganization): HomeInView {
	const of = [id, ...roles].join(" ");
	const last = kept.get(profile);
	if (last?.of === of) return last.view;
	const view = new HomeInView(profile);
	kept.set(profile, { of, view });
	return view;
}
