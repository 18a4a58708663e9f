import type { GrantableRole } from "$lib/bindings/GrantableRole";
import type { Role } from "$lib/bindings/Role";

/** Roles that go together, and which had to go for that. */
export interface RoleChoice {
	roles: Role[];
	/** Those that the last choice cleared. */
	cleared: Role[];
}

/** What is chosen once `role` is put on or off; a role that stands alone clears the others, and is cleared by them. */
export function toggleRole(chosen: Role[], role: Role, on: boolean, grantable: GrantableRole[]): RoleChoice {
	if (!on) return { roles: chosen.filter((each) => each !== role), cleared: [] };
	const alone = new Set(grantable.filter((each) => each.exclusive).map((each) => each.role));
	const stays = (each: Role): boolean => each === role || !(alone.has(role) || alone.has(each));
	const wanted = new Set([...chosen.filter(stays), role]);
	return {
		// In the order in which they are offered, whatever the order of the choices.
		roles: grantable.map((each) => each.role).filter((each) => wanted.has(each)),
		cleared: chosen.filter((each) => !stays(each)),
	};
}

/** Whether both are the same roles, in whatever order. */
export const sameRoles = (some: Role[], others: Role[]): boolean =>
	some.length === others.length && some.every((role) => others.includes(role));
