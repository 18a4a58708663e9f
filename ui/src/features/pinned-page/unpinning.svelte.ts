import type { Attachment } from "svelte/attachments";
import type { PinnedPage } from "$lib/bindings/PinnedPage";
import { Attempt } from "$lib/state/attempt.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Taking the pin off, and taking that back. */
export class Unpinning {
	#profile: OwnProfile;
	#attempt = new Attempt();
	#unpinned = $state.raw<PinnedPage | null>(null);
	#nothingToRestore = $state(false);
	#pressed = false;

	/** For the button: the one that was pressed is replaced by one that takes back what it did. */
	readonly keepFocus: Attachment<HTMLElement> = (button) => {
		if (this.#pressed) button.focus();
	};

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	/** What is pinned now. */
	get pin(): PinnedPage | null {
		return this.#profile.snapshot?.profile.pinnedPage ?? null;
	}

	/** What was unpinned here, while that can be taken back. */
	get unpinned(): PinnedPage | null {
		return this.pin ? null : this.#unpinned;
	}

	get busy(): boolean {
		return this.#attempt.busy;
	}

	/** Why the last attempt changed nothing. */
	get failure() {
		return this.#attempt.failure;
	}

	/** It could not be taken back: another page was pinned and unpinned meanwhile, or the page is gone. */
	get nothingToRestore(): boolean {
		return this.#nothingToRestore;
	}

	/** Answers whether the pin is off. */
	async unpin(): Promise<boolean> {
		const { pin } = this;
		this.#pressed = true;
		this.#nothingToRestore = false;
		const done = await this.#attempt.run(() => this.#profile.change((host) => host.unpinPage()));
		if (done) this.#unpinned = pin;
		return done !== null;
	}

	/** Answers what is pinned again, if anything is. */
	async restore(): Promise<PinnedPage | null> {
		this.#pressed = true;
		this.#nothingToRestore = false;
		const outcome = await this.#attempt.run(() => this.#profile.change((host) => host.restorePin()));
		if (outcome?.kind === "unavailable") {
			this.#nothingToRestore = true;
			// Somebody has pinned something else, perhaps.
			void this.#profile.refresh();
		}
		return outcome?.kind === "pinned" ? outcome.snapshot.profile.pinnedPage : null;
	}
}
