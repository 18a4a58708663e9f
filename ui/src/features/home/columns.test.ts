import { expect, test } from "vitest";
import { emptyHome, nothingAtHome, sampleHome } from "$lib/host/sample-home";
import { inColumns } from "./columns";

const full = sampleHome(new Date());

test("the columns come out about equally high", () => {
	expect(inColumns(full)).toEqual([
		["devices", "exports"],
		["credits", "deployments"],
	]);
});

test("a part that is missing leaves no gap", () => {
	expect(inColumns({ ...full, deployments: null })).toEqual([["devices"], ["credits", "exports"]]);
	expect(inColumns({ ...full, devices: null, credits: null })).toEqual([["deployments"], ["exports"]]);
	expect(inColumns(emptyHome)).toEqual([["devices", "exports"], ["deployments"]]);
});

test("a single part has the width for itself", () => {
	expect(inColumns({ ...nothingAtHome, exports: full.exports })).toEqual([["exports"]]);
	expect(inColumns(nothingAtHome)).toEqual([]);
});
