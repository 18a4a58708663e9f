import type { ApiKeyNameRefusal } from "$lib/bindings/ApiKeyNameRefusal";
import { formatCount } from "$lib/amounts";
import { m } from "$lib/messages";

/** Characters that portals take in a name; what they say counts more. */
export const NAME_LENGTH = 100;

/** What is seen to be wrong with a name before the portal is asked. */
export function refuseName(name: string): ApiKeyNameRefusal | null {
	if (name.trim() === "") return "empty";
	if (Array.from(name.trim()).length > NAME_LENGTH) return "too_long";
	return /\p{Cc}/u.test(name) ? "invalid_characters" : null;
}

/** Why a name is not accepted. */
export function explainName(reason: ApiKeyNameRefusal, maximum: number): string {
	switch (reason) {
		case "empty":
			return m.key_name_empty();
		case "too_long":
			return m.key_name_too_long({ maximum: formatCount(maximum) });
		case "invalid_characters":
			return m.key_name_invalid();
	}
}
