import type { ApiKey } from "$lib/bindings/ApiKey";
import type { ApiKeys } from "$lib/bindings/ApiKeys";
import { Fetched } from "$lib/state/fetched.svelte";
import type { ApiKeyOperations } from "./operations";
import type { KeyRefusal } from "./refusal";

/** What is known of the keys: how many there may be, and those there are. */
export class KeyList {
	#fetched: Fetched<{ list: ApiKeys | null }>;
	#changing = $state<string | null>(null);

	constructor(operations: ApiKeyOperations) {
		this.#fetched = new Fetched(async () => ({ list: await operations.list() }));
	}

	get state(): "loading" | "ready" | "unavailable" | "failed" {
		if (this.#fetched.value) return this.#fetched.value.list ? "ready" : "unavailable";
		return this.#fetched.failure ? "failed" : "loading";
	}

	get failure() {
		return this.#fetched.failure;
	}

	get fetching(): boolean {
		return this.#fetched.fetching;
	}

	/** Those that can be used. */
	get usable(): ApiKey[] {
		return this.#keys.filter((key) => key.status !== "expired");
	}

	get expired(): ApiKey[] {
		return this.#keys.filter((key) => key.status === "expired");
	}

	get limit(): number {
		return this.#fetched.value?.list?.limit ?? 0;
	}

	/** Whether there are as many as there may be. */
	get full(): boolean {
		return this.#keys.length >= this.limit;
	}

	/** The key that is being changed. */
	get changing(): string | null {
		return this.#changing;
	}

	load(): Promise<void> {
		return this.#fetched.load();
	}

	/** Marks a key while it is changed. */
	async whileChanging<T>(key: string, change: () => Promise<T>): Promise<T> {
		this.#changing = key;
		try {
			return await change();
		} finally {
			this.#changing = null;
		}
	}

	/** A key is new, or has a new secret. */
	put(key: ApiKey): void {
		const known = this.#keys.some((other) => other.id === key.id);
		this.#show(known ? this.#keys.map((other) => (other.id === key.id ? key : other)) : [key, ...this.#keys]);
	}

	/** A key has ended. */
	drop(id: string): void {
		this.#show(this.#keys.filter((key) => key.id !== id));
	}

	/** A change was refused for a reason that concerns the list. */
	heed(id: string, refusal: KeyRefusal): void {
		if (refusal === "not_found") this.drop(id);
		else if (refusal === "unavailable") this.close();
	}

	/** There are no keys here any more. */
	close(): void {
		this.#fetched.set({ list: null });
	}

	get #keys(): ApiKey[] {
		return this.#fetched.value?.list?.keys ?? [];
	}

	#show(keys: ApiKey[]): void {
		this.#fetched.set({ list: { keys, limit: this.limit } });
	}
}
