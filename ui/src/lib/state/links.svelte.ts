import { untrack } from "svelte";
import type { Link } from "$lib/bindings/Link";
import type { FirstPage } from "./first-page.svelte";
import { creditHistoryPath, exportsPath, mayOpen, pagePaths } from "./pages";
import type { OwnProfile } from "./profile.svelte";
import type { Path, Router } from "./router.svelte";

type Place = Exclude<Link["kind"], "organization" | "unknown">;

const paths: Record<Place, Path> = { ...pagePaths, exports: exportsPath, transactions: creditHistoryPath };

/** Goes where links from outside the window lead, once the person is known; the last one counts. */
export class Links {
	#router: Router;
	#firstPage: FirstPage;
	#awaited = $state.raw<Link | null>(null);

	constructor(router: Router, firstPage: FirstPage) {
		this.#router = router;
		this.#firstPage = firstPage;
	}

	/** A link was opened. */
	ask(link: Link | null): void {
		if (link) this.#awaited = link;
	}

	/**
	 * Follows the link that waits, if there is one and it is known what the person may open. To be called whenever
	 * the profile has changed.
	 *
	 * @param openOrganization Brings an organization into view; calls back where there is none for the person.
	 */
	follow(
		{ snapshot, freshness }: OwnProfile,
		openOrganization: (id: string, onmissing: () => void) => void,
	): void {
		const link = this.#awaited;
		if (!link || !snapshot) return;
		if (link.kind === "unknown") {
			this.#take(() => this.#firstPage.turnHome({ kind: "unknown_link", link: link.text }));
		} else if (link.kind === "organization") {
			const missed = (): void => this.#firstPage.turnHome({ kind: "unknown_organization" });
			this.#take(() => openOrganization(link.id, missed));
		} else if (freshness !== "stale" || mayOpen(paths[link.kind], snapshot.profile.organization)) {
			// What the person could not open when the app was closed, they may open by now.
			this.#take(() => this.#router.open(paths[link.kind]));
		}
	}

	#take(go: () => void): void {
		this.#awaited = null;
		untrack(go);
	}
}
