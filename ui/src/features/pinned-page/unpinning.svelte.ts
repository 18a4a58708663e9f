import type { Attachment } from "svelte/attachments";
import type { PinnedPage } from "$lib/bindings/PinnedPage";
import type { UnpinOutcome } from "$lib/bindings/UnpinOutcome";
import type { OrganizationPagesHost } from "$lib/host/organization-pages";
import { Attempt } from "$lib/state/attempt.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Taking the pin off, and taking that back. */
export class Unpinning {
	#profile: OwnProfile;
	#attempt = new Attempt();
	#unpinned = $state.raw<PinnedPage | null>(null);
	#changedMeanwhile = $state(false);
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

	/** Nothing was changed: another page was pinned meanwhile, by another client of the person. */
	get changedMeanwhile(): boolean {
		return this.#changedMeanwhile;
	}

	/** Answers whether nothing is pinned. */
	async unpin({ id }: PinnedPage): Promise<boolean> {
		const { pin } = this;
		const outcome = await this.#change((host) => host.unpinPage(id));
		if (outcome?.kind === "done") this.#unpinned = pin;
		return outcome !== null && outcome.snapshot.profile.pinnedPage === null;
	}

	/** Answers what is pinned again, if it is. */
	async restore({ id }: PinnedPage): Promise<PinnedPage | null> {
		const outcome = await this.#change((host) => host.restorePin(id));
		return outcome?.kind === "done" ? outcome.snapshot.profile.pinnedPage : null;
	}

	async #change(
		change: (host: OrganizationPagesHost) => Promise<UnpinOutcome>,
	): Promise<UnpinOutcome | null> {
		this.#pressed = true;
		this.#changedMeanwhile = false;
		const outcome = await this.#attempt.run(() => this.#profile.change(change));
		this.#changedMeanwhile = outcome?.kind === "changed_meanwhile";
		return outcome;
	}
}
