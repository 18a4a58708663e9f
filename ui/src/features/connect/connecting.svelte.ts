import type { KnownPortal } from "$lib/bindings/KnownPortal";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { Session } from "$lib/state/session.svelte";

/** The id of the portal that comes with the app. */
export const BUILT_IN = "built-in";

/** An attempt to reach a portal, and the means to give it up. */
interface Attempt {
	target: string;
	giveUp: AbortController;
}

/** One attempt at a time to reach a portal, whichever way the person chose: the latest choice counts. */
export class Connecting {
	#session: Session;
	#attempt = $state.raw<Attempt | null>(null);
	#failed = $state.raw<{ target: string; failure: Failure } | null>(null);

	constructor(session: Session) {
		this.#session = session;
	}

	/** What is being reached: a portal's id, or `address` for what was typed. */
	get target(): string | null {
		return this.#attempt?.target ?? null;
	}

	/** Why `target` could not be reached. */
	failureOf(target: string): Failure | null {
		return this.#failed?.target === target ? this.#failed.failure : null;
	}

	/** Gives up what is under way and forgets what went wrong: the person wants something else. */
	cancel(): void {
		this.#attempt?.giveUp.abort();
		this.#attempt = null;
		this.#failed = null;
	}

	toAddress(address: string): Promise<void> {
		return this.#reach("address", (signal) => this.#session.connect(address, signal));
	}

	toBuiltIn(): Promise<void> {
		return this.#reach(BUILT_IN, (signal) => this.#session.openBuiltIn(signal));
	}

	toKnown(portal: KnownPortal): Promise<void> {
		return this.#reach(portal.id, (signal) => this.#session.connect(portal.address, signal));
	}

	async #reach(target: string, open: (signal: AbortSignal) => Promise<void>): Promise<void> {
		if (this.target === target) return;
		this.cancel();
		const attempt = { target, giveUp: new AbortController() };
		this.#attempt = attempt;
		let failure: Failure | null = null;
		try {
			await open(attempt.giveUp.signal);
		} catch (thrown) {
			failure = failureFrom(thrown);
		}
		// Given up meanwhile: what became of it no longer matters.
		if (this.#attempt !== attempt) return;
		this.#attempt = null;
		this.#failed = failure && { target, failure };
	}
}
