import type { OrganizationNameRefusal } from "$lib/bindings/OrganizationNameRefusal";
import { formatCount } from "$lib/amounts";
import { m } from "$lib/messages";

/** Characters that portals take in a name; what they say counts more. */
export const NAME_LENGTH = 100;

/** What is seen to be wrong with a name before the portal is asked. */
export function refuseName(name: string): OrganizationNameRefusal | null {
	if (name.trim() === "") return "empty";
	if (Array.from(name.trim()).length > NAME_LENGTH) return "too_long";
	return /\p{Cc}/u.test(name) ? "invalid_characters" : null;
}

/** As a name is typed on a keyboard: one kind of dash, quotation mark and space, and nothing that is not seen. */
const typable = (name: string): string =>
	name
		.normalize("NFC")
		.replace(/\p{Cf}/gu, "")
		.replace(/[\p{Pd}\u2212]/gu, "-")
		.replace(/[‘’‚′]/gu, "'")
		.replace(/[“”„″]/gu, '"')
		.replace(/\s+/gu, " ")
		.trim();

/** Whether `typed` is meant to be `name`, as far as keyboards go. */
export const isTypedName = (typed: string, name: string): boolean => typable(typed) === typable(name);

/** Why a name is not accepted. */
export function explainName(reason: OrganizationNameRefusal, maximum: number): string {
	switch (reason) {
		case "empty":
			return m.organization_name_empty();
		case "too_long":
			return m.organization_name_too_long({ maximum: formatCount(maximum) });
		case "invalid_characters":
			return m.organization_name_invalid();
	}
}
