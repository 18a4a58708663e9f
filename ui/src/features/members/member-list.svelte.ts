import type { GrantableRole } from "$lib/bindings/GrantableRole";
import type { Member } from "$lib/bindings/Member";
import { failureFrom, type Failure } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** While somebody types, the portal is not asked with every key. */
const PAUSE_MS = 250;

/** The members of the organization in view, as far as they were fetched. */
export class MemberList {
	#profile: OwnProfile;
	#search = $state("");
	#members = $state.raw<Member[] | null>(null);
	#cursor = $state.raw<string | null>(null);
	#total = $state(0);
	#grantable = $state.raw<GrantableRole[]>([]);
	#fetching = $state(false);
	#failure = $state.raw<Failure | null>(null);
	/** Counts searches: what was asked for before the latest no longer matters. */
	#searches = 0;
	#pause: ReturnType<typeof setTimeout> | undefined;

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	/** What is typed to find some of them. */
	get search(): string {
		return this.#search;
	}

	set search(typed: string) {
		this.#search = typed;
		clearTimeout(this.#pause);
		this.#pause = setTimeout(() => void this.reload(), PAUSE_MS);
	}

	/** By name; null while none are known. */
	get members(): Member[] | null {
		return this.#members;
	}

	/** Whether there are more than those. */
	get more(): boolean {
		return this.#cursor !== null;
	}

	/** How many there are, found or not. */
	get total(): number {
		return this.#total;
	}

	/** Roles that can be granted. */
	get grantable(): GrantableRole[] {
		return this.#grantable;
	}

	get fetching(): boolean {
		return this.#fetching;
	}

	/** Why there are not more. */
	get failure(): Failure | null {
		return this.#failure;
	}

	get stage(): "loading" | "ready" | "failed" {
		if (this.#members) return "ready";
		return this.#failure && !this.#fetching ? "failed" : "loading";
	}

	/** Searches at once; those found before stay until others are. */
	async reload(): Promise<void> {
		clearTimeout(this.#pause);
		this.#searches += 1;
		await this.#fetch(null);
	}

	/** Fetches the next page, if there is one and nothing is on its way. */
	async next(): Promise<void> {
		if (!this.#fetching && this.more) await this.#fetch(this.#cursor);
	}

	/** Waits for no pause any more: the page is left. */
	close(): void {
		clearTimeout(this.#pause);
		this.#searches += 1;
	}

	/** A member is new, or has other roles. */
	put(member: Member): void {
		const known = this.#members?.some((other) => other.id === member.id);
		if (!known) this.#total += 1;
		this.#members = known
			? (this.#members ?? []).map((other) => (other.id === member.id ? member : other))
			: [member, ...(this.#members ?? [])];
	}

	/** Somebody is no member any more. */
	drop(id: string): void {
		const left = this.#members?.filter((member) => member.id !== id) ?? null;
		if (left && left.length !== this.#members?.length) this.#total -= 1;
		this.#members = left;
	}

	async #fetch(after: string | null): Promise<void> {
		const search = this.#searches;
		const isLatest = () => search === this.#searches;
		this.#fetching = true;
		this.#failure = null;
		try {
			const page = await this.#profile.ask((host) => host.members(this.#search.trim(), after));
			if (!isLatest()) return;
			// Whoever was added here meanwhile may come again on a later page.
			const before = after === null ? [] : (this.#members ?? []);
			const isNew = (member: Member) => !before.some((other) => other.id === member.id);
			this.#members = [...before, ...page.members.filter(isNew)];
			this.#cursor = page.cursor;
			this.#total = page.total;
			this.#grantable = page.grantableRoles;
		} catch (thrown) {
			if (isLatest()) this.#failure = failureFrom(thrown);
		} finally {
			if (isLatest()) this.#fetching = false;
		}
	}
}
