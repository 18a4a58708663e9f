import type { MfaRequirement } from "$lib/bindings/MfaRequirement";
import type { Profile } from "$lib/bindings/Profile";
import { allOf, oneOf } from "$lib/counts";
import { m } from "$lib/messages";
import { formatDay } from "$lib/time";

/** Whether `person` is one of those who can change it. Others may have the same name, but not the role as well. */
function isContact({ contacts, inView }: MfaRequirement, person: Profile): boolean {
	const { roles } = person.organization;
	const manages = !inView || roles.includes("owner") || roles.includes("admin");
	return manages && contacts.includes(person.account.displayName);
}

/** Which organization requires MFA since when, and whom to ask; `person` is the one who reads it. */
export function explainRequirement(requirement: MfaRequirement, person: Profile | null): string {
	const { name, since, contacts } = requirement;
	const required = { organization: name, date: formatDay(since) };
	if (person && isContact(requirement, person)) {
		const others = contacts.filter((contact) => contact !== person.account.displayName);
		return m.mfa_required_by_own({ ...required, people: allOf([m.people_you(), ...others]) });
	}
	if (contacts.length === 0) return m.mfa_required_by(required);
	return m.mfa_required_by_ask({ ...required, people: oneOf(contacts) });
}
