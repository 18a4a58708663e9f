import { failureFrom, type Failure } from "./failure";

/** Younger than this, it is not fetched again just because somebody looks. */
const YOUNG_MS = 30_000;

/** Something that is fetched from the portal for a page, and fetched again when that failed. */
export class Fetched<T> {
	#fetch: () => Promise<T>;
	#value = $state.raw<T | null>(null);
	#failure = $state.raw<Failure | null>(null);
	#fetching = $state(false);
	#at = $state<number | null>(null);
	/** What is on its way may be of before a change. */
	#outdated = false;

	constructor(fetch: () => Promise<T>) {
		this.#fetch = fetch;
	}

	/** What was fetched last, or is known since; null while it is not there. */
	get value(): T | null {
		return this.#value;
	}

	/** When it was fetched, in milliseconds. */
	get at(): number | null {
		return this.#at;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	get fetching(): boolean {
		return this.#fetching;
	}

	/** Takes over what a change answered. */
	set(value: T): void {
		this.#value = value;
	}

	async load(): Promise<void> {
		if (this.#fetching) return;
		this.#fetching = true;
		try {
			this.#value = await this.#fetch();
			this.#at = Date.now();
			this.#failure = null;
		} catch (thrown) {
			this.#failure = failureFrom(thrown);
		} finally {
			this.#fetching = false;
		}
		if (!this.#outdated) return;
		this.#outdated = false;
		await this.load();
	}

	/** It changed on the portal: fetches it as it is by now. */
	async loadAnew(): Promise<void> {
		this.#outdated = this.#fetching;
		await this.load();
	}

	/** Somebody looks at it: fetches it when there is none, or only an old one. */
	async lookAgain(now: Date): Promise<void> {
		if (this.#at === null || this.#failure || now.getTime() - this.#at > YOUNG_MS) await this.load();
	}
}
