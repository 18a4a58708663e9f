import type { FakeHost } from "./fake";
import { sampleReadings, sampleWorkspaces, withoutReadings } from "./sample-charts";
import { remembered } from "./starting";

function withCharts(host: FakeHost): void {
	host.workspaces = structuredClone(sampleWorkspaces);
	remembered(host);
}

/** The states in which a person can find charts. */
export const chartScenarios: Record<string, (host: FakeHost) => void> = {
	charts: withCharts,
	"charts-none": remembered,
	"charts-many": (host) => {
		withCharts(host);
		const [first] = host.workspaces;
		for (let at = 1; first && at <= 60; at += 1) {
			host.workspaces.push({ ...first, id: `ws_many${at}`, name: `Hall ${at}`, private: false });
		}
	},
	"charts-partly": (host) => {
		withCharts(host);
		const ovens = sampleReadings("cht_01ovens", "week", null, host.now());
		host.readings = { cht_01ovens: ovens && withoutReadings(ovens), cht_02parts: null };
	},
	"charts-failed": (host) => {
		withCharts(host);
		host.fail("chartReadings", "portal_failed");
	},
};
