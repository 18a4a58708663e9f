import type { MfaRequirement } from "$lib/bindings/MfaRequirement";
import { allOf, oneOf } from "$lib/counts";
import { m } from "$lib/messages";
import { formatDay } from "$lib/time";

/** Which organization requires MFA since when, and whom to ask. */
export function explainRequirement(requirement: MfaRequirement): string {
	const { name, since, contacts, viewerIsContact } = requirement;
	const required = { organization: name, date: formatDay(since) };
	if (viewerIsContact) {
		return m.mfa_required_by_own({ ...required, people: allOf([m.people_you(), ...contacts]) });
	}
	if (contacts.length === 0) return m.mfa_required_by(required);
	return m.mfa_required_by_ask({ ...required, people: oneOf(contacts) });
}
