import type { ChartExports } from "$lib/bindings/ChartExports";
import type { Export } from "$lib/bindings/Export";
import { Fetched } from "$lib/state/fetched.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Exports of the section. */
const LATEST = 5;

/** Where exports are shown: takes over what was done about one, and looks again. */
export interface ShownExports {
	take(changed: Export[]): void;
	load(): Promise<void>;
}

/** The changed ones in their places, and those that are new before all others, the newest first. */
export function merge(known: Export[], changed: Export[]): Export[] {
	const kept = known.map((each) => changed.find(({ id }) => id === each.id) ?? each);
	const added = changed.filter(({ id }) => !known.some((each) => each.id === id));
	return [...added.toReversed(), ...kept];
}

/** What can be exported of the organization in view, and the last exports; without any, the feature is not there (any more). */
export class ExportsInView extends Fetched<{ exports: ChartExports | null }> implements ShownExports {
	#profile: OwnProfile;
	/** How often something was done here: an answer that was on its way then is older. */
	#done = 0;

	constructor(profile: OwnProfile) {
		super(async () => ({ exports: await profile.ask((host) => host.chartExports()) }));
		this.#profile = profile;
	}

	get exports(): ChartExports | null {
		return this.value?.exports ?? null;
	}

	/** Exports are turned off by now, or not for this person any more. */
	get gone(): boolean {
		return this.value !== null && this.value.exports === null;
	}

	/** Whether something is still to come of one of them. */
	get goesOn(): boolean {
		return this.exports?.latest.some(({ state }) => state === "in_progress") ?? false;
	}

	take(changed: Export[]): void {
		const { exports } = this;
		if (!exports) return;
		this.#done += 1;
		const merged = merge(exports.latest, changed);
		const hasMore = exports.hasMore || merged.length > LATEST;
		this.set({ exports: { ...exports, latest: merged.slice(0, LATEST), hasMore } });
	}

	override async load(): Promise<void> {
		const done = this.#done;
		await super.load();
		if (this.gone) await this.#profile.refresh();
		else if (done !== this.#done) await super.load();
	}
}
