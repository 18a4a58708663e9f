import { m } from "$lib/messages";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** Why the profile can't be changed just now; null when it can. */
export function whyUnavailable({ editable, failure }: OwnProfile): string | null {
	if (editable) return null;
	return failure?.code === "keyring_unavailable" ? m.profile_locked_reason() : m.profile_offline_reason();
}
