import type { ChangeMemberRolesOutcome } from "$lib/bindings/ChangeMemberRolesOutcome";
import type { Member } from "$lib/bindings/Member";
import type { Role } from "$lib/bindings/Role";
import { m } from "$lib/messages";
import { listRoles } from "$lib/roles";
import { Attempt } from "$lib/state/attempt.svelte";
import type { OwnProfile } from "$lib/state/profile.svelte";
import type { MemberList } from "./member-list.svelte";
import { sameRoles } from "./role-choice";
import { explainRoles } from "./roles-refusal";

/** Other roles for a member. */
export class ChangingRoles {
	#profile: OwnProfile;
	#list: MemberList;
	#member = $state.raw() as Member;
	#refusal = $state.raw<{ code: string; text: string } | null>(null);
	readonly attempt = new Attempt();
	chosen = $state.raw<Role[]>([]);

	constructor(profile: OwnProfile, list: MemberList, member: Member) {
		this.#profile = profile;
		this.#list = list;
		this.#member = member;
		this.chosen = member.roles;
	}

	get refusal(): { code: string; text: string } | null {
		return this.#refusal;
	}

	/** Why nothing can be saved; null when it can. */
	get missing(): string | null {
		if (this.chosen.length === 0) return m.roles_none_chosen();
		return sameRoles(this.chosen, this.#member.roles) ? m.roles_unchanged() : null;
	}

	/** Whether the person would take the right to manage members from themselves. */
	get givesUpOwn(): boolean {
		return this.#member.isViewer && this.#member.roles.includes("admin") && !this.chosen.includes("admin");
	}

	/** Answers whether the member has the roles now. */
	async save(): Promise<boolean> {
		this.#refusal = null;
		const { id, roles: from } = this.#member;
		const outcome = await this.attempt.run(() =>
			this.#profile.changeHere((host) => host.changeMemberRoles(id, from, this.chosen)),
		);
		if (outcome) this.#heed(outcome);
		return outcome?.kind === "changed";
	}

	#heed(outcome: ChangeMemberRolesOutcome): void {
		switch (outcome.kind) {
			case "changed":
				this.#list.put(outcome.member);
				return;
			case "changed_meanwhile": {
				const roles = listRoles(outcome.member.roles);
				this.#list.put(outcome.member);
				this.#member = outcome.member;
				this.#refusal = { code: outcome.kind, text: m.roles_changed_meanwhile({ roles }) };
				return;
			}
			case "not_found":
				this.#list.drop(this.#member.id);
				this.#refusal = { code: outcome.kind, text: m.member_not_found() };
				return;
			case "roles_refused":
				this.#refusal = { code: outcome.reason, text: explainRoles(outcome.reason) };
				return;
			case "unsupported":
				this.#refusal = { code: outcome.kind, text: `${m.unsupported()} ${m.unsupported_next()}` };
		}
	}
}
