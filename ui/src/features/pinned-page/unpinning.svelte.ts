import { tick } from "svelte";
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
	/** What was found pinned in place of it. */
	#met = $state.raw<{ pin: PinnedPage | null } | null>(null);
	/** What was pinned when it was tried. */
	#tried = $state.raw<PinnedPage | null>(null);
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
		return this.#isStill(this.#tried) ? this.#attempt.failure : null;
	}

	/** Nothing was changed: what is pinned now was pinned meanwhile, by another client of the person. */
	get changedMeanwhile(): boolean {
		return this.#met !== null && this.#isStill(this.#met.pin);
	}

	/** Answers whether nothing is pinned. */
	async unpin({ id }: PinnedPage): Promise<boolean> {
		const { pin } = this;
		const outcome = await this.#change((host) => host.unpinPage(id));
		if (outcome?.kind === "done") this.#unpinned = pin;
		await this.#leaveFocus();
		return outcome !== null && outcome.snapshot.profile.pinnedPage === null;
	}

	/** Answers what is pinned again, if it is. */
	async restore({ id }: PinnedPage): Promise<PinnedPage | null> {
		const outcome = await this.#change((host) => host.restorePin(id));
		await this.#leaveFocus();
		return outcome?.kind === "done" ? outcome.snapshot.profile.pinnedPage : null;
	}

	async #change(
		change: (host: OrganizationPagesHost) => Promise<UnpinOutcome>,
	): Promise<UnpinOutcome | null> {
		this.#pressed = true;
		this.#met = null;
		this.#tried = this.pin;
		const outcome = await this.#attempt.run(() => this.#profile.change(change));
		if (outcome?.kind === "changed_meanwhile") this.#met = { pin: outcome.snapshot.profile.pinnedPage };
		return outcome;
	}

	/** The other button is there by now, if there is one; one that comes later is not of this one's doing. */
	async #leaveFocus(): Promise<void> {
		await tick();
		this.#pressed = false;
	}

	/** Whether this is what is pinned now; what was said of one pin is not said of the next. */
	#isStill(pin: PinnedPage | null): boolean {
		return this.pin?.id === pin?.id;
	}
}
