import { expect, test } from "vitest";
import { runningExport, sampleDownload } from "$lib/host/sample-exports";
import { downloadPercent } from "./download-words";
import { percentOf } from "./export-states";
import { formatRows, formatSize } from "./sizes";

const now = new Date("2026-11-23T12:00:00Z");

test("sizes are written in the unit that fits", () => {
	for (const [octets, expected] of [
		[0, "0 bytes"],
		[1, "1 byte"],
		[999, "999 bytes"],
		[1_000, "1 kB"],
		[84_300_000, "84.3 MB"],
		[843_000_000, "843 MB"],
		[999_999_999, "1 GB"],
		[5e15, "5,000 TB"],
	] as const) {
		expect(formatSize(octets).replace("\u00a0", " ")).toBe(expected);
	}
});

test("few rows are counted exactly, many in short", () => {
	expect([0, 1, 99_999, 1_203_544].map(formatRows)).toEqual(["0 rows", "1 row", "99,999 rows", "1.2M rows"]);
});

test("all of it is there only once it is", () => {
	const percent = (rows: number, expectedRows: number | null) =>
		percentOf(runningExport(now, { rows, expectedRows }));
	expect(percent(0, null)).toBeNull();
	expect(percent(0, 0)).toBeNull();
	expect(percent(710, 1_000)).toBe(71);
	expect(percent(1_200, 1_000)).toBe(99);
});

test("a download without a size is not divided by nothing", () => {
	const state = { kind: "running", done: 0, perSecond: 0 } as const;
	expect(downloadPercent({ ...sampleDownload(state), size: 0 })).toBe(0);
	expect(downloadPercent(sampleDownload({ kind: "checking" }))).toBeNull();
});
