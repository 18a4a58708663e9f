import type { PortalNews } from "$lib/bindings/PortalNews";
import type { Host } from "$lib/host/host";

/** What the page shows and what changes on the portal by itself. */
export type Topic = Exclude<keyof PortalNews, "exports">;

const topics: readonly Topic[] = ["profile", "credits", "deployments", "endedExports", "notifications"];

/** Who wants to hear of what. */
class Listeners<About> {
	readonly #of = new Map<About, Set<() => void>>();

	/** Answers what ends that. */
	add(about: About, listener: () => void): () => void {
		const listeners = this.#of.get(about) ?? new Set();
		this.#of.set(about, listeners.add(listener));
		return () => void listeners.delete(listener);
	}

	tell(about: About): void {
		for (const listener of this.#of.get(about) ?? []) listener();
	}
}

/** What changes on the portal while the page is open, for those parts that show it. */
export class News {
	#known: PortalNews | null = null;
	readonly #topics = new Listeners<Topic>();
	readonly #exports = new Listeners<string>();

	constructor(host: Host) {
		host.onPortalNews((news) => this.#hear(news));
	}

	/** Calls `listener` each time that something changed; answers what ends that. */
	on(topic: Topic, listener: () => void): () => void {
		return this.#topics.add(topic, listener);
	}

	/** Calls `listener` each time that exports of an organization changed; answers what ends that. */
	onExports(organization: string, listener: () => void): () => void {
		return this.#exports.add(organization, listener);
	}

	#hear(news: PortalNews): void {
		const before = this.#known;
		this.#known = news;
		// Whatever the page shows at first is fetched anyway.
		if (!before) return;
		for (const topic of topics) if (news[topic] !== before[topic]) this.#topics.tell(topic);
		for (const [organization, changes] of Object.entries(news.exports)) {
			if (changes !== before.exports[organization]) this.#exports.tell(organization);
		}
	}
}
