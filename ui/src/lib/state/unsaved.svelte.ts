/** What a person typed and did not save, and what waits until they agree to lose it. */
export class Unsaved {
	#isThere: (() => boolean) | null = null;
	#waiting = $state.raw<(() => void) | null>(null);

	/** Whether something would be lost now. */
	get isThere(): boolean {
		return this.#isThere?.() ?? false;
	}

	/** Whether the person is being asked. */
	get asked(): boolean {
		return this.#waiting !== null;
	}

	/**
	 * Asks before what is typed somewhere is lost; answers how to end that.
	 *
	 * @param isThere Whether there is anything to lose.
	 */
	watch(isThere: () => boolean): () => void {
		this.#isThere = isThere;
		return () => {
			if (this.#isThere === isThere) this.drop();
		};
	}

	/** Goes on at once, or once the person agreed to lose what is not saved. */
	before(goOn: () => void): void {
		if (this.isThere) this.#waiting = goOn;
		else goOn();
	}

	/** The person stays where they are. */
	stay(): void {
		this.#waiting = null;
	}

	/** What is not saved is of no use any more: what it was about is gone. */
	drop(): void {
		this.#isThere = null;
		this.#waiting = null;
	}

	/** The person gives up what is not saved. */
	giveUp(): void {
		const goOn = this.#waiting;
		this.drop();
		goOn?.();
	}
}
