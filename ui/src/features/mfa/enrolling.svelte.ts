import type { Enrollment } from "$lib/bindings/Enrollment";
import type { ProofProblem } from "$features/second-factor/proving.svelte";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** How far setting up MFA has come. It is on after `done`, and only then. */
export type EnrollmentStep =
	| { kind: "beginning" }
	| { kind: "scan"; enrollment: Enrollment }
	| { kind: "codes"; enrollment: Enrollment; recoveryCodes: string[] }
	| { kind: "done" }
	| { kind: "failed"; failure: Failure }
	| { kind: "ended" | "already_enabled" | "unsupported" | "given_up" };

/** The way from no MFA to MFA. */
export class Enrolling {
	#profile: OwnProfile;
	#step = $state.raw<EnrollmentStep>({ kind: "beginning" });

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	get step(): EnrollmentStep {
		return this.#step;
	}

	/** Asks for an authenticator's secret; any asked for before is void. */
	async begin(): Promise<void> {
		this.#step = { kind: "beginning" };
		try {
			const outcome = await this.#profile.changeConfirmed((host) => host.beginMfaEnrollment());
			if (!outcome) this.#step = { kind: "given_up" };
			else if (outcome.kind === "begun") this.#step = { kind: "scan", enrollment: outcome.enrollment };
			else this.#step = { kind: outcome.kind };
		} catch (thrown) {
			this.#step = { kind: "failed", failure: failureFrom(thrown) };
		}
	}

	/** Shows the portal that the authenticator works; answers what is in the way, or null. */
	async verify(code: string): Promise<ProofProblem | null> {
		if (this.#step.kind !== "scan") return null;
		const { enrollment } = this.#step;
		const outcome = await this.#profile.changeConfirmed((host) =>
			host.verifyMfaEnrollment(enrollment.id, code),
		);
		if (!outcome) return null;
		if (outcome.kind === "verified")
			this.#step = { kind: "codes", enrollment, recoveryCodes: outcome.recoveryCodes };
		else if (outcome.kind === "ended") this.#step = { kind: "ended" };
		else return outcome;
		return null;
	}

	/** Turns MFA on: the recovery codes are saved. Rejects with what the host said. */
	async complete(): Promise<void> {
		if (this.#step.kind !== "codes") return;
		const { id } = this.#step.enrollment;
		const outcome = await this.#profile.changeConfirmed((host) => host.completeMfaEnrollment(id));
		if (outcome) this.#step = { kind: outcome.kind === "enabled" ? "done" : outcome.kind };
	}
}
