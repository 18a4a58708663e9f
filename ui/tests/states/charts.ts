import { waitFor } from "@testing-library/svelte";
import type { ChartRange } from "../../src/lib/bindings/ChartRange";
import type { FakeHost } from "../../src/lib/host/fake";
import { sampleReadings, withoutReadings } from "../../src/lib/host/sample-charts";
import { scenarios } from "../../src/lib/host/scenarios";
import type { Path } from "../../src/lib/state/router.svelte";
import { hook, input, renderApp, type RenderedApp } from "../render-app";
import { appears, isSaid, press, type States } from "./steps";

const line: Path = "/charts/ws_01line";
const cold: Path = "/charts/ws_02cold";

/** A chart of the page. */
export const chartOf = (id: string): HTMLElement => {
	const found = document.querySelector<HTMLElement>(`[data-test=chart][data-chart=${id}]`);
	if (!found) throw new Error(`there is no chart ${id}`);
	return found;
};

/** Something of one chart. */
export function within(chart: string, name: string): HTMLElement {
	const found = chartOf(chart).querySelector<HTMLElement>(`[data-test=${name}]`);
	if (!found) throw new Error(`${name} is not in ${chart}`);
	return found;
}

/** Waits until a chart has come as far as `stage`. */
export const chartIs = (id: string, stage: string): Promise<void> =>
	waitFor(() => {
		if (chartOf(id).dataset["state"] !== stage) throw new Error(`${id} is not ${stage} yet`);
	});

/** Waits until all charts have come as far as `stage`. */
export const allAre = (stage: string): Promise<void> =>
	waitFor(() => {
		const charts = [...document.querySelectorAll<HTMLElement>("[data-test=chart]")];
		if (!charts.length || charts.some(({ dataset }) => dataset["state"] !== stage))
			throw new Error("not yet");
	});

/** Starts the app with the charts of a scenario, and opens a path. */
export async function openCharts(
	path: Path,
	change: (host: FakeHost) => void = () => undefined,
	scenario = "charts",
): Promise<RenderedApp> {
	const rendered = await renderApp((host) => {
		scenarios[scenario]?.(host);
		change(host);
	});
	rendered.app.router.open(path);
	await appears("charts-page");
	return rendered;
}

/** Opens the menu of a chart and chooses something. */
export async function choose({ user }: RenderedApp, chart: string, action: string): Promise<void> {
	await user.click(within(chart, "chart-actions"));
	await user.click(await appears(action));
}

function at(
	path: Path,
	then: (app: RenderedApp) => Promise<unknown>,
	change?: (host: FakeHost) => void,
	scenario?: string,
) {
	return async () => {
		await then(await openCharts(path, change, scenario));
	};
}

const emptyIn = (range: ChartRange) =>
	at(
		line,
		async (app) => {
			await press(app, `range-${range}`);
			await waitFor(() => {
				if (app.host.callsOf("chartReadings").at(-1)?.[1] !== range) throw new Error("not asked yet");
			});
			await chartIs("cht_01ovens", "empty");
		},
		(host) => {
			const ovens = sampleReadings("cht_01ovens", range, null, host.now());
			host.readings["cht_01ovens"] = ovens && withoutReadings(ovens);
		},
	);

const ranges: ChartRange[] = ["day", "week", "month", "quarter", "year"];

/** The charts of an organization. */
export const chartsStates: States = {
	"charts, no workspace chosen": at("/charts", () => appears("workspaces")),
	"charts, loading workspaces": at(
		"/charts",
		() => appears("no-workspace"),
		(host) => host.hold("chartWorkspaces"),
	),
	"charts, no workspaces": at("/charts", () => appears("workspaces-empty"), undefined, "charts-none"),
	"charts, workspaces failed": at(
		"/charts",
		() => appears("retry-workspaces"),
		(host) => host.fail("chartWorkspaces", "portal_failed"),
	),
	"charts, no workspace matches": at("/charts", async ({ user }) => {
		await appears("workspaces");
		await user.type(input("workspaceSearch"), "nothing like it");
		await appears("workspaces-no-match");
	}),
	"charts, star not saved": at(
		"/charts",
		async (app) => {
			await press(app, "star-workspace");
			await appears("error");
		},
		(host) => host.fail("starWorkspace", "portal_failed"),
	),
	"charts, refused": at(
		line,
		() => appears("charts-refused"),
		(host) => host.fail("chartWorkspaces", "not_allowed"),
	),
	"charts, loading a workspace": at(
		line,
		() => appears("workspace-charts"),
		(host) => host.hold("chartWorkspace"),
	),
	"charts, workspace failed": at(
		line,
		() => appears("retry-workspace"),
		(host) => host.fail("chartWorkspace", "portal_failed"),
	),
	"charts, workspace gone": at("/charts/ws_gone", () => appears("workspace-gone")),
	"charts, workspace without charts": at("/charts/ws_04empty", () => appears("charts-empty")),
	"charts, loading": at(
		line,
		() => allAre("loading"),
		(host) => host.hold("chartReadings"),
	),
	"charts, failed": at(line, () => allAre("failed"), undefined, "charts-failed"),
	"charts, partly": at(
		line,
		async () => {
			await chartIs("cht_01ovens", "empty");
			await chartIs("cht_02parts", "gone");
		},
		undefined,
		"charts-partly",
	),
	"charts, twelve series": at(cold, async () => {
		await allAre("ready");
		await isSaid();
	}),
	"charts, another range on its way": at(line, async (app) => {
		await allAre("ready");
		app.host.hold("chartReadings");
		await press(app, "range-year");
	}),
	"charts, read by keyboard": at(line, async ({ user }) => {
		await allAre("ready");
		within("cht_01ovens", "plot").focus();
		await user.keyboard("{End}");
		await appears("read-out");
		await waitFor(() => {
			if (!hook("announcer").textContent.includes("182")) within("cht_01ovens", "read-out");
		});
	}),
	"charts, as a table": at(line, async (app) => {
		await allAre("ready");
		await choose(app, "cht_01ovens", "toggle-table");
		await app.user.click(within("cht_01ovens", "chart-actions"));
		await appears("chart-actions-open");
	}),
	"charts, menu": at(line, async (app) => {
		await allAre("ready");
		await app.user.click(within("cht_02parts", "chart-actions"));
		await appears("chart-actions-open");
	}),
	"charts, by the week": at(
		line,
		() => allAre("ready"),
		(host) => {
			const doors = sampleReadings("cht_06doors", "month", null, host.now());
			host.readings["cht_06doors"] = doors && { ...doors, bucket: "week" };
		},
	),
	"charts, table saved": at(line, async (app) => {
		await allAre("ready");
		await choose(app, "cht_01ovens", "save-table");
		await appears("save-chart-outcome");
	}),
	"charts, table not saved": at(line, async (app) => {
		app.host.fail("saveChartTable", "file_not_saved");
		await allAre("ready");
		await choose(app, "cht_01ovens", "save-table");
		await appears("error");
	}),
	...Object.fromEntries(ranges.map((range) => [`charts, ${range}, empty`, emptyIn(range)])),
};
