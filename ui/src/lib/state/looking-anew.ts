/**
 * Looks again after news: at once, then at most once in a while for as long as they come, and once more after the last.
 * Nobody looks at a window that is hidden; what came meanwhile counts when it is seen again.
 */
export class LookingAnew {
	#look: () => void;
	#pauseMs: number;
	#due = false;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** @param pauseMs The least time between two looks, in milliseconds. */
	constructor(look: () => void, pauseMs: number) {
		this.#look = look;
		this.#pauseMs = pauseMs;
	}

	/** There is something new. */
	hear(): void {
		this.#due = true;
		this.goOn();
	}

	/** To be called when the window may be seen again. */
	goOn(): void {
		if (!this.#due || this.#timer !== undefined || document.hidden) return;
		this.#due = false;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.goOn();
		}, this.#pauseMs);
		this.#look();
	}

	/** Nobody looks any more. */
	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#due = false;
	}
}
