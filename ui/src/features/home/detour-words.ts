import type { PinnedPage } from "$lib/bindings/PinnedPage";
import { m } from "$lib/messages";
import { isolated } from "$lib/names";
import type { Detour } from "$lib/state/first-page.svelte";
import { pageName } from "$lib/state/pages";

/** A pinned page within a sentence. */
function pinnedPage({ page, workspace, workspaceName, broken }: PinnedPage): string {
	if (workspaceName !== null) return m.detour_workspace({ name: workspaceName });
	// Of the pages only a workspace can go.
	return workspace !== null || broken === "gone" ? m.detour_some_workspace() : pageName(page);
}

/** Why Home is open although another page was to be, in one sentence. */
export function detourInWords(detour: Detour): string {
	if (detour.kind === "broken_pin") {
		const page = pinnedPage(detour.pin);
		return detour.pin.broken === "gone" ? m.detour_gone({ page }) : m.detour_not_allowed({ page });
	}
	if (detour.kind === "no_credits") {
		return m.detour_no_credits({ organization: isolated(detour.organization) });
	}
	if (detour.kind === "no_exports") {
		return m.detour_no_exports({ organization: isolated(detour.organization) });
	}
	if (detour.kind === "unknown_link") return m.detour_unknown_link({ link: isolated(detour.link) });
	if (detour.kind === "unknown_organization") return m.detour_unknown_organization();
	const { page, organization } = detour;
	return page === null
		? m.detour_settings_withdrawn({ organization: isolated(organization) })
		: m.detour_withdrawn({ page: pageName(page), organization: isolated(organization) });
}
