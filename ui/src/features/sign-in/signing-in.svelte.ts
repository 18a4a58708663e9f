import type { SecondFactor } from "$lib/bindings/SecondFactor";
import type { Portal } from "$lib/bindings/Portal";
import type { ProofProblem } from "$features/second-factor/proving.svelte";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { Session, SignInUnfinished } from "$lib/state/session.svelte";

/** Why a sign-in did not succeed: the portal refused it, its second step came too late, or it never got that far. */
export type SignInProblem =
	| Exclude<SignInUnfinished, { kind: "second_factor_required" }>
	| { kind: "ended" }
	| { kind: "failed"; failure: Failure };

/** One attempt at a time to sign in, by the form or by a sample account, in one step or two. */
export class SigningIn {
	#session: Session;
	#portal: () => Portal;
	#email = $state.raw<string | null>(null);
	#problem = $state.raw<SignInProblem | null>(null);
	/** Whose second step is due. */
	#secondStep = $state.raw<string | null>(null);
	/** Who tried last, to begin again with. */
	#tried = $state.raw<string | null>(null);

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

	/** Whose code is asked for; null while the password is. */
	get secondStep(): string | null {
		return this.#secondStep;
	}

	/** Who tried to sign in last. */
	get tried(): string | null {
		return this.#tried;
	}

	/** Starts the built-in portal, so that its sample accounts are known. */
	offerSamples(): Promise<void> {
		return this.#session.offerSampleAccounts();
	}

	/** Signs in, unless a sign-in is under way. */
	async as(email: string, password: string): Promise<void> {
		if (this.#email !== null) return;
		this.#email = email;
		this.#tried = email;
		this.#problem = null;
		try {
			const unfinished = await this.#session.signIn(this.#portal(), email, password);
			if (unfinished?.kind === "second_factor_required") this.#secondStep = email;
			else this.#problem = unfinished;
		} catch (thrown) {
			this.#problem = { kind: "failed", failure: failureFrom(thrown) };
		} finally {
			this.#email = null;
		}
	}

	/** The second step; answers why not, or null when it is over. Rejects with what the host said. */
	async complete(proof: SecondFactor): Promise<ProofProblem | null> {
		const refusal = await this.#session.completeSignIn(this.#portal(), proof);
		if (refusal?.kind !== "ended") return refusal;
		this.#secondStep = null;
		this.#problem = refusal;
		return null;
	}

	/** Back to the password. */
	cancel(): void {
		this.#secondStep = null;
		this.#session.cancelSignIn();
	}
}
