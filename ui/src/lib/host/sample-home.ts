import type { DeviceAtAGlance } from "$lib/bindings/DeviceAtAGlance";
import type { ExportAtAGlance } from "$lib/bindings/ExportAtAGlance";
import type { ExportState } from "$lib/bindings/ExportState";
import type { Home } from "$lib/bindings/Home";
import type { PinnedPage } from "$lib/bindings/PinnedPage";

/** Nothing at all, as for somebody who may only look at charts. */
export const nothingAtHome: Home = { devices: null, deployments: null, credits: null, exports: null };

/** A new organization. */
export const emptyHome: Home = {
	devices: { total: 0, active: 0, latest: [] },
	deployments: [],
	credits: null,
	exports: [],
};

/** What goes on in a busy organization. */
export function sampleHome(now: Date): Home {
	const ago = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString();

	const device = (name: string, location: string | null, tags: string[], minutes: number | null) =>
		({
			id: `dev_${name.toLowerCase().replaceAll(" ", "_")}`,
			name,
			location,
			tags,
			lastSeenAt: minutes === null ? null : ago(minutes),
		}) satisfies DeviceAtAGlance;

	const deployment = (workflow: string, on: string, version: number, minutes: number, by: string | null) => ({
		id: `dpl_${minutes}`,
		workflow,
		device: on,
		version,
		at: ago(minutes),
		by,
	});

	const exported = (month: number, state: ExportState, minutes: number): ExportAtAGlance => ({
		id: `exp_${month}`,
		from: new Date(2026, month, 1).toISOString(),
		until: new Date(2026, month + 1, 1).toISOString(),
		state,
		createdAt: ago(minutes),
	});

	return {
		devices: {
			total: 14,
			active: 11,
			latest: [
				device("Line 4 gateway", "Hall B, Rotterdam", ["line-4", "gateway"], 0),
				device("Palletizer 2", "Hall B, Rotterdam", ["line-4"], 3),
				device("Oven 1", "Hall A, Rotterdam", ["ovens", "hot", "line-1", "line-2", "leased"], 48),
				device("Cold store sensor", "Osaka", [], 60 * 5),
				device("Spare reader", null, [], null),
			],
		},
		deployments: [
			deployment("Pallet counter", "Palletizer 2", 14, 42, "Grace Hopper"),
			deployment("Label reader", "Line 4 gateway", 7, 60 * 4, "Katherine Johnson"),
			deployment("Door watch", "Cold store sensor", 3, 60 * 26, null),
			deployment("Pallet counter", "Palletizer 2", 13, 60 * 24 * 3, "Grace Hopper"),
			deployment("Oven temperature", "Oven 1", 21, 60 * 24 * 9, "Ada Lovelace"),
		],
		credits: { balance: "12480.500" },
		exports: [
			exported(9, "in_progress", 2),
			exported(8, "ready", 60 * 3),
			exported(7, "timed_out", 60 * 30),
			exported(6, "expired", 60 * 24 * 20),
			exported(5, "failed", 60 * 24 * 41),
		],
	};
}

/** A workspace that is pinned. */
export const pinnedWorkspace: PinnedPage = {
	id: "charts.wsp_line4",
	page: "charts",
	workspace: "wsp_line4",
	workspaceName: "Line 4 throughput",
	broken: null,
};
