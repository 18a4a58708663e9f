import type { KnownAccount } from "$lib/bindings/KnownAccount";
import type { SignOutOutcome } from "$lib/bindings/SignOutOutcome";
import type { Stage } from "$lib/bindings/Stage";

/** The accounts used on this computer. */
export interface AccountsHost {
	/** The last one first. */
	accounts(): Promise<KnownAccount[]>;
	/**
	 * Brings an account into view, with what was seen of its profile last. One without a session is to be signed in to:
	 * the one in view stays until then.
	 */
	switchAccount(portal: string, account: string): Promise<Stage>;
	/** Ends the session of an account, and deletes what this computer keeps of it. */
	removeAccount(portal: string, account: string): Promise<SignOutOutcome>;
}
