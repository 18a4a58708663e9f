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
	#fresh = $state.raw<ReadonlySet<number>>(new Set());

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

	/** Why the last step did not work. */
	get problem(): Failure | null {
		return this.#problem;
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
		await this.#list.loadAnew();
		const last = this.#last;
		if (this.#most === 0 || this.unread === 0 || last === null) return;
		const unread = this.#list.value?.newest.filter((each) => !each.isRead) ?? [];
		this.#fresh = new Set([...this.#fresh, ...unread.map(({ id }) => id)]);
		await this.#change(() => this.#host.readNotifications(last, this.#most));
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
		this.#fresh = new Set();
	}

	/** The person is another one, or none. */
	leave(): void {
		this.close();
		this.#list = this.#nothing();
	}

	async remove(id: number): Promise<void> {
		await this.#change(() => this.#host.removeNotification(id, this.#most));
	}

	/** Removes all that there are; what comes meanwhile stays. */
	async clear(): Promise<void> {
		const last = this.#last;
		if (last !== null) await this.#change(() => this.#host.clearNotifications(last, this.#most));
	}

	#nothing(): Fetched<Notifications> {
		return new Fetched(() => this.#host.notifications(this.#most));
	}

	get #last(): number | null {
		return this.#list.value?.newest[0]?.id ?? null;
	}

	async #change(change: () => Promise<Notifications>): Promise<void> {
		const list = this.#list;
		this.#problem = null;
		try {
			list.set(await change());
		} catch (thrown) {
			this.#problem = failureFrom(thrown);
		}
	}
}
