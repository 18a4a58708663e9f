import type { SavedFile } from "$lib/bindings/SavedFile";
import { Attempt } from "./attempt.svelte";

/** Saving something as a file, one at a time, and what came of it. */
export class FileSaving extends Attempt {
	#path = $state<string | null>(null);

	/** Where the last file was saved. */
	get path(): string | null {
		return this.#path;
	}

	/** Answers where the file lies; null when it was not saved. */
	async save(send: () => Promise<SavedFile | null>): Promise<string | null> {
		this.#path = null;
		this.#path = (await this.run(send))?.path ?? null;
		return this.#path;
	}
}
