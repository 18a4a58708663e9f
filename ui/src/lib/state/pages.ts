import type { CurrentOrganization } from "$lib/bindings/CurrentOrganization";
import type { Page } from "$lib/bindings/Page";
import type { PinnedPage } from "$lib/bindings/PinnedPage";
import { m } from "$lib/messages";
import { isolated } from "$lib/names";
import type { Path } from "./router.svelte";

/** A page that can be pinned; `workspace` only with the charts page. */
export type Pinnable = Pick<PinnedPage, "page" | "workspace">;

/** Pages by where they are found, in the order of the navigation bar. */
export const pagePaths: Record<Page, Path> = {
	home: "/",
	charts: "/charts",
	members: "/members",
	profile: "/profile",
};

const names: Record<Page, () => string> = {
	home: m.page_home,
	charts: m.page_charts,
	members: m.page_members,
	profile: m.profile_title,
};

/** What a page is called. */
export const pageName = (page: Page): string => names[page]();

const CHARTS = "/charts/";

/** Where a page that can be pinned is found. */
export const pathTo = ({ page, workspace }: Pinnable): Path =>
	page === "charts" && workspace !== null ? `${CHARTS}${workspace}` : pagePaths[page];

/** The page that a path belongs to; null for one that the bar does not lead to, such as the settings. */
export function pageAt(path: Path): Page | null {
	const pages = Object.entries(pagePaths) as [Page, Path][];
	const found = pages.find(([page, at]) => path === at || (page !== "home" && path.startsWith(`${at}/`)));
	return found?.[0] ?? null;
}

/** What can be pinned at a path; null where nothing can, as on pages that another page leads to. */
export function pinnableAt(path: Path): Pinnable | null {
	if (path.startsWith(CHARTS)) return { page: "charts", workspace: path.slice(CHARTS.length) };
	const page = pageAt(path);
	return page && path === pagePaths[page] ? { page, workspace: null } : null;
}

/** Tells what a person sees of an organization from what they saw before: that depends on their roles in it. */
export const asSeen = ({ id, roles }: CurrentOrganization): string => [id, ...roles].join(" ");

/** Where the history of credits is found. */
export const creditHistoryPath: Path = "/credits";

/** Where credits are bought. */
export const addCreditsPath: Path = "/credits/add";

/** Where purchases of credits are found. */
export const purchasesPath: Path = "/credits/purchases";

/** Where all exports of chart data are found. */
export const exportsPath: Path = "/exports";

/** Places that links and notifications lead to, by the names that both have for them. */
export const placePaths = {
	...pagePaths,
	exports: exportsPath,
	transactions: creditHistoryPath,
} as const satisfies Record<string, Path>;

/** Where all that the person was told is found. */
export const notificationsPath: Path = "/notifications";

const ofCredits: readonly Path[] = [creditHistoryPath, addCreditsPath, purchasesPath];

/** Whether a page is about credits: it goes with them. */
export const isOfCredits = (path: Path): boolean => ofCredits.includes(path);

/** Whether a person may be on a page in an organization. */
export function mayOpen(
	path: Path,
	{ pages, canAdminister, seesCredits, exportsCharts }: CurrentOrganization,
): boolean {
	if (isOfCredits(path)) return seesCredits;
	if (path === exportsPath) return exportsCharts;
	if (path === notificationsPath) return true;
	const page = pageAt(path);
	// Home and the profile are everybody's.
	return page ? page === "home" || page === "profile" || pages.includes(page) : canAdminister;
}

/** A pinned page in words, such as “Charts › Line 4 throughput”. */
export const pinName = ({ page, workspaceName }: Pick<PinnedPage, "page" | "workspaceName">): string =>
	page === "charts" && workspaceName !== null
		? m.page_charts_workspace({ name: isolated(workspaceName) })
		: pageName(page);
