import type { ChartWorkspaceSummary } from "$lib/bindings/ChartWorkspaceSummary";
import { language } from "$lib/language.svelte";

/** What a workspace has to be to be listed. */
export type WorkspaceFilter = "starred" | "private";

/** What comes first. */
export type WorkspaceOrder = "name" | "changed";

/** How a person looks through workspaces. */
export interface Looking {
	/** A part of the name; all when empty. */
	search: string;
	/** All of them hold; none means all workspaces. */
	filters: WorkspaceFilter[];
	order: WorkspaceOrder;
}

/** The letters alone, so that `kuhl` finds “Kühlhaus”. */
const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The workspaces to list, in their order. */
export function arrange(
	workspaces: ChartWorkspaceSummary[],
	{ search, filters, order }: Looking,
): ChartWorkspaceSummary[] {
	const sought = plain(search.trim());
	const found = workspaces.filter(
		(workspace) => filters.every((filter) => workspace[filter]) && plain(workspace.name).includes(sought),
	);
	const { compare } = new Intl.Collator(language(), { numeric: true });
	const byName = (a: ChartWorkspaceSummary, b: ChartWorkspaceSummary) => compare(a.name, b.name);
	if (order === "name") return found.sort(byName);
	return found.sort((a, b) => Date.parse(b.changedAt) - Date.parse(a.changedAt) || byName(a, b));
}
