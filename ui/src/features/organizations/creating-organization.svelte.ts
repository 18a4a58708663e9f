import type { CreateOrganizationOutcome } from "$lib/bindings/CreateOrganizationOutcome";
import { formatCount } from "$lib/amounts";
import { m } from "$lib/messages";
import { Attempt } from "$lib/state/attempt.svelte";
import { leavesOpen } from "$lib/state/failure";
import type { OwnProfile } from "$lib/state/profile.svelte";
import { Naming } from "./naming.svelte";
import { PictureChoice } from "./picture-choice.svelte";

/** An organization to be created. */
export class CreatingOrganization {
	#profile: OwnProfile;
	#refusal = $state.raw<{ code: string; text: string } | null>(null);
	readonly naming = new Naming();
	readonly picture: PictureChoice;
	readonly attempt = new Attempt();

	constructor(profile: OwnProfile) {
		this.#profile = profile;
		this.picture = new PictureChoice(profile);
	}

	/** Why it was not created, where it is neither about the name nor about the picture. */
	get refusal(): { code: string; text: string } | null {
		return this.#refusal;
	}

	/** It may have been created, without anybody having been told. */
	get uncertain(): boolean {
		return this.attempt.failure !== null && leavesOpen(this.attempt.failure);
	}

	/** Answers whether the person is in it now. */
	async create(): Promise<boolean> {
		this.#refusal = null;
		if (!this.naming.check() || this.picture.busy) return false;
		const picture = this.picture.shown(null);
		const outcome = await this.attempt.run(() =>
			this.#profile.move((host) => host.createOrganization(this.naming.name, picture)),
		);
		if (outcome) this.#heed(outcome);
		return outcome?.kind === "created";
	}

	#heed(outcome: CreateOrganizationOutcome): void {
		switch (outcome.kind) {
			case "created":
				return;
			case "name_refused":
				this.naming.refuse(outcome.reason, outcome.maximum_length);
				return;
			case "picture_refused":
				this.picture.refuse(outcome.reason);
				return;
			case "limit_reached":
				this.#refusal = {
					code: outcome.kind,
					text: m.organizations_limit({ limit: formatCount(outcome.limit) }),
				};
				return;
			case "unsupported":
				this.#refusal = { code: outcome.kind, text: `${m.unsupported()} ${m.unsupported_next()}` };
		}
	}
}
