import type { BeginEnrollmentOutcome } from "$lib/bindings/BeginEnrollmentOutcome";
import type { ChangePasswordOutcome } from "$lib/bindings/ChangePasswordOutcome";
import type { CompleteEnrollmentOutcome } from "$lib/bindings/CompleteEnrollmentOutcome";
import type { CompleteSignInOutcome } from "$lib/bindings/CompleteSignInOutcome";
import type { ConfirmIdentityOutcome } from "$lib/bindings/ConfirmIdentityOutcome";
import type { DisableMfaOutcome } from "$lib/bindings/DisableMfaOutcome";
import type { OpenSession } from "$lib/bindings/OpenSession";
import type { RecoveryCodesOutcome } from "$lib/bindings/RecoveryCodesOutcome";
import type { RevokedOthers } from "$lib/bindings/RevokedOthers";
import type { SavedFile } from "$lib/bindings/SavedFile";
import type { SecondFactor } from "$lib/bindings/SecondFactor";
import type { SecurityCategory } from "$lib/bindings/SecurityCategory";
import type { SecurityEvent } from "$lib/bindings/SecurityEvent";
import type { SecurityLogPage } from "$lib/bindings/SecurityLogPage";
import type { SignInOutcome } from "$lib/bindings/SignInOutcome";
import type { VerifyEnrollmentOutcome } from "$lib/bindings/VerifyEnrollmentOutcome";
import type { AccountSecurityHost } from "./account-security";
import { FakeApiKeys } from "./fake-api-keys";
import { password } from "./sample";
import { codes, enrollment, events, otherSessions, recoveryCodes, thisSession } from "./sample-security";

type CodeAnswer = Extract<ConfirmIdentityOutcome, { kind: "code_refused" | "too_many_attempts" }>;

const HOUR_SECONDS = 3600;

/** How an account is protected at the fake portal. */
export class FakeAccountSecurity extends FakeApiKeys implements AccountSecurityHost {
	openSessions: OpenSession[] = [thisSession, ...otherSessions];
	events: SecurityEvent[] = events;
	/** How many events there are on a page of the log. */
	eventsPerPage = 4;
	/** For how long it keeps events; null: for good. */
	eventsKeptForDays: number | null = 400;
	/** Answers in place of looking at a password and a code. */
	codeAnswer: CodeAnswer | null = null;
	/** The first step of a sign-in, or an enrollment, is too old. */
	tooLate = false;
	/** Answers in place of beginning an enrollment. */
	enrollmentAnswer: BeginEnrollmentOutcome | null = null;
	/** Answers in place of turning MFA off. */
	disableAnswer: DisableMfaOutcome | null = null;
	/** Answers in place of changing the password. */
	passwordAnswer: ChangePasswordOutcome | null = null;

	completeSignIn(proof: SecondFactor): Promise<CompleteSignInOutcome> {
		return this.answer("completeSignIn", [proof], () => {
			if (this.tooLate) return { kind: "ended" };
			const refusal = this.#refuse(proof);
			if (refusal) return refusal;
			if (proof.kind === "recovery_code") this.profile.security.mfa.recoveryCodesLeft -= 1;
			return { kind: "signed_in", snapshot: this.snapshot() };
		});
	}

	cancelSignIn(): Promise<void> {
		return this.answer("cancelSignIn", [], () => undefined);
	}

	confirmIdentity(given: string, proof: SecondFactor | null): Promise<ConfirmIdentityOutcome> {
		return this.answer("confirmIdentity", [given, proof], () => {
			const refusal = this.#doubt(given, proof);
			if (refusal) return refusal;
			this.confirmed = true;
			return { kind: "confirmed" };
		});
	}

	beginMfaEnrollment(): Promise<BeginEnrollmentOutcome> {
		return this.sensitive(
			"beginMfaEnrollment",
			[],
			() => this.enrollmentAnswer ?? { kind: "begun", enrollment },
		);
	}

	verifyMfaEnrollment(id: string, code: string): Promise<VerifyEnrollmentOutcome> {
		return this.sensitive("verifyMfaEnrollment", [id, code], () => {
			if (this.tooLate) return this.#ended();
			return this.#refuse({ kind: "code", code }) ?? { kind: "verified", recoveryCodes };
		});
	}

	completeMfaEnrollment(id: string): Promise<CompleteEnrollmentOutcome> {
		return this.sensitive("completeMfaEnrollment", [id], () => {
			if (this.tooLate) return this.#ended();
			this.#setMfa(true);
			return { kind: "enabled", snapshot: this.snapshot() };
		});
	}

	disableMfa(): Promise<DisableMfaOutcome> {
		return this.sensitive("disableMfa", [], () => {
			if (this.disableAnswer) return this.disableAnswer;
			this.#setMfa(false);
			return { kind: "disabled", snapshot: this.snapshot() };
		});
	}

