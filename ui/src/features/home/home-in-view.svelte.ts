import type { CurrentOrganization } from "$lib/bindings/CurrentOrganization";
import type { Home } from "$lib/bindings/Home";
import { Fetched } from "$lib/state/fetched.svelte";
import { asSeen } from "$lib/state/pages";
import type { OwnProfile } from "$lib/state/profile.svelte";

/** What goes on in one organization, as its portal said last. */
export type HomeInView = Fetched<Home>;

interface Kept {
	of: string;
	view: HomeInView;
}

const kept = new WeakMap<OwnProfile, Kept>();

/** Kept while other pages are open, so that coming back shows it at once; never for another organization or role. */
export function homeOf(profile: OwnProfile, organization: CurrentOrganization): HomeInView {
	const of = asSeen(organization);
	const last = kept.get(profile);
	if (last?.of === of) return last.view;
	const view = new Fetched(() => profile.ask((host) => host.home()));
	kept.set(profile, { of, view });
	return view;
}
