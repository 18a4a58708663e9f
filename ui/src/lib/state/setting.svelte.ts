import { failureFrom, type Failure } from "./failure";

/**
 * One saved choice that shows at once and goes back when it can't be saved.
 *
 * At most one save runs at a time. Choices made meanwhile wait, the last one wins, so that a late answer
 * never overwrites a newer choice.
 */
export class Setting<T> {
	#saved: () => T;
	#save: (value: T) => Promise<void>;
	#chosen = $state.raw<{ value: T } | null>(null);
	#saving = $state(false);
	#failure = $state.raw<Failure | null>(null);

	/**
	 * @param saved Reads the value as it was saved last.
	 * @param save Saves a value; `saved` reads the new one when it resolves.
	 */
	constructor(saved: () => T, save: (value: T) => Promise<void>) {
		this.#saved = saved;
		this.#save = save;
	}

	/** What the person sees: their choice, or else what is saved. */
	get value(): T {
		return this.#chosen ? this.#chosen.value : this.#saved();
	}

	/** Whether a choice is on its way. */
	get saving(): boolean {
		return this.#saving;
	}

	/** Why the last choice went back. */
	get failure(): Failure | null {
		return this.#failure;
	}

	/** Shows `value` at once and saves it. */
	async choose(value: T): Promise<void> {
		this.#chosen = { value };
		this.#failure = null;
		if (this.#saving) return;
		this.#saving = true;
		try {
			await this.#saveChoices();
		} finally {
			this.#saving = false;
		}
	}

	async #saveChoices(): Promise<void> {
		while (this.#chosen) await this.#saveOnce(this.#chosen);
	}

	async #saveOnce(choice: { value: T }): Promise<void> {
		let failure: Failure | null = null;
		try {
			if (choice.value !== this.#saved()) await this.#save(choice.value);
		} catch (thrown) {
			failure = failureFrom(thrown);
		}
		// A newer choice is still to be saved; what became of this one no longer matters.
		if (this.#chosen !== choice) return;
		this.#chosen = null;
		this.#failure = failure;
	}
}
