import type { Export } from "$lib/bindings/Export";
import type { ExportsPage } from "$lib/bindings/ExportsPage";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";
import { merge, type ShownExports } from "./exports-in-view.svelte";

/** All exports of the organization in view, as far as they were fetched. */
export class ExportList implements ShownExports {
	#profile: OwnProfile;
	#exports = $state.raw<Export[] | null>(null);
	#timeZone = $state.raw<string | null>(null);
	#cursor = $state.raw<string | null>(null);
	#fetching = $state(false);
	#failure = $state.raw<Failure | null>(null);
	#gone = $state(false);
	/** What is on its way may be of before a change. */
	#outdated = false;

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	/** The newest first; null while none are known. */
	get exports(): Export[] | null {
		return this.#exports;
	}

	/** IANA name of the organization's time zone; null while it is not known. */
	get timeZone(): string | null {
		return this.#timeZone;
	}

	/** Whether there are older ones. */
	get more(): boolean {
		return this.#cursor !== null;
	}

	get fetching(): boolean {
		return this.#fetching;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	/** Exports are turned off by now, or not for this person any more. */
	get gone(): boolean {
		return this.#gone;
	}

	/** Whether something is still to come of one of them. */
	get goesOn(): boolean {
		return this.#exports?.some(({ state }) => state === "in_progress") ?? false;
	}

	take(changed: Export[]): void {
		if (this.#exports) this.#exports = merge(this.#exports, changed);
	}

	/** Somebody looks: fetches the newest (again), and keeps the older ones that are known. */
	async load(): Promise<void> {
		await this.#fetch(null, ({ exports, cursor }) => {
			const known = this.#exports ?? [];
			const older = known.filter(({ id }) => !exports.some((newest) => newest.id === id));
			// Without one that was known, there may be others between them.
			const joins = older.length < known.length;
			this.#exports = joins ? [...exports, ...older] : exports;
			if (!joins) this.#cursor = cursor;
		});
	}

	/** They changed on the portal: fetches the newest as they are by now. */
	async loadAnew(): Promise<void> {
		this.#outdated = this.#fetching;
		await this.load();
	}

	/** Fetches the next page, if there is one and it is not on its way. */
	async next(): Promise<void> {
		if (!this.#exports) return this.load();
		if (!this.more) return;
		await this.#fetch(this.#cursor, ({ exports, cursor }) => {
			this.#exports = [...(this.#exports ?? []), ...exports];
			this.#cursor = cursor;
		});
	}

	/** One page at a time. */
	async #fetch(after: string | null, take: (page: ExportsPage) => void): Promise<void> {
		if (this.#fetching) return;
		this.#fetching = true;
		this.#failure = null;
		try {
			const page = await this.#profile.ask((host) => host.exports(after));
			this.#gone = page === null;
			if (page) {
				this.#timeZone = page.timeZone;
				take(page);
			} else void this.#profile.refresh();
		} catch (thrown) {
			this.#failure = failureFrom(thrown);
		} finally {
			this.#fetching = false;
		}
		if (!this.#outdated) return;
		this.#outdated = false;
		await this.load();
	}
}
