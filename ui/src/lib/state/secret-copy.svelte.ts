import { m } from "$lib/messages";
import type { Announcer } from "./announcer.svelte";

/** Copies what is shown once, and says what became of it. */
export class SecretCopy {
	#copy: (text: string) => Promise<void>;
	#announcer: Announcer;
	#copied = $state<boolean | null>(null);

	constructor(copy: (text: string) => Promise<void>, announcer: Announcer) {
		this.#copy = copy;
		this.#announcer = announcer;
	}

	/** Whether the last copy worked; null before there is one. */
	get copied(): boolean | null {
		return this.#copied;
	}

	/** What became of the last copy, in words. */
	get outcome(): string | null {
		if (this.#copied === null) return null;
		return this.#copied ? m.secret_copied() : m.secret_not_copied();
	}

	/** Answers whether it worked. */
	async copy(text: string): Promise<boolean> {
		// What is in the way makes no difference here: it can be copied by hand.
		this.#copied = await this.#copy(text).then(
			() => true,
			() => false,
		);
		this.#announcer.say(this.outcome ?? "");
		return this.#copied;
	}
}
