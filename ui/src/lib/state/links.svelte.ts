import { untrack } from "svelte";
import type { AskedPortal } from "$lib/bindings/AskedPortal";
import type { Link } from "$lib/bindings/Link";
import type { Portal } from "$lib/bindings/Portal";
import { isAsked, untilAnswered } from "$lib/dialogs";
import type { FirstPage } from "./first-page.svelte";
import { mayOpen, placePaths } from "./pages";
import type { OwnProfile } from "./profile.svelte";
import type { Router } from "./router.svelte";

/** Whether a portal is the one that was asked for. */
const isMeant = ({ target }: AskedPortal, { id, address }: Portal): boolean =>
	target.kind === "portal" && (target.id === id || target.id === address);

/** Goes where links from outside the window lead, once the person is known; the last one counts. */
export class Links {
	#router: Router;
	#firstPage: FirstPage;
	/** A link, and the portal that it was given with. */
	#awaited = $state.raw<{ link: Link; portal: AskedPortal | null } | null>(null);
	/** A dialog is open, which a link would close unasked: what is in it may be shown only once. */
	#waits = $state(false);

	constructor(router: Router, firstPage: FirstPage) {
		this.#router = router;
		this.#firstPage = firstPage;
	}

	/** A link was opened, with a portal or for the one that the person is signed in to. */
	ask(link: Link | null, portal: AskedPortal | null): void {
		if (link) this.#awaited = { link, portal };
	}

	/**
	 * Follows the link that waits, if there is one and it is known what the person may open. To be called whenever
	 * the profile has changed.
	 *
	 * @param openOrganization Brings an organization into view; calls back where there is none for the person.
	 */
	follow(
		portal: Portal,
		{ snapshot, freshness }: OwnProfile,
		openOrganization: (id: string, onmissing: () => void) => void,
	): void {
		const awaited = this.#awaited;
		if (!awaited || !snapshot || this.#waits) return;
		const { link } = awaited;
		if (awaited.portal && !isMeant(awaited.portal, portal)) {
			// A place at a portal that the person did not go to is not to be found at this one.
			this.#take(() => undefined);
		} else if (isAsked()) {
			this.#waits = true;
			void untilAnswered().then(() => (this.#waits = false));
		} else if (link.kind === "unknown") {
			this.#take(() => this.#firstPage.turnHome({ kind: "unknown_link", link: link.text }));
		} else if (link.kind === "organization") {
			const missed = (): void => this.#firstPage.turnHome({ kind: "unknown_organization" });
			this.#take(() => openOrganization(link.id, missed));
		} else if (freshness !== "stale" || mayOpen(placePaths[link.kind], snapshot.profile.organization)) {
			// What the person could not open when the app was closed, they may open by now.
			this.#take(() => this.#router.open(placePaths[link.kind]));
		}
	}

	#take(go: () => void): void {
		this.#awaited = null;
		untrack(go);
	}
}
