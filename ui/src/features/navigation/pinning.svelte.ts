import type { PinnedPage } from "$lib/bindings/PinnedPage";
import type { PinPageOutcome } from "$lib/bindings/PinPageOutcome";
import type { ProfileSnapshot } from "$lib/bindings/ProfileSnapshot";
import { Attempt } from "$lib/state/attempt.svelte";
import { leavesOpen, type Failure } from "$lib/state/failure";
import type { Pinnable } from "$lib/state/pages";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Why a page was not pinned, or is pinned still. */
export interface PinProblem {
	readonly page: Pinnable;
	/** Whether it was to be pinned. */
	readonly pinning: boolean;
	readonly reason: Failure | "unavailable";
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
		// An answer that was lost may have been a good one.
		return problem && this.isPinned(problem.page) !== problem.pinning ? problem : null;
	}

	dismiss(): void {
		this.#problem = null;
	}

	isPinned({ page, workspace }: Pinnable): boolean {
		const pin = this.#chosen ? this.#chosen.pin : (this.#profile.snapshot?.profile.pinnedPage ?? null);
		return pin?.page === page && pin.workspace === workspace;
	}

	/**
	 * Pins a page, or takes the pin off the one that has it.
	 *
	 * @returns What is pinned now; null when nothing was changed.
	 */
	async toggle(page: Pinnable): Promise<{ pin: PinnedPage | null } | null> {
		if (this.busy) return null;
		const pinning = !this.isPinned(page);
		this.#problem = null;
		this.#chosen = { pin: pinning ? page : null };
		const outcome = await this.#attempt.run(() => this.#send(pinning ? page : null));
		this.#chosen = null;
		if (outcome && "fetchedAt" in outcome) return { pin: null };
		if (outcome?.kind === "pinned") return { pin: outcome.snapshot.profile.pinnedPage };
		const { failure } = this.#attempt;
		this.#problem = { page, pinning, reason: failure ?? "unavailable" };
		// The profile may know by now which pages are left, or whether it was done all the same.
		if (!failure || leavesOpen(failure)) void this.#profile.refresh();
		return null;
	}

	#send(pin: Pinnable | null): Promise<PinPageOutcome | ProfileSnapshot> {
		return this.#profile.change<PinPageOutcome | ProfileSnapshot>((host) =>
			pin ? host.pinPage(pin.page, pin.workspace) : host.unpinPage(),
		);
	}
}
