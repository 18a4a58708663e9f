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
	#uncertain = $state(false);

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	get step(): EnrollmentStep {
		return this.#uncertain && this.#on ? { kind: "done" } : this.#step;
	}

	/** Whether the portal was asked to turn MFA on and did not say what came of it. */
	get uncertain(): boolean {
		return this.#uncertain;
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
		else if (outcome.kind === "ended" || outcome.kind === "already_enabled")
			this.#step = { kind: outcome.kind };
		else return outcome;
		return null;
	}

	/** Turns MFA on: the recovery codes are saved. Rejects with what the host said, unless MFA is on all the same. */
	async complete(): Promise<void> {
		if (this.#step.kind !== "codes") return;
		const { id } = this.#step.enrollment;
		const uncertain = this.#uncertain;
		this.#uncertain = false;
		try {
			const outcome = await this.#profile.changeConfirmed((host) => host.completeMfaEnrollment(id));
			if (!outcome) this.#uncertain = uncertain;
			else this.#step = { kind: outcome.kind === "enabled" ? "done" : outcome.kind };
			if (outcome?.kind === "unsupported") await this.#doubt();
		} catch (thrown) {
			await this.#doubt();
			if (this.step.kind !== "done") throw thrown;
		}
	}

	/** Asks the portal whether MFA is on; null when it does not say. */
	async look(): Promise<boolean | null> {
		try {
			await this.#profile.change((host) => host.refreshProfile());
			return this.#on;
		} catch {
			return null;
		}
	}

	get #on(): boolean {
		return this.#profile.snapshot?.profile.security.mfa.enabledAt != null;
	}

	/** What came of turning it on is not known, but the profile may say. */
	async #doubt(): Promise<void> {
		this.#uncertain = true;
		await this.look();
	}
}
