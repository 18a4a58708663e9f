import type { SecurityCategory } from "$lib/bindings/SecurityCategory";
import type { SecurityEvent } from "$lib/bindings/SecurityEvent";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** The security log as far as it was scrolled, of the categories chosen. */
export class SecurityLog {
	#profile: OwnProfile;
	#categories = $state.raw<SecurityCategory[]>([]);
	#events = $state.raw<SecurityEvent[] | null>(null);
	#cursor = $state.raw<string | null>(null);
	#keptForDays = $state.raw<number | null>(null);
	#fetching = $state(false);
	#failure = $state.raw<Failure | null>(null);
	/** Counts choices: what was asked for before the latest no longer matters. */
	#choices = 0;

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	/** Those chosen; none means all. */
	get categories(): SecurityCategory[] {
		return this.#categories;
	}

	/** The latest first; null while none is known. */
	get events(): SecurityEvent[] | null {
		return this.#events;
	}

	/** Whether there are older ones. */
	get more(): boolean {
		return this.#cursor !== null;
	}

	/** For how many days the portal keeps events; null: for good. */
	get keptForDays(): number | null {
		return this.#keptForDays;
	}

	get fetching(): boolean {
		return this.#fetching;
	}

	/** Why the next page is missing. */
	get failure(): Failure | null {
		return this.#failure;
	}

	/** Begins anew with other categories. */
	async choose(categories: SecurityCategory[]): Promise<void> {
		this.#categories = categories;
		this.#events = null;
		this.#cursor = null;
		this.#choices += 1;
		this.#fetching = false;
		await this.next();
	}

	/** Fetches the next page, if there is one and it is not on its way. */
	async next(): Promise<void> {
		if (this.#fetching || (this.#events && !this.more)) return;
		const choices = this.#choices;
		this.#fetching = true;
		this.#failure = null;
		try {
			const page = await this.#profile.ask((host) => host.securityLog(this.#categories, this.#cursor));
			if (choices !== this.#choices) return;
			this.#events = [...(this.#events ?? []), ...page.events];
			this.#cursor = page.cursor;
			this.#keptForDays = page.keptForDays;
		} catch (thrown) {
			if (choices === this.#choices) this.#failure = failureFrom(thrown);
		} finally {
			if (choices === this.#choices) this.#fetching = false;
		}
	}
}
