import type { CurrentOrganization } from "$lib/bindings/CurrentOrganization";
import type { Page } from "$lib/bindings/Page";
import type { PinnedPage } from "$lib/bindings/PinnedPage";
import { exportsPath, isOfCredits, mayOpen, pageAt, pathTo } from "./pages";
import type { OwnProfile } from "./profile.svelte";
import { landingPage, type Path, type Router } from "./router.svelte";

/** Why Home is open although another page was to be. */
export type Detour =
	| { kind: "broken_pin"; pin: PinnedPage }
	| { kind: "withdrawn"; page: Page | null; organization: string }
	| { kind: "no_credits"; organization: string }
	| { kind: "no_exports"; organization: string }
	| { kind: "unknown_link"; link: string }
	| { kind: "unknown_organization" };

/** Why a page can't be open any more. */
function withdrawn(path: Path, organization: string): Detour {
	if (isOfCredits(path)) return { kind: "no_credits", organization };
	if (path === exportsPath) return { kind: "no_exports", organization };
	return { kind: "withdrawn", page: pageAt(path), organization };
}

/**
 * Opens a page where the person has chosen none: the pinned one after signing in, at the start and in another
 * organization, and Home in place of one that can't be opened.
 */
export class FirstPage {
	#router: Router;
	#person: string | null = null;
	#organization: string | null = null;
	/** The page in view was opened by a profile from the last run; the fresh one may know better. */
	#provisional = false;
	#detour = $state.raw<Detour | null>(null);

	constructor(router: Router) {
		this.#router = router;
	}

	/** Why Home is open, until it is left or that is dismissed. */
	get detour(): Detour | null {
		return this.#detour;
	}

	dismissDetour(): void {
		this.#detour = null;
	}

	/** The person asked for what is not there: opens Home, and says so. */
	turnHome(detour: Detour): void {
		this.#router.unsaved.before(() => {
			this.#router.open(landingPage);
			this.#detour = detour;
		});
	}

	/** The person has begun to use the page in view, so it stays. */
	settle(): void {
		this.#provisional = false;
	}

	/** The person has signed out: whoever signs in next begins anew. */
	forget(): void {
		this.#person = null;
		this.#organization = null;
		this.#provisional = false;
		this.#router.land(landingPage);
	}

	/**
	 * Goes where a profile leads. To be called whenever it has changed or another page is open.
	 *
	 * @param portal The id of the portal that it is from.
	 */
	follow(portal: string, profile: OwnProfile): void {
		const { snapshot, freshness } = profile;
		const { path } = this.#router;
		if (!snapshot) return;
		const { account, organization, pinnedPage } = snapshot.profile;
		if (path !== landingPage) this.#detour = null;
		if (this.#router.chosen) this.#provisional = false;

		const person = `${portal} ${account.id}`;
		const arrived = person !== this.#person && !this.#choseBefore;
		const moved = this.#organization !== null && organization.id !== this.#organization;
		this.#person = person;
		this.#organization = organization.id;
		if (arrived || moved || this.#provisional) {
			this.#provisional = freshness === "stale";
			this.#openFirst(organization, pinnedPage, moved ? path : null);
		} else if (!mayOpen(path, organization)) {
			this.#goHome(withdrawn(path, organization.name), path);
		}
	}

	/** Whether somebody chose a page before it was known who they are. */
	get #choseBefore(): boolean {
		return this.#person === null && this.#router.chosen;
	}

	#openFirst(organization: CurrentOrganization, pin: PinnedPage | null, cameFrom: Path | null): void {
		if (!pin) this.#goHome(null, cameFrom);
		else if (pin.broken) this.#goHome({ kind: "broken_pin", pin }, cameFrom);
		else if (mayOpen(pathTo(pin), organization)) this.#land(pathTo(pin), null, cameFrom);
		else this.#goHome({ kind: "broken_pin", pin: { ...pin, broken: "not_allowed" } }, cameFrom);
	}

	#goHome(detour: Detour | null, cameFrom: Path | null): void {
		this.#land(landingPage, detour, cameFrom);
	}

	#land(path: Path, detour: Detour | null, cameFrom: Path | null): void {
		this.#detour = detour;
		this.#router.land(path, cameFrom);
	}
}
