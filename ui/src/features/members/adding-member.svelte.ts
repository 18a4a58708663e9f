import type { AddMemberOutcome } from "$lib/bindings/AddMemberOutcome";
import type { Member } from "$lib/bindings/Member";
import type { Role } from "$lib/bindings/Role";
import { m } from "$lib/messages";
import { isolated } from "$lib/names";
import { listRoles } from "$lib/roles";
import { Attempt } from "$lib/state/attempt.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";
import { Wait } from "$lib/state/wait.svelte";
import { explainRoles } from "./roles-refusal";

/** Why nobody was added. */
interface Refusal {
	about: "email" | null;
	code: string;
	text: string;
}

/** An account to become a member. */
export class AddingMember {
	#profile: OwnProfile;
	#refusal = $state.raw<Refusal | null>(null);
	readonly attempt = new Attempt();
	readonly wait = new Wait();
	email = $state("");
	chosen = $state.raw<Role[]>([]);

	constructor(profile: OwnProfile) {
		this.#profile = profile;
	}

	get refusal(): Refusal | null {
		return this.#refusal;
	}

	/** Why nothing can be sent; null when it can. */
	get missing(): string | null {
		if (this.email.trim() === "") return m.add_member_email_missing();
		return this.chosen.length === 0 ? m.roles_none_chosen() : null;
	}

	/** Answers the new member; null when there is none. */
	async add(): Promise<Member | null> {
		this.#refusal = null;
		if (this.missing) return null;
		const outcome = await this.attempt.run(() =>
			this.#profile.changeHere((host) => host.addMember(this.email.trim(), this.chosen)),
		);
		if (outcome?.kind === "added") return outcome.member;
		this.#refusal = outcome && this.#explain(outcome);
		return null;
	}

	#explain(outcome: Exclude<AddMemberOutcome, { kind: "added" }>): Refusal {
		const { kind: code } = outcome;
		switch (outcome.kind) {
			case "account_not_found":
				return { about: "email", code, text: m.add_member_no_account() };
			case "already_member": {
				const { displayName: name, roles } = outcome.member;
				return {
					about: "email",
					code,
					text: m.add_member_already({ name: isolated(name), roles: listRoles(roles) }),
				};
			}
			case "roles_refused":
				return { about: null, code: outcome.reason, text: explainRoles(outcome.reason) };
			case "too_many_attempts":
				this.wait.begin(outcome.retryAfterSeconds);
				return { about: null, code, text: "" };
			case "unsupported":
				return { about: null, code, text: `${m.unsupported()} ${m.unsupported_next()}` };
		}
	}
}
