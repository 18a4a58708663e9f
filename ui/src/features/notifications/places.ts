import type { OrganizationKind } from "$lib/bindings/OrganizationKind";
import type { Place } from "$lib/bindings/Place";
import { creditHistoryPath, exportsPath, pagePaths, purchasesPath } from "$lib/state/pages";
import type { Path } from "$lib/state/router.svelte";

const paths: Record<Exclude<Place, "api_keys">, Path> = {
	...pagePaths,
	sessions: "/profile/sessions",
	settings: "/organization",
	exports: exportsPath,
	transactions: creditHistoryPath,
	purchases: purchasesPath,
};

/** Where a notification leads in an organization of a kind. */
export function pathOf(place: Place, kind: OrganizationKind): Path {
	if (place !== "api_keys") return paths[place];
	return kind === "personal" ? "/profile/api-keys" : "/organization/api-keys";
}
