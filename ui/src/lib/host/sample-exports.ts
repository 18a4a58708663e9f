import type { ChartExports } from "$lib/bindings/ChartExports";
import type { Export } from "$lib/bindings/Export";
import type { ExportDownload } from "$lib/bindings/ExportDownload";

const MINUTE_MS = 60_000;

/** An export of October that is ready, with what is different. */
export function sampleExport(now: Date, change: Partial<Export> = {}): Export {
	const ago = (minutes: number): string => new Date(now.getTime() - minutes * MINUTE_MS).toISOString();
	return {
		id: "exp_10",
		firstDay: "2026-10-01",
		lastDay: "2026-10-31",
		timeZone: "Europe/Amsterdam",
		format: "csv",
		isRaw: false,
		state: "ready",
		failure: null,
		createdAt: ago(180),
		startedAt: ago(180),
		finishedAt: ago(178),
		expiresAt: ago(-21 * 60),
		rows: 1_203_544,
		expectedRows: 1_203_544,
		secondsLeft: null,
		size: 84_300_000,
		requestedBy: "Ada Lovelace",
		isOwn: true,
		canCancel: false,
		splitInto: null,
		...change,
	};
}

/** One that runs. */
export const runningExport = (now: Date, change: Partial<Export> = {}): Export =>
	sampleExport(now, {
		id: "exp_11",
		firstDay: "2026-11-01",
		lastDay: "2026-11-20",
		state: "in_progress",
		createdAt: new Date(now.getTime() - 2 * MINUTE_MS).toISOString(),
		finishedAt: null,
		expiresAt: null,
		rows: 852_000,
		expectedRows: 1_200_000,
		secondsLeft: 48,
		size: null,
		canCancel: true,
		...change,
	});

/** One that did not come about. */
export const endedExport = (now: Date, change: Partial<Export>): Export =>
	sampleExport(now, { expiresAt: null, size: null, rows: 0, expectedRows: null, ...change });

/** What a busy organization exported. */
export function sampleExports(now: Date): ChartExports {
	return {
		offer: {
			timeZone: "Europe/Amsterdam",
			today: "2026-11-23",
			earliest: "2024-02-14",
			latest: "2026-11-23",
			keptForHours: 24,
			allowedMinutes: 10,
			limitDays: 3660,
		},
		latest: [
			runningExport(now),
			sampleExport(now),
			endedExport(now, {
				id: "exp_2025",
				firstDay: "2025-01-01",
				lastDay: "2025-12-31",
				state: "timed_out",
				format: "parquet",
				splitInto: 4,
				requestedBy: "Grace Hopper",
				isOwn: false,
			}),
			endedExport(now, { id: "exp_08", firstDay: "2026-08-01", lastDay: "2026-08-31", state: "cancelled" }),
			endedExport(now, {
				id: "exp_07",
				firstDay: "2026-07-14",
				lastDay: "2026-07-14",
				state: "failed",
				failure: "storage_full",
				format: "csv_gzip",
			}),
		],
		hasMore: true,
	};
}

/** A download of the one that is ready. */
export const sampleDownload = (state: ExportDownload["state"]): ExportDownload => ({
	export: "exp_10",
	name: "ACME Robotics 2026-10-01 to 2026-10-31.csv",
	size: 84_300_000,
	state,
});
