/** Counts down the seconds until a person may try again. */
export class Wait {
	#secondsLeft = $state(0);
	#timer: ReturnType<typeof setInterval> | undefined;

	get secondsLeft(): number {
		return this.#secondsLeft;
	}

	begin(seconds: number): void {
		this.end();
		const over = Date.now() + seconds * 1000;
		this.#secondsLeft = seconds;
		this.#timer = setInterval(() => {
			// Measured, not counted: a sleeping computer fires no timers.
			this.#secondsLeft = Math.max(0, Math.ceil((over - Date.now()) / 1000));
			if (this.#secondsLeft === 0) this.end();
		}, 1000);
	}

	end(): void {
		clearInterval(this.#timer);
		this.#secondsLeft = 0;
	}
}
