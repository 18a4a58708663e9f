import type { ApiKeyExpiry } from "$lib/bindings/ApiKeyExpiry";
import type { ApiKeyOverlap } from "$lib/bindings/ApiKeyOverlap";
import type { ApiKeys } from "$lib/bindings/ApiKeys";
import type { BeginEnrollmentOutcome } from "$lib/bindings/BeginEnrollmentOutcome";
import type { ChangePasswordOutcome } from "$lib/bindings/ChangePasswordOutcome";
import type { CompleteEnrollmentOutcome } from "$lib/bindings/CompleteEnrollmentOutcome";
import type { CompleteSignInOutcome } from "$lib/bindings/CompleteSignInOutcome";
import type { ConfirmIdentityOutcome } from "$lib/bindings/ConfirmIdentityOutcome";
import type { CreateApiKeyOutcome } from "$lib/bindings/CreateApiKeyOutcome";
import type { DisableMfaOutcome } from "$lib/bindings/DisableMfaOutcome";
import type { OpenSession } from "$lib/bindings/OpenSession";
import type { RecoveryCodesOutcome } from "$lib/bindings/RecoveryCodesOutcome";
import type { RevokeApiKeyOutcome } from "$lib/bindings/RevokeApiKeyOutcome";
import type { RevokedOthers } from "$lib/bindings/RevokedOthers";
import type { RotateApiKeyOutcome } from "$lib/bindings/RotateApiKeyOutcome";
import type { SavedFile } from "$lib/bindings/SavedFile";
import type { SecondFactor } from "$lib/bindings/SecondFactor";
import type { SecurityCategory } from "$lib/bindings/SecurityCategory";
import type { SecurityLogPage } from "$lib/bindings/SecurityLogPage";
import type { TriedApiKey } from "$lib/bindings/TriedApiKey";
import type { VerifyEnrollmentOutcome } from "$lib/bindings/VerifyEnrollmentOutcome";

/**
 * How a person protects the account.
 *
 * A sensitive operation rejects with `confirmation_required` when the identity was not confirmed lately.
 */
export interface AccountSecurityHost {
	/** The second step of a sign-in that asked for one. */
	completeSignIn(proof: SecondFactor): Promise<CompleteSignInOutcome>;
	/** Forgets the first step of a sign-in: the person goes back. */
	cancelSignIn(): Promise<void>;
	/** Opens sensitive operations for a few minutes. */
	confirmIdentity(password: string, proof: SecondFactor | null): Promise<ConfirmIdentityOutcome>;

	/** Sensitive. An enrollment begun before ends. */
	beginMfaEnrollment(): Promise<BeginEnrollmentOutcome>;
	/** Sensitive. MFA stays off. */
	verifyMfaEnrollment(enrollment: string, code: string): Promise<VerifyEnrollmentOutcome>;
	/** Sensitive. Turns MFA on. */
	completeMfaEnrollment(enrollment: string): Promise<CompleteEnrollmentOutcome>;
	/** Sensitive. */
	disableMfa(): Promise<DisableMfaOutcome>;
	/** Sensitive. All earlier codes stop working. */
	regenerateRecoveryCodes(): Promise<RecoveryCodesOutcome>;
	/** Writes a text file to the downloads. */
	saveRecoveryCodes(recoveryCodes: string[]): Promise<SavedFile>;
	/** Confirms the identity by itself, with `current` and `proof`. */
	changePassword(
		current: string,
		proof: SecondFactor | null,
		next: string,
		signOutOthers: boolean,
	): Promise<ChangePasswordOutcome>;

	sessions(): Promise<OpenSession[]>;
	/** Sensitive. Answers those left. */
	revokeSession(session: string): Promise<OpenSession[]>;
	/** Sensitive. */
	revokeOtherSessions(): Promise<RevokedOthers>;

	/** The latest first; of all categories when none is named. */
	securityLog(categories: SecurityCategory[], after: string | null): Promise<SecurityLogPage>;
	/** Writes all of it as CSV to the downloads. */
	saveSecurityLog(categories: SecurityCategory[]): Promise<SavedFile>;

	/** Null where there are none. */
	apiKeys(): Promise<ApiKeys | null>;
	/** Sensitive. */
	createApiKey(name: string, expiry: ApiKeyExpiry): Promise<CreateApiKeyOutcome>;
	/** Sensitive. */
	rotateApiKey(key: string, overlap: ApiKeyOverlap): Promise<RotateApiKeyOutcome>;
	/** Sensitive. */
	revokeApiKey(key: string): Promise<RevokeApiKeyOutcome>;
	/** Makes the published call for devices with a key. */
	tryApiKey(secret: string): Promise<TriedApiKey>;

	/** Marked as sensitive where the system can do that, and cleared after a minute if unchanged. */
	copySecret(text: string): Promise<void>;
	/** Opens the system's print dialog for what the page shows. */
	printPage(): Promise<void>;
}
