import type { FakeHost } from "./fake";
import { emptyHome, nothingAtHome, pinnedWorkspace } from "./sample-home";
import { remembered } from "./starting";

/** Starts with a pin. */
const pinned = (change: Partial<typeof pinnedWorkspace>) => (host: FakeHost) => {
	host.profile.pinnedPage = { ...pinnedWorkspace, ...change };
	remembered(host);
};

/** The states of Home and of the page that opens first. */
export const homeScenarios: Record<string, (host: FakeHost) => void> = {
	home: remembered,
	"home-empty": (host) => {
		host.homeAnswer = structuredClone(emptyHome);
		remembered(host);
	},
	"home-charts-only": (host) => {
		host.homeAnswer = structuredClone(nothingAtHome);
		host.profile.organization.roles = ["chart_viewer_only"];
		host.profile.organization.pages = ["home", "charts", "profile"];
		remembered(host);
	},
	credits: (host) => {
		host.profile.organization.seesCredits = true;
		remembered(host);
	},
	exports: (host) => {
		host.profile.organization.exportsCharts = true;
		remembered(host);
	},
	"pinned-charts": pinned({}),
	"pinned-profile": pinned({ id: "profile", page: "profile", workspace: null, workspaceName: null }),
	"pin-gone": pinned({ workspace: null, broken: "gone" }),
	"pin-not-allowed": pinned({
		id: "members",
		page: "members",
		workspace: null,
		workspaceName: null,
		broken: "not_allowed",
	}),
};
