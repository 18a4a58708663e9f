import type { OrganizationSettings } from "$lib/bindings/OrganizationSettings";
import type { UpdateOrganizationOutcome } from "$lib/bindings/UpdateOrganizationOutcome";
import { m } from "$lib/messages";
import { Attempt } from "$lib/state/attempt.svelte";
import { Fetched } from "$lib/state/fetched.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";
import { Naming } from "./naming.svelte";
import { PictureChoice } from "./picture-choice.svelte";

/** What a save came to. */
export type Saved = "saved" | "changed_meanwhile" | "not_saved";

/** The settings of the organization in view, and what the person makes of them. */
export class OrganizationEditor {
	#profile: OwnProfile;
	#fetched: Fetched<{ settings: OrganizationSettings | null }>;
	/** What somebody else made of them while this person was typing. */
	#theirs = $state.raw<OrganizationSettings | null>(null);
	#unsupported = $state(false);
	#naming = $state.raw(new Naming());
	#picture: PictureChoice;
	readonly attempt = new Attempt();

	constructor(profile: OwnProfile) {
		this.#profile = profile;
		this.#picture = new PictureChoice(profile);
		this.#fetched = new Fetched(async () => ({
			settings: await profile.ask((host) => host.organizationSettings()),
		}));
	}

	get stage(): "loading" | "ready" | "unavailable" | "failed" {
		if (this.#fetched.value) return this.#fetched.value.settings ? "ready" : "unavailable";
		return this.#fetched.failure && !this.#fetched.fetching ? "failed" : "loading";
	}

	/** As the portal said last; what is typed is measured by it. */
	get settings(): OrganizationSettings | null {
		return this.#fetched.value?.settings ?? null;
	}

	get failure() {
		return this.#fetched.failure;
	}

	get fetching(): boolean {
		return this.#fetched.fetching;
	}

	get naming(): Naming {
		return this.#naming;
	}

	get picture(): PictureChoice {
		return this.#picture;
	}

	/** How they are by now, when that is not what the person saw; nothing is saved until they have decided. */
	get theirs(): OrganizationSettings | null {
		return this.#theirs;
	}

	/** The portal's answer is none that this version knows. */
	get unsupported(): boolean {
		return this.#unsupported;
	}

	/** Whether anything is not saved. */
	get dirty(): boolean {
		const { settings } = this;
		if (!settings) return false;
		return this.#naming.name !== settings.name || this.#picture.change.kind !== "keep" || this.#picture.busy;
	}

	async load(): Promise<void> {
		await this.#fetched.load();
		if (this.settings) this.#begin(this.settings);
	}

	/** Looks how they are now, before anything is said about them; what is typed stays. */
	async lookAgain(): Promise<void> {
		const settings = await this.#profile.ask((host) => host.organizationSettings());
		if (settings?.version === this.settings?.version) this.#fetched.set({ settings });
		else if (settings) this.#meet(settings);
	}

	/** Takes back what is not saved. */
	discard(): void {
		if (this.settings) this.#begin(this.settings);
	}

	/** What somebody else made of them stands. */
	useTheirs(): void {
		if (!this.#theirs) return;
		this.#fetched.set({ settings: this.#theirs });
		this.#begin(this.#theirs);
	}

	/** Saves the name and the picture, if nobody else changed anything meanwhile. */
	save(): Promise<Saved> {
		return this.#save(this.settings);
	}

	/** Saves them, whatever somebody else made of them as far as the person was told. */
	saveMine(): Promise<Saved> {
		return this.#save(this.#theirs);
	}

	/**
	 * Makes MFA a duty of all members, or lifts it, whatever somebody else changed as far as the person was told;
	 * answers null when the person gave it up.
	 */
	async requireMfa(required: boolean): Promise<UpdateOrganizationOutcome | null> {
		const version = (this.#theirs ?? this.settings)?.version ?? "";
		const outcome = await this.#profile.changeHereConfirmed((host) =>
			host.setMfaRequirement(version, required),
		);
		if (outcome?.kind === "updated") this.#takeOver(outcome.settings);
		if (outcome?.kind === "changed_meanwhile") this.#meet(outcome.settings);
		return outcome;
	}

	async #save(base: OrganizationSettings | null): Promise<Saved> {
		this.#unsupported = false;
		if (!base || !this.#naming.check() || this.#picture.busy) return "not_saved";
		const outcome = await this.attempt.run(() =>
			this.#profile.changeHere((host) =>
				host.updateOrganization(base.version, this.#naming.name, this.#picture.change),
			),
		);
		return outcome ? this.#heed(outcome) : "not_saved";
	}

	#heed(outcome: UpdateOrganizationOutcome): Saved {
		switch (outcome.kind) {
			case "updated":
				this.#fetched.set({ settings: outcome.settings });
				this.#begin(outcome.settings);
				return "saved";
			case "changed_meanwhile":
				this.#theirs = outcome.settings;
				return "changed_meanwhile";
			case "name_refused":
				this.#naming.refuse(outcome.reason, outcome.maximum_length);
				return "not_saved";
			case "picture_refused":
				this.#picture.refuse(outcome.reason);
				return "not_saved";
			case "unsupported":
				this.#unsupported = true;
				return "not_saved";
		}
	}

	/** Somebody else changed something: what is typed is not measured by it unseen. */
	#meet(settings: OrganizationSettings): void {
		if (this.dirty) this.#theirs = settings;
		else {
			this.#fetched.set({ settings });
			this.#begin(settings);
		}
	}

	/** The duty to use MFA is saved; what is typed, and somebody else's name next to it, is to be decided still. */
	#takeOver(settings: OrganizationSettings): void {
		if (this.#theirs) this.#theirs = settings;
		else this.#fetched.set({ settings });
	}

	#begin({ name }: OrganizationSettings): void {
		this.#theirs = null;
		this.#naming = new Naming(name);
		this.#picture.keep();
	}
}

/** Words for an answer that is not known. */
export const explainUnsupported = (): string => `${m.unsupported()} ${m.unsupported_next()}`;
