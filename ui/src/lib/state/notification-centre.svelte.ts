import { SvelteSet } from "svelte/reactivity";
import type { Notifications } from "$lib/bindings/Notifications";
import type { ShownNotification } from "$lib/bindings/ShownNotification";
import type { NotificationsHost } from "$lib/host/notifications";
import { Fetched } from "./fetched.svelte";
import { failureFrom, type Failure } from "./failure";

/** So many are shown at first, and with each step further back. */
const STEP = 50;

/** What the person was told on this machine, and how much of it they did not see. */
export class NotificationCentre {
	#host: NotificationsHost;
	#list = $state.raw<Fetched<Notifications>>(this.#nothing());
	/** How many are shown: none until somebody looks. */
	#most = $state(0);
	#problem = $state.raw<Failure | null>(null);
	/** Those that the person sees for the first time. */
	readonly #fresh = new SvelteSet<number>();
	/** What is asked of the host, one after the other: no answer is of before an earlier one. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor(host: NotificationsHost) {
		this.#host = host;
	}

	/** How many the person did not see. */
	get unread(): number {
		return this.#list.value?.unread ?? 0;
	}

	/** The newest first; null while they are not there. */
	get newest(): ShownNotification[] | null {
		const list = this.#list.value;
		return list && this.#most > 0 && list.newest.length >= Math.min(list.count, STEP) ? list.newest : null;
	}

	/** Whether there are older ones than are shown. */
	get hasOlder(): boolean {
		return (this.#list.value?.count ?? 0) > (this.#list.value?.newest.length ?? 0);
	}

	/** Why they can't be shown. */
	get failure(): Failure | null {
		return this.#list.failure;
	}

	/** Why the last step did not work, or why what is shown may be old. */
	get problem(): Failure | null {
		return this.#problem ?? (this.newest ? this.failure : null);
	}

	get fetching(): boolean {
		return this.#list.fetching;
	}

	/** Whether the person sees one for the first time. */
	isNew(id: number): boolean {
		return this.#fresh.has(id);
	}

	/** Looks how many there are by now. Those that are shown are seen with that. */
	async look(): Promise<void> {
		const list = this.#list;
		await this.#inTurn(() => list.load());
		if (this.#most === 0 || list !== this.#list) return;
		const unread = list.value?.newest.filter((each) => !each.isRead) ?? [];
		const [until, from] = [unread[0]?.id, unread.at(-1)?.id];
		if (until === undefined || from === undefined) return;
		for (const { id } of unread) this.#fresh.add(id);
		await this.#change(() => this.#host.readNotifications(from, until, this.#most));
	}

	/** Somebody looks at them. */
	async open(): Promise<void> {
		this.#most = Math.max(this.#most, STEP);
		this.#problem = null;
		await this.look();
	}

	/** Shows older ones as well. */
	async showOlder(): Promise<void> {
		this.#most += STEP;
		await this.look();
	}

	/** Nobody looks any more. */
	close(): void {
		this.#most = 0;
		this.#problem = null;
		this.#fresh.clear();
	}

	/** The person is another one, or none. */
	leave(): void {
		this.close();
		this.#list = this.#nothing();
		this.#turn = Promise.resolve();
	}

	/** Removes one; answers whether that worked. */
	async remove(id: number): Promise<boolean> {
		return this.#change(() => this.#host.removeNotification(id, this.#most));
	}

	/** Removes all that there are; what comes meanwhile stays. Answers whether that worked. */
	async clear(): Promise<boolean> {
		const last = this.#list.value?.newest[0]?.id;
		if (last === undefined) return false;
		return this.#change(() => this.#host.clearNotifications(last, this.#most));
	}

	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#turn.then(work);
		this.#turn = done.catch(() => undefined);
		return done;
	}

	#nothing(): Fetched<Notifications> {
		return new Fetched(() => this.#host.notifications(this.#most));
	}

	async #change(change: () => Promise<Notifications>): Promise<boolean> {
		const list = this.#list;
		this.#problem = null;
		try {
			// What waited while the person became another one is not for that one.
			const answer = await this.#inTurn(() => (list === this.#list ? change() : Promise.resolve(null)));
			if (!answer) return false;
			list.set(answer);
			return true;
		} catch (thrown) {
			if (list === this.#list) this.#problem = failureFrom(thrown);
			return false;
		}
	}
}
