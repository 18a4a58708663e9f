import { waitFor } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import { scenarios } from "$lib/host/scenarios";
import { has, hook, input, renderApp } from "../../../tests/render-app";
import { allAre, chartIs, choose, openCharts, within } from "../../../tests/states/charts";
import type { PictureOf } from "./picture";

const drawnPicture = vi.hoisted(() => vi.fn<(picture: PictureOf) => Promise<string>>());
vi.mock("./picture", () => ({ pngOf: drawnPicture }));

const LINE = "/charts/ws_01line";

const names = () =>
	[...document.querySelectorAll("[data-test=workspace]")].map(
		(row) => row.querySelector(".name")?.textContent,
	);

const rowOf = (id: string, name: string) => {
	const found = document.querySelector<HTMLElement>(`[data-workspace=${id}] [data-test=${name}]`);
	if (!found) throw new Error(`${id} has no ${name}`);
	return found;
};

const listed = () => waitFor(() => hook("workspaces"));

test("workspaces are searched, filtered and sorted", async () => {
	const { user } = await openCharts("/charts");
	await listed();
	expect(names()).toEqual([
		"Cold storage",
		"Line 4 throughput",
		"Ventilation, building 7",
		"Water and waste",
	]);
	await user.selectOptions(hook("workspace-order"), "changed");
	expect(names().slice(0, 2)).toEqual(["Cold storage", "Line 4 throughput"]);
	expect(names()[3]).toBe("Water and waste");
	await user.click(hook("filter-starred"));
	expect(names()).toEqual(["Line 4 throughput"]);
	await user.click(hook("filter-all"));
	await user.keyboard("/");
	expect(document.activeElement).toBe(input("workspaceSearch"));
	await user.keyboard("wa/");
	expect(input("workspaceSearch").value).toBe("wa/");
	expect(has("workspaces-no-match")).toBe(true);
	await user.keyboard("{Backspace}");
	expect(names()).toEqual(["Water and waste"]);
	await user.keyboard("{Escape}");
	expect(names()).toHaveLength(4);
});

test("the keyboard alone goes from the search through the list to a chart and its range", async () => {
	const { app, user } = await openCharts("/charts");
	await listed();
	await user.keyboard("/{ArrowDown}");
	expect(document.activeElement).toBe(rowOf("ws_02cold", "open-workspace"));
	await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}{Enter}");
	expect(app.router.path).toBe(LINE);
	expect(document.activeElement).toBe(rowOf("ws_01line", "open-workspace"));
	expect(rowOf("ws_01line", "open-workspace").getAttribute("aria-current")).toBe("page");
	await waitFor(() => expect(hook("announcer").textContent).toBe("Charts of Line 4 throughput"));
	await allAre("ready");

	await user.tab();
	expect(document.activeElement).toBe(rowOf("ws_01line", "star-workspace"));
	await user.tab();
	expect(document.activeElement).toBe(hook("range-week"));
	await user.keyboard("{ArrowRight}");
	expect(hook("range-month").getAttribute("aria-checked")).toBe("true");
	await user.tab();
	expect(document.activeElement).toBe(within("cht_01ovens", "calculation"));
	await user.tab();
	await user.keyboard("{Enter}");
	await waitFor(() => hook("chart-actions-open"));
	await user.keyboard("{Escape}");
	await waitFor(() => expect(document.activeElement).toBe(within("cht_01ovens", "chart-actions")));
	await user.tab();
	expect(document.activeElement).toBe(within("cht_01ovens", "plot"));
	await user.keyboard("{ArrowRight}{ArrowRight}{ArrowLeft}");
	await waitFor(() => expect(hook("announcer").textContent).toMatch(/Oven 1 .*°C, Oven 2 .*, Oven 3/));
	expect(hook("read-out").textContent).toContain("Oven 3");
	await user.keyboard("{Escape}");
	expect(has("read-out")).toBe(false);
	await user.tab();
	await user.keyboard(" ");
	expect(within("cht_01ovens", "legend-0").getAttribute("aria-pressed")).toBe("false");

	await user.keyboard("/{ArrowDown}{ArrowUp}");
	expect(document.activeElement).toBe(input("workspaceSearch"));
});

test("a star shows at once, and goes back when it can't be saved", async () => {
	const { host, user } = await openCharts("/charts");
	await listed();
	host.fail("starWorkspace", "portal_failed");
	host.hold("starWorkspace");
	await user.click(rowOf("ws_02cold", "star-workspace"));
	expect(rowOf("ws_02cold", "star-workspace").getAttribute("aria-pressed")).toBe("true");
	host.releaseAll("starWorkspace");
	await waitFor(() =>
		expect(document.querySelector("[data-test=error]")?.textContent).toMatch(/The star was not saved/),
	);
	expect(rowOf("ws_02cold", "star-workspace").getAttribute("aria-pressed")).toBe("false");
});

