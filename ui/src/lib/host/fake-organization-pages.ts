import type { ChartCalculation } from "$lib/bindings/ChartCalculation";
import type { ChartRange } from "$lib/bindings/ChartRange";
import type { ChartReadings } from "$lib/bindings/ChartReadings";
import type { ChartWorkspace } from "$lib/bindings/ChartWorkspace";
import type { ChartWorkspaceSummary } from "$lib/bindings/ChartWorkspaceSummary";
import type { Home } from "$lib/bindings/Home";
import type { Page } from "$lib/bindings/Page";
import type { PinnedPage } from "$lib/bindings/PinnedPage";
import type { PinPageOutcome } from "$lib/bindings/PinPageOutcome";
import type { ProfileSnapshot } from "$lib/bindings/ProfileSnapshot";
import type { SavedFile } from "$lib/bindings/SavedFile";
import type { StarWorkspaceOutcome } from "$lib/bindings/StarWorkspaceOutcome";
import { FakeOrganizations } from "./fake-organizations";
import type { OrganizationPagesHost } from "./organization-pages";
import { sampleHome } from "./sample-home";

/** The pages of an organization at the fake portal. */
export class FakeOrganizationPages extends FakeOrganizations implements OrganizationPagesHost {
	homeAnswer: Home = sampleHome(this.now());
	workspaces: ChartWorkspace[] = [];
	/** What charts show, by their id. */
	readings: Record<string, ChartReadings> = {};
	/** Answers in place of pinning. */
	pinAnswer: PinPageOutcome | null = null;
	/** What `restorePin` brings back. */
	unpinned: PinnedPage | null = null;

	home(): Promise<Home> {
		return this.answer("home", [], () => structuredClone(this.homeAnswer));
	}

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
			return readings ? { ...readings, calculation: calculation ?? readings.calculation } : null;
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

	pinPage(page: Page, workspace: string | null): Promise<PinPageOutcome> {
		return this.answer("pinPage", [page, workspace], () => {
			if (this.pinAnswer) return this.pinAnswer;
			const workspaceName = this.workspaces.find((each) => each.id === workspace)?.name ?? null;
			this.profile.pinnedPage = { page, workspace, workspaceName, broken: null };
			return { kind: "pinned", snapshot: this.snapshot() };
		});
	}

	unpinPage(): Promise<ProfileSnapshot> {
		return this.answer("unpinPage", [], () => {
			this.unpinned = this.profile.pinnedPage;
			this.profile.pinnedPage = null;
			return this.snapshot();
		});
	}

	restorePin(): Promise<PinPageOutcome> {
		return this.answer("restorePin", [], () => {
			if (!this.unpinned) return { kind: "unavailable" };
			this.profile.pinnedPage = this.unpinned;
			return { kind: "pinned", snapshot: this.snapshot() };
		});
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
			changedAt: "2026-05-02T08:00:00Z",
		};
	}
}
