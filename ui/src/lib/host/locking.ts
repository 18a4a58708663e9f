import type { LockSetting } from "$lib/bindings/LockSetting";
import type { LockState } from "$lib/bindings/LockState";
import type { Stage } from "$lib/bindings/Stage";

/** What keeps the window closed to whoever else sits down at it. */
export interface LockingHost {
	/** When the app locks, and whether it can. */
	lockSetting(): Promise<LockSetting>;
	/**
	 * Has the app lock after so many minutes without the person, or never. Turning it on waits for their answer to the
	 * keyring; another call takes the place of one that waits.
	 */
	lockAfter(minutes: number | null): Promise<LockSetting>;
	/** Locks the app, if it locks at all. */
	lockNow(): Promise<void>;
	/**
	 * Has the keyring ask for its password, waits for the answer, and leads to where the person left off. Another call takes
	 * the place of one that waits, which rejects with `locked`.
	 */
	unlock(): Promise<Stage>;
	/** Gives up what is locked away: all accounts on this computer are signed out, and the app locks no more. */
	giveUpLocked(): Promise<Stage>;
	/** The person did something in the window. */
	personIsActive(): Promise<void>;
	onLockChanged(listener: (state: LockState) => void): void;
}
