import type { PortalNews } from "$lib/bindings/PortalNews";
import type { Host } from "$lib/host/host";

/** What the page shows and what changes on the portal by itself. */
export type Topic = keyof PortalNews;

const topics: readonly Topic[] = ["profile", "credits", "deployments"];

/** What changes on the portal while the page is open, for those parts that show it. */
export class News {
	#known: PortalNews | null = null;
	readonly #listeners = new Map<Topic, Set<() => void>>();

	constructor(host: Host) {
		host.onPortalNews((news) => this.#hear(news));
	}

	/** Calls `listener` each time that something changed; answers what ends that. */
	on(topic: Topic, listener: () => void): () => void {
		const listeners = this.#listeners.get(topic) ?? new Set();
		this.#listeners.set(topic, listeners.add(listener));
		return () => void listeners.delete(listener);
	}

	#hear(news: PortalNews): void {
		const before = this.#known;
		this.#known = news;
		// Whatever the page shows at first is fetched anyway.
		if (!before) return;
		for (const topic of topics) {
			if (news[topic] !== before[topic]) for (const listener of this.#listeners.get(topic) ?? []) listener();
		}
	}
}
