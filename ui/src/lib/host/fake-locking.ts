import type { LockSetting } from "$lib/bindings/LockSetting";
import type { LockState } from "$lib/bindings/LockState";
import type { Stage } from "$lib/bindings/Stage";
import { FakeNotifications } from "./fake-notifications";
import type { LockingHost } from "./locking";
import { remotePortal } from "./sample";

/** A lock without a keyring. */
export class FakeLocking extends FakeNotifications implements LockingHost {
	lock: LockSetting = { afterMinutes: null, support: "available" };
	#lockListeners: ((state: LockState) => void)[] = [];

	lockSetting(): Promise<LockSetting> {
		return this.answer("lockSetting", [], () => this.lock);
	}

	lockAfter(minutes: number | null): Promise<LockSetting> {
		return this.answer("lockAfter", [minutes], () => {
			this.lock = { ...this.lock, afterMinutes: minutes };
			return this.lock;
		});
	}

	lockNow(): Promise<void> {
		return this.answer("lockNow", [], () => this.emitLock("locked"));
	}

	unlock(): Promise<Stage> {
		return this.answer("unlock", [], () => {
			this.emitLock("unlocked");
			return { kind: "signed_in", portal: remotePortal, snapshot: this.snapshot() };
		});
	}

	giveUpLocked(): Promise<Stage> {
		return this.answer("giveUpLocked", [], () => {
			this.lock = { ...this.lock, afterMinutes: null };
			this.emitLock("unlocked");
			return { kind: "sign_in", portal: remotePortal, email: this.profile.account.email };
		});
	}

	personIsActive(): Promise<void> {
		return this.answer("personIsActive", [], () => undefined);
	}

	onLockChanged(listener: (state: LockState) => void): void {
		this.#lockListeners.push(listener);
	}

	/** The app is locked or unlocked. */
	emitLock(state: LockState): void {
		for (const listener of this.#lockListeners) listener(state);
	}
}
