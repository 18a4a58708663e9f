import { failureFrom, type Failure } from "./failure";

/** Something that is fetched from the portal for a page, and fetched again when that failed. */
export class Fetched<T> {
	#fetch: () => Promise<T>;
	#value = $state.raw<T | null>(null);
	#failure = $state.raw<Failure | null>(null);
	#fetching = $state(false);

	constructor(fetch: () => Promise<T>) {
		this.#fetch = fetch;
	}

	/** What was fetched last, or is known since; null while it is not there. */
	get value(): T | null {
		return this.#value;
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
			this.#failure = null;
		} catch (thrown) {
			this.#failure = failureFrom(thrown);
		} finally {
			this.#fetching = false;
		}
	}
}