	regenerateRecoveryCodes(): Promise<RecoveryCodesOutcome> {
		return this.sensitive("regenerateRecoveryCodes", [], () => {
			if (!this.profile.security.mfa.enabledAt) return { kind: "not_enabled", snapshot: this.snapshot() };
			this.#setMfa(true);
			return { kind: "issued", recoveryCodes, snapshot: this.snapshot() };
		});
	}

	saveRecoveryCodes(saved: string[]): Promise<SavedFile> {
		return this.answer("saveRecoveryCodes", [saved], () => this.#save("recovery-codes.txt"));
	}

	changePassword(
		current: string,
		proof: SecondFactor | null,
		next: string,
		signOutOthers: boolean,
	): Promise<ChangePasswordOutcome> {
		return this.answer("changePassword", [current, proof, next, signOutOthers], () => {
			const answer = this.passwordAnswer ?? this.#doubt(current, proof);
			if (answer) return answer;
			this.profile.security.passwordChangedAt = this.ago(0);
			const sessionsEnded = signOutOthers ? this.#endOthers() : 0;
			return { kind: "changed", sessionsEnded, snapshot: this.snapshot() };
		});
	}

	sessions(): Promise<OpenSession[]> {
		return this.answer("sessions", [], () => this.openSessions);
	}

	revokeSession(id: string): Promise<OpenSession[]> {
		return this.sensitive("revokeSession", [id], () => {
			this.openSessions = this.openSessions.filter((session) => session.id !== id);
			return this.openSessions;
		});
	}

	revokeOtherSessions(): Promise<RevokedOthers> {
		return this.sensitive("revokeOtherSessions", [], () => ({
			count: this.#endOthers(),
			sessions: this.openSessions,
		}));
	}

	securityLog(categories: SecurityCategory[], after: string | null): Promise<SecurityLogPage> {
		return this.answer("securityLog", [categories, after], () => {
			const wanted: string[] = categories;
			const found = this.events.filter(({ category }) => !wanted.length || wanted.includes(category));
			const begin = Number(after ?? 0);
			const end = begin + this.eventsPerPage;
			const cursor = end < found.length ? String(end) : null;
			return { events: found.slice(begin, end), cursor, keptForDays: this.eventsKeptForDays };
		});
	}

	saveSecurityLog(categories: SecurityCategory[]): Promise<SavedFile> {
		return this.answer("saveSecurityLog", [categories], () => this.#save("security-log.csv"));
	}

	copySecret(text: string): Promise<void> {
		return this.answer("copySecret", [text], () => undefined);
	}

	printPage(): Promise<void> {
		return this.answer("printPage", [], () => undefined);
	}

	protected askForSecondFactor(): SignInOutcome {
		return { kind: "second_factor_required", expiresAt: this.ago(-10) };
	}

	/** An enrollment does not count any more. */
	#ended() {
		if (!this.profile.security.mfa.enabledAt) return { kind: "ended" } as const;
		return { kind: "already_enabled", snapshot: this.snapshot() } as const;
	}

	#setMfa(on: boolean): void {
		const { mfa } = this.profile.security;
		mfa.enabledAt = on ? this.ago(0) : null;
		mfa.recoveryCodesLeft = on ? recoveryCodes.length : 0;
	}

	#endOthers(): number {
		const before = this.openSessions.length;
		this.openSessions = this.openSessions.filter((session) => session.current);
		return before - this.openSessions.length;
	}

	#save(name: string): SavedFile {
		return { name, path: `/home/ada/Downloads/${name}` };
	}

	/** What there is to say against a password and a code. */
	#doubt(given: string, proof: SecondFactor | null) {
		if (given !== password) return { kind: "wrong_credentials" } as const;
		if (!this.profile.security.mfa.enabledAt) return this.codeAnswer;
		return proof ? this.#refuse(proof) : ({ kind: "second_factor_missing" } as const);
	}

	/** What there is to say against a code. */
	#refuse(proof: SecondFactor): CodeAnswer | null {
		if (this.codeAnswer) return this.codeAnswer;
		const refused = { kind: "code_refused", reason: "wrong", clockOffSeconds: null } as const;
		if (proof.kind === "recovery_code") return recoveryCodes.includes(proof.recoveryCode) ? null : refused;
		if (proof.code === codes.right) return null;
		if (proof.code === codes.used) return { ...refused, reason: "used" };
		if (proof.code === codes.ahead) return { ...refused, reason: "clock_off", clockOffSeconds: HOUR_SECONDS };
		if (proof.code === codes.behind)
			return { ...refused, reason: "clock_off", clockOffSeconds: -HOUR_SECONDS };
		return refused;
	}
}
