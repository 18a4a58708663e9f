import { untrack } from "svelte";
import type { AskedPortal } from "$lib/bindings/AskedPortal";
import type { Link } from "$lib/bindings/Link";
import type { OutsideRequest } from "$lib/bindings/OutsideRequest";
import type { Place } from "$lib/bindings/Place";
import type { Portal } from "$lib/bindings/Portal";
import type { PressedNotification } from "$lib/bindings/PressedNotification";
import { isAsked, untilAnswered } from "$lib/dialogs";
import type { FirstPage } from "./first-page.svelte";
import { mayOpen, placePaths } from "./pages";
import type { OwnProfile } from "./profile.svelte";
import type { Router } from "./router.svelte";

/** Whether a portal is the one that was asked for. */
const isMeant = ({ target }: AskedPortal, { id, address }: Portal): boolean =>
	target.kind === "portal" && (target.id === id || target.id === address);

/** Opens what links and notifications lead to. */
export interface Openers {
	/** Brings an organization into view; calls back where there is none for the person. */
	organization: (id: string, onmissing: () => void) => void;
	/** Goes to what a notification is about, in an organization or in the one in view. */
	place: (place: Place, organization: string | null) => void;
	/** Brings another account into view. */
	account: (portal: string, id: string) => void;
}

/** What waits: a link with the portal that it was given with, or a notification. */
type Awaited = { link: Link; portal: AskedPortal | null } | { notification: PressedNotification };

/**
 * Goes where links from outside the window lead, and notifications on the desktop, once the person is known; the last
 * one counts.
 */
export class Links {
	#router: Router;
	#firstPage: FirstPage;
	#awaited = $state.raw<Awaited | null>(null);
	/** A dialog is open, which a link would close unasked: what is in it may be shown only once. */
	#waits = $state(false);
	/** From whose window the account that a notification is about was sought; true when it is to be sought no more. */
	#sought: OwnProfile | true | null = null;

	constructor(router: Router, firstPage: FirstPage) {
		this.#router = router;
		this.#firstPage = firstPage;
	}

	/** A link was opened, with a portal or for the one that the person is signed in to, or a notification was pressed. */
	ask({ link, portal, notification }: Pick<OutsideRequest, "link" | "portal" | "notification">): void {
		this.#sought = null;
		if (link) this.#awaited = { link, portal };
		else if (notification) this.#awaited = { notification };
	}

	/** The account that a notification is about has no session: it is for whoever signs in next, or for nobody. */
	seekNoMore(): void {
		this.#sought = true;
	}

	/**
	 * Follows what waits, if there is something and it is known what the person may open. To be called whenever the
	 * profile has changed.
	 */
	follow(portal: Portal, profile: OwnProfile, open: Openers): void {
		const [awaited, account] = [this.#awaited, profile.snapshot?.profile.account.id];
		if (!awaited || account === undefined || this.#waits) return;
		if (isAsked()) {
			this.#waits = true;
			void untilAnswered().then(() => (this.#waits = false));
		} else if ("link" in awaited) {
			// A place at a portal that the person did not go to is not to be found here.
			const isHere = !awaited.portal || isMeant(awaited.portal, portal);
			if (isHere) this.#followLink(awaited.link, profile, open);
			else this.#take(() => undefined);
		} else {
			this.#followNotification(awaited.notification, portal, profile, open);
		}
	}

	#followNotification(
		{ place, organization, portal, account }: PressedNotification,
		inView: Portal,
		profile: OwnProfile,
		open: Openers,
	): void {
		if (portal === inView.id && account === profile.snapshot?.profile.account.id) {
			this.#take(() => open.place(place, organization));
		} else if (!this.#sought) {
			this.#sought = profile;
			untrack(() => open.account(portal, account));
		} else if (this.#sought !== profile) {
			this.#take(() => undefined);
		}
	}

	#followLink(link: Link, { snapshot, freshness }: OwnProfile, open: Openers): void {
		if (link.kind === "unknown") {
			this.#take(() => this.#firstPage.turnHome({ kind: "unknown_link", link: link.text }));
		} else if (link.kind === "organization") {
			const missed = (): void => this.#firstPage.turnHome({ kind: "unknown_organization" });
			this.#take(() => open.organization(link.id, missed));
		} else if (
			freshness !== "stale" ||
			(snapshot && mayOpen(placePaths[link.kind], snapshot.profile.organization))
		) {
			// What the person could not open when the app was closed, they may open by now.
			this.#take(() => this.#router.open(placePaths[link.kind]));
		}
	}

	#take(go: () => void): void {
		this.#awaited = null;
		untrack(go);
	}
}
