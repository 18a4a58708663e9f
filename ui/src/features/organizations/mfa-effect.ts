import type { OrganizationSettings } from "$lib/bindings/OrganizationSettings";
import { inWords } from "$lib/counts";
import { m } from "$lib/messages";

/** Whom a duty to use MFA concerns, in sentences: how many have none yet, and whether the person is one of them. */
export function whomItConcerns({
	members,
	membersWithoutMfa,
	viewerWithoutMfa,
}: OrganizationSettings): string {
	if (membersWithoutMfa === 0)
		return inWords(members, { one: m.mfa_all_have_one, other: m.mfa_all_have_other });
	if (members === 1 && viewerWithoutMfa) return m.mfa_without_only_you();
	const count = inWords(membersWithoutMfa, {
		one: () => m.mfa_without_one({ members }),
		other: ({ count }) => m.mfa_without_other({ count, members }),
	});
	return viewerWithoutMfa ? `${count} ${m.mfa_without_you()}` : count;
}
