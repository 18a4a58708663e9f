import type { ChartCalculation } from "$lib/bindings/ChartCalculation";
import type { ChartRange } from "$lib/bindings/ChartRange";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { ChartWorkspace } from "$lib/bindings/ChartWorkspace";
import type { ChartWorkspaceSummary } from "$lib/bindings/ChartWorkspaceSummary";
import type { SavedFile } from "$lib/bindings/SavedFile";
import type { StarWorkspaceOutcome } from "$lib/bindings/StarWorkspaceOutcome";
import { FakeOrganizations } from "./fake-organizations";
import type { OrganizationPagesHost } from "./organization-pages";
import { sampleChanges, sampleReadings } from "./sample-charts";

type ChartsHost = Pick<
	OrganizationPagesHost,
	| "chartWorkspaces"
	| "chartWorkspace"
	| "chartReadings"
	| "starWorkspace"
	| "saveChartTable"
	| "saveChartPicture"
>;

/** The charts of an organization at the fake portal. */
export class FakeCharts extends FakeOrganizations implements ChartsHost {
	workspaces: ChartWorkspace[] = [];
	/** In place of what the sample charts show, by their id; null for a chart that is gone. */
	readings: Record<string, ChartReadings | null> = {};

	chartWorkspaces(): Promise<ChartWorkspaceSummary[]> {
		return this.answer("chartWorkspaces", [], () => this.workspaces.map((each) => this.#summary(each)));
	}

	chartWorkspace(id: string): Promise<ChartWorkspace | null> {
		return this.answer("chartWorkspace", [id], () => {
			const found = this.workspaces.find((each) => each.id === id);
			return found ? structuredClone(found) : null;
		});
	}

	chartReadings(
		chart: string,
		range: ChartRange,
		calculation: ChartCalculation | null,
		timeZone: string,
	): Promise<ChartReadings | null> {
		return this.answer("chartReadings", [chart, range, calculation, timeZone], () => {
			const readings = this.readings[chart];
			if (readings === undefined) return sampleReadings(chart, range, calculation, this.now());
			return readings && { ...readings, calculation: calculation ?? readings.calculation };
		});
	}

	starWorkspace(id: string, starred: boolean): Promise<StarWorkspaceOutcome> {
		return this.answer("starWorkspace", [id, starred], () => {
			const found = this.workspaces.find((each) => each.id === id);
			if (!found) return { kind: "not_found" };
			found.starred = starred;
			return { kind: "starred", workspace: this.#summary(found) };
		});
	}

	saveChartTable(name: string, csv: string): Promise<SavedFile> {
		return this.answer("saveChartTable", [name, csv], () => this.#saved(`${name}.csv`));
	}

	saveChartPicture(name: string, png: string): Promise<SavedFile> {
		return this.answer("saveChartPicture", [name, png], () => this.#saved(`${name}.png`));
	}

	#saved(name: string): SavedFile {
		return { name, path: `/home/ada/Downloads/${name}` };
	}

	#summary(workspace: ChartWorkspace): ChartWorkspaceSummary {
		const { id, name, starred, charts } = workspace;
		return {
			id,
			name,
			private: workspace.private,
			starred,
			charts: charts.length,
			changedAt: sampleChanges[id] ?? "2026-05-02T08:00:00Z",
		};
	}
}
