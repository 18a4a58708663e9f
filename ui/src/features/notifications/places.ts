import type { OrganizationKind } from "$lib/bindings/OrganizationKind";
import type { Place } from "$lib/bindings/Place";
import { placePaths, purchasesPath } from "$lib/state/pages";
import type { Path } from "$lib/state/router.svelte";

const paths: Record<Exclude<Place, "api_keys">, Path> = {
	...placePaths,
	sessions: "/profile/sessions",
	settings: "/organization",
	purchases: purchasesPath,
};

/** Where a notification leads in an organization of a kind. */
export function pathOf(place: Place, kind: OrganizationKind): Path {
	if (place !== "api_keys") return paths[place];
	return kind === "personal" ? "/profile/api-keys" : "/organization/api-keys";
}
