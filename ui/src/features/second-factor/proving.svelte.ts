import type { ConfirmIdentityOutcome } from "$lib/bindings/ConfirmIdentityOutcome";
import { failureFrom, type Failure } from "$lib/state/failure";
import { Wait } from "$lib/state/wait.svelte";

/** Why a proof of who one is was not taken: refused, never got there, or something is missing before it is sent. */
export type ProofProblem =
	| Exclude<ConfirmIdentityOutcome, { kind: "confirmed" }>
	| { kind: "failed"; failure: Failure }
	| { kind: "explained"; code: string; text: string };

/** Problems of a second factor that no portal has looked at. */
const incomplete: ReadonlySet<string> = new Set([
	"code_malformed",
	"recovery_code_missing",
	"second_factor_missing",
]);

/** One attempt at a time to prove who one is, and the time to wait after too many. */
export class Proving {
	#busy = $state(false);
	#problem = $state.raw<ProofProblem | null>(null);
	readonly wait = new Wait();

	get busy(): boolean {
		return this.#busy;
	}

	/** Why the last attempt did not succeed. */
	get problem(): ProofProblem | null {
		return this.#problem;
	}

	/** Whether it is the second factor that is missing or can't be one. */
	get factorIncomplete(): boolean {
		const problem = this.#problem;
		const code = problem?.kind === "explained" ? problem.code : problem?.kind;
		return code !== undefined && incomplete.has(code);
	}

	/** Whether an attempt can be made now. */
	get open(): boolean {
		return !this.#busy && this.wait.secondsLeft === 0;
	}

	/** Says what is missing, without asking the portal. */
	explain(code: string, text: string): void {
		this.#problem = { kind: "explained", code, text };
	}

	/** Forgets what went wrong: the person does something else. */
	forget(): void {
		this.#problem = null;
	}

	/** Makes an attempt; `send` answers what is in the way, or null. */
	async attempt(send: () => Promise<ProofProblem | null>): Promise<void> {
		if (!this.open) return;
		this.#busy = true;
		this.#problem = null;
		try {
			this.#problem = await send();
		} catch (thrown) {
			this.#problem = { kind: "failed", failure: failureFrom(thrown) };
		} finally {
			this.#busy = false;
		}
		if (this.#problem?.kind === "too_many_attempts") this.wait.begin(this.#problem.retryAfterSeconds);
	}
}
