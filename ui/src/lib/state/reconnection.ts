const SHORTEST_MS = 2_000;
const LONGEST_MS = 60_000;

/**
 * Tries again after a while that grows with every failure, and at once when the network or the person comes
 * back.
 */
export class Reconnection {
	#attempt: () => void;
	#random: () => number;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** @param random Spreads the attempts of many apps after a portal was down; 0 to 1. */
	constructor(attempt: () => void, random: () => number = Math.random) {
		this.#attempt = attempt;
		this.#random = random;
	}

	/** An attempt failed: plans the next. */
	failed(): void {
		const longest = Math.min(SHORTEST_MS * 2 ** this.#failures, LONGEST_MS);
		this.#failures += 1;
		this.#plan(longest * (0.75 + this.#random() * 0.25));
	}

	/** Nothing is left to try, or an attempt is under way. */
	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	/** An attempt succeeded. */
	succeeded(): void {
		this.stop();
		this.#failures = 0;
	}

	#plan(delay: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.#attempt();
		}, delay);
	}
}
