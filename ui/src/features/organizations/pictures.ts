import type { OwnProfile } from "$lib/state/profile.svelte";

/** Pictures that were asked for, by their path: one path always stands for the same picture. */
const asked = new WeakMap<OwnProfile, Map<string, Promise<string | null>>>();

/** A picture of the portal as a `data:` URL; null when it can't be had. */
export function pictureOf(profile: OwnProfile, path: string): Promise<string | null> {
	const pictures = asked.get(profile) ?? new Map<string, Promise<string | null>>();
	asked.set(profile, pictures);
	const known = pictures.get(path);
	if (known) return known;
	const picture = profile
		.ask((host) => host.picture(path))
		.catch(() => {
			// Whoever shows it next asks again.
			pictures.delete(path);
			return null;
		});
	pictures.set(path, picture);
	return picture;
}
