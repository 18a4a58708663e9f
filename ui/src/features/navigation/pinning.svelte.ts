import type { PinnedPage } from "$lib/bindings/PinnedPage";
import type { PinPageOutcome } from "$lib/bindings/PinPageOutcome";
import type { UnpinOutcome } from "$lib/bindings/UnpinOutcome";
import { Attempt } from "$lib/state/attempt.svelte";
import { leavesOpen, type Failure } from "$lib/state/failure";
import type { Pinnable } from "$lib/state/pages";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Why a page was not pinned, or is pinned still. */
export interface PinProblem {
	readonly page: Pinnable;
	/** Whether it was to be pinned. */
	readonly pinning: boolean;
	readonly reason: Failure | "unavailable" | PinnedElsewhere;
}

/** Another page was pinned meanwhile, by another client of the person. */
export interface PinnedElsewhere {
	readonly instead: PinnedPage;
}

/** The pin of the page in view: it shows at once where it was put, and goes back when it can't be saved. */
export class Pinning {
	#profile: OwnProfile;
	#attempt = new Attempt();
	/** What the pin is on its way to. */
	#chosen = $state.raw<{ pin: Pinnable | null } | null>(null);
	#problem = $state.raw<PinProblem | null>(null);

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	get busy(): boolean {
		return this.#attempt.busy;
	}

	/** Why the pin went back, until that is dismissed or something else is tried. */
	get problem(): PinProblem | null {
		const problem = this.#problem;
		if (typeof problem?.reason === "object" && "instead" in problem.reason) return problem;
		// An answer that was lost may have been a good one.
		return problem && this.isPinned(problem.page) !== problem.pinning ? problem : null;
	}

	dismiss(): void {
		this.#problem = null;
	}

	isPinned({ page, workspace }: Pinnable): boolean {
		// A workspace that is gone is not the list of them.
		const followed = this.#pin?.broken === "gone" ? null : this.#pin;
		const pin = this.#chosen ? this.#chosen.pin : followed;
		return pin?.page === page && pin.workspace === workspace;
	}

	/**
	 * Pins a page, or takes the pin off the one that has it.
	 *
	 * @returns What is pinned now; null when nothing was changed.
	 */
	async toggle(page: Pinnable): Promise<{ pin: PinnedPage | null } | null> {
		if (this.busy) return null;
		const pin = this.isPinned(page) ? this.#pin : null;
		this.#problem = null;
		this.#chosen = { pin: pin ? null : page };
		const outcome = await this.#attempt.run(() => this.#send(pin, page));
		this.#chosen = null;
		if (outcome && outcome.kind !== "unavailable") {
			const { pinnedPage } = outcome.snapshot.profile;
			if (outcome.kind !== "changed_meanwhile" || !pinnedPage) return { pin: pinnedPage };
			this.#problem = { page, pinning: false, reason: { instead: pinnedPage } };
			return null;
		}
		const { failure } = this.#attempt;
		this.#problem = { page, pinning: pin === null, reason: failure ?? "unavailable" };
		// The profile may know by now which pages are left, or whether it was done all the same.
		if (!failure || leavesOpen(failure)) void this.#profile.refresh();
		return null;
	}

	get #pin(): PinnedPage | null {
		return this.#profile.snapshot?.profile.pinnedPage ?? null;
	}

	#send(pin: PinnedPage | null, page: Pinnable): Promise<PinPageOutcome | UnpinOutcome> {
		return this.#profile.change<PinPageOutcome | UnpinOutcome>((host) =>
			pin ? host.unpinPage(pin.id) : host.pinPage(page.page, page.workspace),
		);
	}
}
