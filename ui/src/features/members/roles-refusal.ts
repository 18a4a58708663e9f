import type { RolesRefusal } from "$lib/bindings/RolesRefusal";
import { m } from "$lib/messages";

const words: Record<RolesRefusal, () => string> = {
	no_role: m.roles_none_chosen,
	owner_granted: m.roles_owner_granted,
	owner_changed: m.roles_owner_changed,
	not_alone: m.roles_not_alone,
};

/** Why roles were not granted. */
export const explainRoles = (reason: RolesRefusal): string => words[reason]();
