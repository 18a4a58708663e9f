import { failureFrom, type Failure } from "./failure";

/** One thing at a time that a person has asked for, and why it failed. */
export class Attempt {
	#busy = $state(false);
	#failure = $state.raw<Failure | null>(null);

	get busy(): boolean {
		return this.#busy;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	/** Answers what `action` does; null when it failed, or when something is under way already. */
	async run<T>(action: () => Promise<T>): Promise<T | null> {
		if (this.#busy) return null;
		this.#busy = true;
		this.#failure = null;
		try {
			return await action();
		} catch (thrown) {
			this.#failure = failureFrom(thrown);
			return null;
		} finally {
			this.#busy = false;
		}
	}
}
