import { untrack } from "svelte";

/** Says things to screen readers without moving the focus. */
export class Announcer {
	#said = $state.raw({ text: "", count: 0 });

	/** What was said last; `count` tells two equal texts apart. */
	get said() {
		return this.#said;
	}

	/** May be called where the page reacts to something: what was said before is nothing to react to. */
	say(text: string): void {
		this.#said = { text, count: untrack(() => this.#said.count) + 1 };
	}

	/** Takes back what was said last: it is nothing to whoever comes next. */
	clear(): void {
		this.say("");
	}
}
