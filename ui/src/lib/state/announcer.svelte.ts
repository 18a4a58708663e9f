/** Says things to screen readers without moving the focus. */
export class Announcer {
	#said = $state.raw({ text: "", count: 0 });

	/** What was said last; `count` tells two equal texts apart. */
	get said() {
		return this.#said;
	}

	say(text: string): void {
		this.#said = { text, count: this.#said.count + 1 };
	}
}
