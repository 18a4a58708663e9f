import { expect, test } from "vitest";
import type { ChartWorkspaceSummary } from "$lib/bindings/ChartWorkspaceSummary";
import { arrange, type Looking } from "./arrange";

const workspace = (name: string, rest: Partial<ChartWorkspaceSummary> = {}): ChartWorkspaceSummary => ({
	id: name,
	name,
	private: false,
	starred: false,
	charts: 1,
	changedAt: "2026-05-01T00:00:00Z",
	...rest,
});

const workspaces = [
	workspace("Hall 10", { changedAt: "2026-05-03T00:00:00+02:00" }),
	workspace("Kühlhaus", { starred: true, changedAt: "2026-05-02T23:00:00Z" }),
	workspace("Hall 2", { starred: true, private: true }),
];

const named = (looking: Partial<Looking>) =>
	arrange(workspaces, { search: "", filters: [], order: "name", ...looking }).map(({ name }) => name);

test.each<[Partial<Looking>, string[]]>([
	[{}, ["Hall 2", "Hall 10", "Kühlhaus"]],
	[{ order: "changed" }, ["Kühlhaus", "Hall 10", "Hall 2"]],
	[{ search: " KUHL " }, ["Kühlhaus"]],
	[{ search: "hall" }, ["Hall 2", "Hall 10"]],
	[{ filters: ["starred"] }, ["Hall 2", "Kühlhaus"]],
	[{ filters: ["starred", "private"] }, ["Hall 2"]],
	[{ filters: ["private"], search: "k" }, []],
])("lists %j", (looking, names) => {
	expect(named(looking)).toEqual(names);
});

test("leaves what it was given as it is", () => {
	named({});
	expect(workspaces[0]?.name).toBe("Hall 10");
});
