import type { KnownPortal } from "$lib/bindings/KnownPortal";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { Session } from "$lib/state/session.svelte";

/** The id of the portal that comes with the app. */
const BUILT_IN = "built-in";

/** One attempt at a time to reach a portal, whichever way the person chose. */
export class Connecting {
	#session: Session;
	#target = $state.raw<string | null>(null);
	#failed = $state.raw<{ target: string; failure: Failure } | null>(null);

	constructor(session: Session) {
		this.#session = session;
	}

	/** What is being reached: a portal's id, or `address` for what was typed. */
	get target(): string | null {
		return this.#target;
	}

	/** Why `target` could not be reached. */
	failureOf(target: string): Failure | null {
		return this.#failed?.target === target ? this.#failed.failure : null;
	}

	/** Forgets what went wrong: the person is typing something else. */
	forget(): void {
		this.#failed = null;
	}

	toAddress(address: string): Promise<void> {
		return this.#reach("address", () => this.#session.connect(address));
	}

	toBuiltIn(): Promise<void> {
		return this.#reach(BUILT_IN, () => this.#session.openBuiltIn());
	}

	toKnown(portal: KnownPortal): Promise<void> {
		if (portal.id === BUILT_IN) return this.toBuiltIn();
		return this.#reach(portal.id, () => this.#session.connect(portal.address));
	}

	async #reach(target: string, open: () => Promise<void>): Promise<void> {
		if (this.#target) return;
		this.#target = target;
		this.#failed = null;
		try {
			await open();
		} catch (thrown) {
			this.#failed = { target, failure: failureFrom(thrown) };
		} finally {
			this.#target = null;
		}
	}
}