test("a star that is taken off takes its row out of the starred ones, and the focus goes on", async () => {
	const { host, user } = await openCharts("/charts");
	await listed();
	await user.click(rowOf("ws_03water", "star-workspace"));
	await user.click(hook("filter-starred"));
	rowOf("ws_01line", "star-workspace").focus();
	await user.keyboard("{Enter}");
	expect(names()).toEqual(["Water and waste"]);
	await waitFor(() => expect(document.activeElement).toBe(rowOf("ws_03water", "open-workspace")));
	await waitFor(() =>
		expect(host.callsOf("starWorkspace")).toEqual([
			["ws_03water", true],
			["ws_01line", false],
		]),
	);
});

test("a workspace that is gone when it is starred leaves the list", async () => {
	const { host, user } = await openCharts("/charts");
	await listed();
	host.workspaces = host.workspaces.filter(({ id }) => id !== "ws_03water");
	await user.click(rowOf("ws_03water", "star-workspace"));
	await waitFor(() => expect(names()).not.toContain("Water and waste"));
});

test("all charts take the range; it is kept for each workspace", async () => {
	const { host, user } = await openCharts(LINE);
	await allAre("ready");
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	expect(host.callsOf("chartReadings")[0]).toEqual(["cht_01ovens", "week", null, zone]);
	await user.click(hook("range-year"));
	expect(host.callsOf("chartReadings").slice(6)).toHaveLength(6);
	expect(
		host
			.callsOf("chartReadings")
			.slice(6)
			.every(([, range]) => range === "year"),
	).toBe(true);
	await user.click(rowOf("ws_02cold", "open-workspace"));
	await waitFor(() => expect(hook("range-week").getAttribute("aria-checked")).toBe("true"));
	await user.click(rowOf("ws_01line", "open-workspace"));
	await waitFor(() => expect(hook("range-year").getAttribute("aria-checked")).toBe("true"));
});

test("of several ranges only the last one counts, in whatever order answers come", async () => {
	const rendered = await openCharts("/charts/ws_03water");
	const { host, user } = rendered;
	await chartIs("cht_11water", "ready");
	host.hold("chartReadings");
	await user.click(hook("range-year"));
	await user.click(hook("range-day"));
	await choose(rendered, "cht_11water", "toggle-table");
	const rows = () => hook("readings").getAttribute("aria-rowcount");
	const before = rows();
	host.release("chartReadings");
	await new Promise((resolve) => setTimeout(resolve, 0));
	expect(rows()).toBe(before);
	host.releaseAll("chartReadings");
	await waitFor(() => expect(rows()).toBe("25"));
});

test("a chart that is the only one has the whole width", async () => {
	const { app } = await openCharts("/charts/ws_03water");
	await chartIs("cht_11water", "ready");
	const charts = () => hook("workspace-charts").querySelector(":scope > div")?.classList;
	expect(charts()?.contains("alone")).toBe(true);
	app.router.open(LINE);
	await allAre("ready");
	expect(charts()?.contains("alone")).toBe(false);
});

test("a calculation is asked for on its own, and what is counted has no unit", async () => {
	const rendered = await openCharts(LINE);
	const { host, user } = rendered;
	await allAre("ready");
	await user.selectOptions(within("cht_01ovens", "calculation"), "count");
	await waitFor(() =>
		expect(host.callsOf("chartReadings").at(-1)?.slice(0, 3)).toEqual(["cht_01ovens", "week", "count"]),
	);
	expect(host.callsOf("chartReadings")).toHaveLength(7);
	await choose(rendered, "cht_01ovens", "save-table");
	await waitFor(() => hook("save-chart-outcome"));
	expect(host.callsOf("saveChartTable")[0]?.[1]).toMatch(/^time,Oven 1,Oven 2,Oven 3\r\n/);
});

test("a table shows all, page by page, the latest first", async () => {
	const rendered = await openCharts(LINE);
	const { user } = rendered;
	await allAre("ready");
	await user.click(hook("range-year"));
	await waitFor(() => expect(rendered.host.callsOf("chartReadings")).toHaveLength(12));
	await choose(rendered, "cht_01ovens", "toggle-table");
	const table = within("cht_01ovens", "readings");
	const rows = () => [...table.querySelectorAll("tbody tr")];
	await waitFor(() => expect(table.getAttribute("aria-rowcount")).toBe("366"));
	expect(rows()).toHaveLength(50);
	const latest = rows()[0]?.textContent;
	for (let page = 1; page < 8; page += 1) await user.click(within("cht_01ovens", "earlier"));
	expect(rows()).toHaveLength(15);
	expect(rows().at(-1)?.getAttribute("aria-rowindex")).toBe("366");
	expect((within("cht_01ovens", "earlier") as HTMLButtonElement).disabled).toBe(true);
	await user.click(hook("range-week"));
	await waitFor(() => expect(table.getAttribute("aria-rowcount")).toBe("169"));
	expect(rows().at(-1)?.getAttribute("aria-rowindex")).toBe("169");
	expect(latest).toContain("°C");
});

