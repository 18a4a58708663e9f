import { createContext, tick } from "svelte";
import type { CurrentOrganization } from "$lib/bindings/CurrentOrganization";
import type { OrganizationKind } from "$lib/bindings/OrganizationKind";
import type { Organizations } from "$lib/bindings/Organizations";
import type { OrganizationSummary } from "$lib/bindings/OrganizationSummary";
import { m } from "$lib/messages";
import { isolated } from "$lib/names";
import type { Announcer } from "$lib/state/announcer.svelte";
import { failureFrom, type Failure } from "$lib/state/failure";
import { Fetched } from "$lib/state/fetched.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";
import type { Router } from "$lib/state/router.svelte";

/** Where the organizations are shown to choose from: below their button, or at the top of the window. */
export type SwitcherPlace = "button" | "window";

/** What follows when an organization was to be opened. */
export interface OpeningEnds {
	/** It is in view. */
	onarrive?: (kind: OrganizationKind) => void;
	/** There is none for the person. */
	onmissing: () => void;
}

/** Which organizations there are, and the way from one to another. */
export class Switcher {
	#profile: OwnProfile;
	#router: Router;
	#announcer: Announcer;
	#place = $state<SwitcherPlace | null>(null);
	#choosing = $state<string | null>(null);
	#gone = $state(false);
	#failure = $state.raw<Failure | null>(null);
	#loading: Promise<void> | null = null;
	/** Counts choices: the last one wins. */
	#choices = 0;
	/** How many of them have no outcome yet. */
	#underWay = 0;

	/** Those that the person can work in, and how many more they may create. */
	readonly list: Fetched<Organizations>;

	/** Those that digits open, as the person saw them last: what is fetched unseen gives no digit another meaning. */
	#numbered = $state.raw<OrganizationSummary[]>([]);

	/** An organization is being created. */
	creating = $state(false);

	/** The button takes the focus when it appears: what was done there replaced it. */
	focusButton = false;

	constructor(profile: OwnProfile, router: Router, announcer: Announcer) {
		this.#profile = profile;
		this.#router = router;
		this.#announcer = announcer;
		this.list = new Fetched(() => profile.ask((host) => host.organizations()));
	}

	/** Where they are shown; null while they are not. */
	get place(): SwitcherPlace | null {
		return this.#place;
	}

	/** The one that is being opened. */
	get choosing(): string | null {
		return this.#choosing;
	}

	/** The one chosen last does not exist any more, or not for this person. */
	get gone(): boolean {
		return this.#gone;
	}

	/** Why the one chosen last did not open. */
	get failure(): Failure | null {
		return this.#failure;
	}

	/** The one in view. */
	get current(): string | null {
		return this.#profile.snapshot?.profile.organization.id ?? null;
	}

	/** The digit that opens an organization; null beyond the ninth. */
	digitOf({ id }: OrganizationSummary): number | null {
		const at = this.#numbered.findIndex((each) => each.id === id);
		return at < 0 ? null : at + 1;
	}

	show(place: SwitcherPlace): void {
		this.#place = place;
		this.#number();
		this.#failure = null;
		this.#gone = false;
		void this.load();
	}

	close(): void {
		this.#place = null;
	}

	/** Fetches the list, unless the portal is known to be away. */
	async load(): Promise<void> {
		if (!this.#profile.editable) return;
		this.#loading ??= this.list.load().finally(() => (this.#loading = null));
		await this.#loading;
		if (this.#place && !this.#choosing) this.#number();
	}

	/** Begins to create an organization. */
	create(): void {
		this.close();
		this.#router.unsaved.before(() => (this.creating = true));
	}

	/** Opens the one at a place of the list, counted from 0. */
	async chooseAt(index: number): Promise<void> {
		if (this.#numbered.length === 0) {
			this.show("window");
			await this.load();
		}
		const organization = this.#numbered[index];
		if (organization) this.choose(organization);
	}

	/** Opens an organization, once the person agreed to lose what they did not save in this one. */
	choose({ id }: OrganizationSummary): void {
		if (id === this.current && !this.#choosing) {
			this.close();
			return;
		}
		if (this.#router.unsaved.isThere) this.close();
		this.#router.unsaved.before(() => void this.#open(id));
	}

	/** Opens the organization with an id that did not come from the list, like {@link choose}. */
	openNamed(id: string, ends: OpeningEnds): void {
		this.close();
		this.#router.unsaved.before(() => void this.#open(id, ends));
	}

	/** Another organization is in view: what was typed about the one before is of no use any more. */
	moved(): void {
		this.#router.unsaved.drop();
		// The one chosen before the last came first; the button is gone with its page.
		if (this.#underWay > 1) this.#place = "window";
		// The one opened last comes first: nothing is to move when they are looked at next.
		if (this.list.value) void this.#loadAgain();
	}

	async #open(id: string, ends?: OpeningEnds): Promise<void> {
		const choice = ++this.#choices;
		const isLast = () => choice === this.#choices;
		this.#underWay += 1;
		this.#place ??= "window";
		this.focusButton = this.#place === "button";
		this.#choosing = id;
		this.#failure = null;
		this.#gone = false;
		try {
			const outcome = await this.#profile.move(async (host) =>
				isLast() ? host.switchOrganization(id) : null,
			);
			if (!outcome || !isLast()) return;
			if (outcome.kind === "switched") await this.#arrive(outcome.snapshot.profile.organization, ends);
			else this.#miss(ends);
		} catch (thrown) {
			if (isLast()) this.#failure = failureFrom(thrown);
		} finally {
			this.#underWay -= 1;
			if (isLast()) this.#choosing = null;
			// The page that took the place of the one before is there. On a later one the focus is the person's affair.
			await tick();
			if (isLast()) this.focusButton = false;
		}
	}

	async #arrive({ name, kind }: CurrentOrganization, ends: OpeningEnds | undefined): Promise<void> {
		this.close();
		this.#announcer.say(m.organizations_opened({ name: isolated(name) }));
		if (!ends?.onarrive) return;
		// The page that opens first there is open by then.
		await tick();
		ends.onarrive(kind);
	}

	#miss(ends: OpeningEnds | undefined): void {
		if (ends) {
			this.close();
			ends.onmissing();
		} else {
			this.#gone = true;
			void this.load();
		}
	}

	async #loadAgain(): Promise<void> {
		// What was asked about the organization before gets no answer any more.
		await this.#loading;
		await this.load();
	}

	#number(): void {
		if (this.list.value) this.#numbered = this.list.value.organizations.slice(0, 9);
	}
}

export const [useSwitcher, provideSwitcher] = createContext<Switcher>();
