import { tick } from "svelte";
import type { LockSupport } from "$lib/bindings/LockSupport";
import type { Boot } from "$lib/bindings/Boot";
import type { LockingHost } from "$lib/host/locking";
import { m } from "$lib/messages";
import type { Announcer } from "./announcer.svelte";
import { failureFrom, type Failure } from "./failure";
import type { Router } from "./router.svelte";
import type { Session } from "./session.svelte";

/** So often at most the shell is told that the person is there, in milliseconds. */
const REPORT_MS = 15_000;

/** After some time without the person, the window shows nothing of them until it is unlocked. */
export class Lock {
	#host: LockingHost;
	#session: Session;
	#router: Router;
	#announcer: Announcer;
	#after: number | null;
	#support = $state<LockSupport | null>(null);
	#choice = $state.raw<{ minutes: number | null } | null>(null);
	#failure = $state.raw<Failure | null>(null);
	#reported = -Infinity;

	/** @param onLocked What is known of the person besides their profile is to be forgotten. */
	constructor(
		host: LockingHost & { readonly boot: Boot },
		session: Session,
		router: Router,
		announcer: Announcer,
		onLocked: () => void,
	) {
		this.#host = host;
		this.#session = session;
		this.#router = router;
		this.#announcer = announcer;
		this.#after = $state(host.boot.locksAfter);
		host.onLockChanged((state) => {
			if (state !== "locked" || session.screen.kind === "locked") return;
			session.lock();
			onLocked();
			// What the window said before is taken back with it.
			void tick().then(() => announcer.say(m.lock_locked()));
		});
	}

	/** Whether the app locks at some time. */
	get isOn(): boolean {
		return this.#after !== null;
	}

	/** After how many minutes it does, as the person chose it; null: never. */
	get after(): number | null {
		return this.#choice ? this.#choice.minutes : this.#after;
	}

	/** Whether a choice is on its way. */
	get saving(): boolean {
		return this.#choice !== null;
	}

	/** Whether the keyring asks the person for a password to lock with. */
	get isAsking(): boolean {
		return this.#choice !== null && this.#choice.minutes !== null && this.#after === null;
	}

	/** Why the last choice went back. */
	get failure(): Failure | null {
		return this.#failure;
	}

	/** Whether it can lock; null while that is not known. */
	get support(): LockSupport | null {
		return this.#support;
	}

	/** Asks when it locks, and whether it can: a keyring may have come or gone. */
	async look(): Promise<void> {
		const setting = await this.#host.lockSetting().catch(() => null);
		if (!setting) return;
		this.#after = setting.afterMinutes;
		this.#support = setting.support;
	}

	/** Has it lock after so many minutes, or never. A choice that waits for the keyring is given up for the next one. */
	async choose(minutes: number | null): Promise<void> {
		const choice = { minutes };
		this.#choice = choice;
		this.#failure = null;
		let failure: Failure | null = null;
		try {
			const setting = await this.#host.lockAfter(minutes);
			this.#after = setting.afterMinutes;
			this.#support = setting.support;
		} catch (thrown) {
			failure = failureFrom(thrown);
		}
		if (this.#choice !== choice) return;
		this.#choice = null;
		this.#failure = failure;
	}

	/** Locks the app, once the person agreed to lose what they did not save. The window says so by itself. */
	lockNow(): void {
		this.#router.unsaved.before(() => void this.#host.lockNow().catch(() => undefined));
	}

	/** Has the keyring ask; rejects with what the host said. */
	async unlock(): Promise<void> {
		this.#session.unlock(await this.#host.unlock());
		this.#announcer.say(m.lock_unlocked());
	}

	/** Goes on without what is locked away; rejects with what the host said. */
	async giveUp(): Promise<void> {
		const stage = await this.#host.giveUpLocked();
		this.#after = null;
		this.#session.unlock(stage);
	}

	/** The person did something at this moment, in milliseconds of any clock that only runs on. */
	noteActivity(now: number): void {
		if (!this.isOn || now - this.#reported < REPORT_MS) return;
		this.#reported = now;
		this.#host.personIsActive().catch(() => (this.#reported = -Infinity));
	}
}
