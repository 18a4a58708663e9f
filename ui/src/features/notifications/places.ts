import type { OrganizationKind } from "$lib/bindings/OrganizationKind";
import type { Place } from "$lib/bindings/Place";
import type { Switcher } from "$features/organizations/switcher.svelte";
import type { App } from "$lib/state/app";
import { notificationsPath, placePaths, purchasesPath } from "$lib/state/pages";
import type { Path } from "$lib/state/router.svelte";

const paths: Record<Exclude<Place, "api_keys">, Path> = {
	...placePaths,
	sessions: "/profile/sessions",
	settings: "/organization",
	purchases: purchasesPath,
	notifications: notificationsPath,
};

/** Where a notification leads in an organization of a kind. */
function pathOf(place: Place, kind: OrganizationKind): Path {
	if (place !== "api_keys") return paths[place];
	return kind === "personal" ? "/profile/api-keys" : "/organization/api-keys";
}

/**
 * Goes to what a notification is about.
 *
 * @param about The organization that it is about, if about one.
 * @param inView The organization in view.
 */
export function openPlace(
	place: Place,
	about: string | null,
	inView: { id: string; kind: OrganizationKind },
	{ router, firstPage }: Pick<App, "router" | "firstPage">,
	switcher: Switcher,
): void {
	const open = (kind: OrganizationKind): void => router.open(pathOf(place, kind));
	if (about === null || about === inView.id) {
		open(inView.kind);
		return;
	}
	// Which page that is there, is known once it is in view.
	switcher.openNamed(about, {
		onarrive: open,
		onmissing: () => firstPage.turnHome({ kind: "unknown_organization" }),
	});
}
