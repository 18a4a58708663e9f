import type { MfaRequirement } from "$lib/bindings/MfaRequirement";
import { oneOf } from "$lib/counts";
import { m } from "$lib/messages";
import { formatDay } from "$lib/time";

/** Which organization requires MFA since when, and whom to ask. */
export function explainRequirement({ name, since, contacts }: MfaRequirement): string {
	const required = { organization: name, date: formatDay(since) };
	if (contacts.length === 0) return m.mfa_required_by(required);
	return m.mfa_required_by_ask({ ...required, people: oneOf(contacts) });
}