test("each chart fails on its own and can be tried again", async () => {
	const { host, user } = await openCharts("/charts/ws_03water", (host) =>
		host.fail("chartReadings", "portal_failed"),
	);
	await chartIs("cht_11water", "failed");
	host.fail("chartReadings", null);
	await user.click(hook("retry-chart"));
	await chartIs("cht_11water", "ready");
});

test("a workspace that is gone says so and leaves the list, which is looked at again", async () => {
	const { host, user } = await openCharts(LINE);
	await allAre("ready");
	host.workspaces = host.workspaces.filter(({ id }) => id !== "ws_02cold");
	await user.click(rowOf("ws_02cold", "open-workspace"));
	await waitFor(() => hook("workspace-gone"));
	await waitFor(() =>
		expect(names()).toEqual(["Line 4 throughput", "Ventilation, building 7", "Water and waste"]),
	);
});

test("a chart that is gone says so, and choosing the workspace again shows what it holds now", async () => {
	const { host, user } = await openCharts(LINE, (host) => (host.readings["cht_02parts"] = null));
	await chartIs("cht_02parts", "gone");
	for (const workspace of host.workspaces) {
		workspace.charts = workspace.charts.filter(({ id }) => id !== "cht_02parts");
	}
	await user.click(rowOf("ws_01line", "open-workspace"));
	await waitFor(() => expect(document.querySelectorAll("[data-test=chart]")).toHaveLength(5));
	await allAre("ready");
});

test("who may not see charts any more is told once, and the profile is fetched again", async () => {
	const { host, user } = await openCharts(LINE);
	await allAre("ready");
	const before = host.callsOf("refreshProfile").length;
	host.fail("chartReadings", "not_allowed");
	await user.click(hook("range-day"));
	await waitFor(() => hook("charts-refused"));
	expect(has("chart")).toBe(false);
	await waitFor(() => expect(host.callsOf("refreshProfile")).toHaveLength(before + 1));
});

test("nothing is asked of a portal that says charts are none of one's pages", async () => {
	const { app, host } = await renderApp((host) => {
		scenarios["charts"]?.(host);
		host.profile.organization.pages = ["home", "profile"];
	});
	app.router.open("/charts");
	await waitFor(() => hook("home-page"));
	expect(has("charts-page")).toBe(false);
	expect(host.callsOf("chartReadings")).toEqual([]);
});

test("another organization begins anew, and late answers about the earlier one are not shown", async () => {
	const { app, host } = await openCharts(LINE, (host) => host.hold("chartReadings"));
	await allAre("loading");
	const { screen } = app.session;
	if (screen.kind !== "signed_in") throw new Error("nobody is signed in");
	host.workspaces = [{ id: "ws_other", name: "Elsewhere", private: false, starred: false, charts: [] }];
	await screen.profile.change((host) => host.switchOrganization("org_02borealis"));
	await waitFor(() => hook("home-page"));
	app.router.open("/charts");
	await waitFor(() => expect(names()).toEqual(["Elsewhere"]));
	host.releaseAll("chartReadings");
	await new Promise((resolve) => setTimeout(resolve, 0));
	expect(has("chart")).toBe(false);
});

test("a picture is saved of what is shown, and it says where", async () => {
	drawnPicture.mockResolvedValue("UE5H");
	const rendered = await openCharts(LINE);
	await allAre("ready");
	await rendered.user.click(within("cht_01ovens", "legend-1"));
	await choose(rendered, "cht_01ovens", "save-picture");
	await waitFor(() =>
		expect(hook("save-chart-outcome").textContent).toMatch(/Downloads\/Oven temperature .*\.png/),
	);
	expect(rendered.host.callsOf("saveChartPicture")[0]?.[1]).toBe("UE5H");
	const picture = drawnPicture.mock.calls[0]?.[0];
	expect(picture?.subtitle).toBe("Average in °C, last 7 days");
	expect([...(picture?.hidden ?? [])]).toEqual([1]);
});

test("a file that is not saved says why", async () => {
	drawnPicture.mockRejectedValue(new Error("no canvas"));
	const rendered = await openCharts(LINE);
	await allAre("ready");
	await choose(rendered, "cht_01ovens", "save-picture");
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("unexpected"));
	expect(has("save-chart-outcome")).toBe(false);
});

test("how long it took until charts were there is written down from the click on", async () => {
	const { user } = await openCharts(LINE);
	await allAre("ready");
	const begun = performance.now();
	await user.click(hook("range-year"));
	const measured = () => performance.getEntriesByName("chart-drawn") as PerformanceMeasure[];
	await waitFor(() => expect(measured()).not.toEqual([]));
	expect(measured().every(({ startTime }) => startTime >= begun)).toBe(true);
	expect(measured().map(({ detail }) => (detail as { chart: string }).chart)).toContain("cht_05now");
});
