import type { ChangePasswordOutcome } from "$lib/bindings/ChangePasswordOutcome";
import { ProofDraft } from "$features/second-factor/proof.svelte";
import { Proving, type ProofProblem } from "$features/second-factor/proving.svelte";
import { m } from "$lib/messages";
import type { OwnProfile } from "$lib/state/profile.svelte";
import { explainPassword, LENGTH, lengthOf, writtenLength } from "./password-rule";

type Refused = Extract<ChangePasswordOutcome, { kind: "refused" }>;

/** Which field a problem is about. */
export type PasswordFieldName = "current" | "next" | "code";

/** A new password, from what is typed to what came of it. */
export class ChangingPassword {
	#profile: OwnProfile;
	readonly draft = new ProofDraft();
	readonly proving = new Proving();
	current = $state("");
	next = $state("");
	signOutOthers = $state(false);
	/** The portal wants a code: the person's last confirmation is too long ago. */
	#codeWanted = $state(false);

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	/** Whether a second factor is asked for. */
	get withCode(): boolean {
		return this.#codeWanted;
	}

	/** The field that is to be corrected. */
	get refused(): PasswordFieldName | null {
		const { problem } = this.proving;
		if (problem?.kind === "wrong_credentials") return "current";
		if (problem?.kind === "code_refused" || problem?.kind === "second_factor_missing") return "code";
		if (problem?.kind !== "explained") return null;
		if (problem.code === "current_password_missing") return "current";
		return problem.code === "second_factor_missing" ? "code" : "next";
	}

	/** Changes it; answers what came of it in words, or null with the problem in `proving`. */
	async change(): Promise<string | null> {
		if (!this.proving.open || !this.#check()) return null;
		let result: string | null = null;
		await this.proving.attempt(async () => {
			const outcome = await this.#profile.change((host) =>
				host.changePassword(
					this.current,
					this.withCode ? this.draft.proof : null,
					this.next,
					this.signOutOthers,
				),
			);
			if (outcome.kind === "changed") {
				result = describe(outcome.sessionsEnded);
				return null;
			}
			if (outcome.kind === "second_factor_missing") this.#codeWanted = true;
			// The code was accepted before the password was looked at, and is used up.
			if (outcome.kind === "refused") this.#codeWanted = false;
			return outcome.kind === "refused" ? refusal(outcome) : outcome;
		});
		return result;
	}

	/** What is seen to be missing before the portal is asked. */
	#check(): boolean {
		const { minimum, maximum } = LENGTH;
		const length = lengthOf(this.next);
		if (!this.current) this.proving.explain("current_password_missing", m.password_current_missing());
		else if (this.withCode && !this.draft.complete)
			this.proving.explain("second_factor_missing", m.second_factor_missing());
		else if (length < minimum)
			this.proving.explain("password_too_short", m.password_too_short(writtenLength()));
		else if (length > maximum)
			this.proving.explain("password_too_long", m.password_too_long(writtenLength()));
		else return true;
		return false;
	}
}

function refusal({ reason, minimumLength, maximumLength }: Refused): ProofProblem {
	const text = explainPassword(reason, minimumLength, maximumLength);
	return { kind: "explained", code: `password_${reason}`, text };
}

function describe(sessionsEnded: number): string {
	if (sessionsEnded === 0) return m.password_changed();
	return m.password_changed_ended({ count: sessionsEnded });
}
