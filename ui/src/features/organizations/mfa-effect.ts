import type { OrganizationSettings } from "$lib/bindings/OrganizationSettings";
import { m } from "$lib/messages";

/** Whom a duty to use MFA concerns, in sentences: how many have none yet, and whether the person is one of them. */
export function whomItConcerns({
	members,
	membersWithoutMfa,
	viewerWithoutMfa,
}: OrganizationSettings): string {
	if (membersWithoutMfa === 0) return m.mfa_all_have({ count: members });
	if (members === 1 && viewerWithoutMfa) return m.mfa_without_only_you();
	const count = m.mfa_without({ count: membersWithoutMfa, members });
	return viewerWithoutMfa ? `${count} ${m.mfa_without_you()}` : count;
}
