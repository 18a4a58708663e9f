import type { Portal } from "$lib/bindings/Portal";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { Session, SignInRefusal } from "$lib/state/session.svelte";

/** Why a sign-in did not succeed: the portal refused it, or it never got that far. */
export type SignInProblem = SignInRefusal | { kind: "failed"; failure: Failure };

/** One attempt at a time to sign in, by the form or by a sample account. */
export class SigningIn {
	#session: Session;
	#portal: () => Portal;
	#email = $state.raw<string | null>(null);
	#problem = $state.raw<SignInProblem | null>(null);

	constructor(session: Session, portal: () => Portal) {
		this.#session = session;
		this.#portal = portal;
	}

	/** Whose sign-in is under way. */
	get email(): string | null {
		return this.#email;
	}

	/** Why the last attempt did not succeed. */
	get problem(): SignInProblem | null {
		return this.#problem;
	}

	/** Starts the built-in portal, so that its sample accounts are known. */
	offerSamples(): Promise<void> {
		return this.#session.offerSampleAccounts();
	}

	/** Signs in, unless a sign-in is under way. */
	async as(email: string, password: string): Promise<void> {
		if (this.#email !== null) return;
		this.#email = email;
		this.#problem = null;
		try {
			this.#problem = await this.#session.signIn(this.#portal(), email, password);
		} catch (thrown) {
			this.#problem = { kind: "failed", failure: failureFrom(thrown) };
		} finally {
			this.#email = null;
		}
	}
}
