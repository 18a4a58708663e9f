import { waitFor } from "@testing-library/svelte";
import type { DownloadExportOutcome } from "../../src/lib/bindings/DownloadExportOutcome";
import type { DownloadState } from "../../src/lib/bindings/DownloadState";
import type { Export } from "../../src/lib/bindings/Export";
import type { RequestExportOutcome } from "../../src/lib/bindings/RequestExportOutcome";
import type { TargetRefusal } from "../../src/lib/bindings/TargetRefusal";
import type { FakeHost } from "../../src/lib/host/fake";
import { builtInPortal } from "../../src/lib/host/sample";
import { endedExport, runningExport, sampleDownload, sampleExport } from "../../src/lib/host/sample-exports";
import { input, type RenderedApp } from "../render-app";
import { appears, from, isSaid, press, ready, stageOf, type States } from "./steps";

const none = (): Promise<unknown> => Promise.resolve();

/** The section, as it is found on the profile page. */
const section = (
	then: (app: RenderedApp) => Promise<unknown> = none,
	prepare: (host: FakeHost) => void = () => undefined,
) =>
	from(
		"exports",
		"profile-page",
		async (app) => {
			await ready();
			await appears("new-export");
			await then(app);
		},
		prepare,
	);

/** The section with these exports alone. */
const rows = (latest: (now: Date) => Export[], then: (app: RenderedApp) => Promise<unknown> = none) =>
	section(then, (host) => {
		if (host.exportsAnswer) Object.assign(host.exportsAnswer, { latest: latest(host.now()), hasMore: false });
	});

const ended = (change: Partial<Export>) => rows((now) => [endedExport(now, change)]);

async function type({ user }: RenderedApp, name: string, text: string): Promise<void> {
	await user.clear(input(name));
	await user.type(input(name), text);
}

/** The section after a range was typed. */
const typed = (first: string, last: string, then: (app: RenderedApp) => Promise<unknown> = none) =>
	section(async (app) => {
		await type(app, "exportFirstDay", first);
		await type(app, "exportLastDay", last);
		await then(app);
	});

const estimated = (rows: number, isExact: boolean, size: number) =>
	section(
		() => stageOf("export-estimate", "ready"),
		(host) => (host.estimateAnswer = { kind: "estimated", rows, isExact, size }),
	);

const refused = (answer: RequestExportOutcome) =>
	section(
		async (app) => {
			await press(app, "request-export");
			await appears("error");
		},
		(host) => (host.requestAnswer = answer),
	);

/** What is pressed of the one row, and what came of it. */
const pressed = (
	what: string,
	latest: (now: Date) => Export,
	prepare: (host: FakeHost) => void,
	then: (app: RenderedApp) => Promise<unknown> = () => appears("error"),
) =>
	section(
		async (app) => {
			await press(app, what);
			await then(app);
		},
		(host) => {
			if (host.exportsAnswer) Object.assign(host.exportsAnswer, { latest: [latest(host.now())] });
			prepare(host);
		},
	);

const notDownloaded = (answer: DownloadExportOutcome) =>
	pressed(
		"download-export",
		(now) => sampleExport(now),
		(host) => (host.downloadAnswer = answer),
	);

const badTarget = (reason: TargetRefusal) =>
	notDownloaded({ kind: "target_refused", path: "/mnt/backup/data.csv", reason });

const downloading = (state: DownloadState, then: (app: RenderedApp) => Promise<unknown> = none) =>
	section(async (app) => {
		app.host.emitDownload(sampleDownload(state));
		await appears("export-download");
		await then(app);
	});

/** The page of all exports. */
const page = (
	then: (app: RenderedApp) => Promise<unknown> = none,
	prepare: (host: FakeHost) => void = () => undefined,
	stage = "ready",
) =>
	from(
		"exports",
		"profile-page",
		async (app) => {
			await press(app, "open-all-exports");
			await stageOf("exports-page", stage);
			await then(app);
		},
		prepare,
	);

const done = 30_000_000;
const timedOut = (now: Date) => endedExport(now, { state: "timed_out", splitInto: 4 });

/** Raw chart data as files: asked for, made, and on the way to this machine. */
export const exportsStates: States = {
	exports: section(() => stageOf("export-estimate", "ready")),
	"exports, none yet": rows(() => []),
	"exports, nothing measured yet": section(none, (host) => {
		if (host.exportsAnswer) Object.assign(host.exportsAnswer.offer, { earliest: null, latest: null });
	}),
	"exports, being estimated": section(none, (host) => host.hold("exportEstimate")),
	"exports, one row": estimated(1, true, 124),
	"exports, about so much": estimated(1_200_000, false, 84_000_000),
	"exports, no data in the range": estimated(0, true, 90),
	"exports, no data as JSON lines": section(
		async ({ user }) => {
			await user.selectOptions(await appears("export-format"), "json_lines");
			await stageOf("export-estimate", "ready");
		},
		(host) => (host.estimateAnswer = { kind: "estimated", rows: 0, isExact: true, size: 0 }),
	),
	"exports, kept for an hour": section(none, (host) => {
		if (host.exportsAnswer) host.exportsAnswer.offer.keptForHours = 1;
	}),
	"exports, days of another zone": rows((now) => [sampleExport(now, { timeZone: "America/Chicago" })]),
	"exports, not estimated": section(
		() => appears("retry-estimate"),
		(host) => host.fail("exportEstimate", "portal_failed"),
	),
	"exports, range refused by the portal": section(
		() => appears("error"),
		(host) => (host.estimateAnswer = { kind: "range_refused", reason: "other", limitDays: 3660 }),
	),
	"exports, compressed": section(async ({ user }) => {
		await user.selectOptions(await appears("export-format"), "csv_gzip");
	}),
	"exports, Parquet": section(async ({ user }) => {
		await user.selectOptions(await appears("export-format"), "parquet");
	}),
	"exports, JSON lines": section(async ({ user }) => {
		await user.selectOptions(await appears("export-format"), "json_lines");
	}),
	"exports, other days": typed("3/10/2026", "9 Oct 2026"),
	"exports, no day": typed("31/02/2026", "09/10/2026", () => appears("error")),
	"exports, end before start": typed("09/10/2026", "03/10/2026", () => appears("error")),
	"exports, in the future": typed("09/10/2026", "24/11/2026", () => appears("error")),
	"exports, fifty years": typed("24/11/1976", "23/11/2026", () => appears("error")),
	"exports, calendar": section(async (app) => {
		await press(app, "export-calendar");
		await appears("calendar");
	}),
	"exports, being asked for": section(
		(app) => press(app, "request-export"),
		(host) => host.hold("requestExport"),
	),
	"exports, asked for": section(async (app) => {
		await press(app, "request-export");
		await isSaid();
	}),
	"exports, not asked for": section(
		async (app) => {
			await press(app, "request-export");
			await appears("error");
		},
		(host) => host.fail("requestExport", "portal_failed"),
	),
	"exports, too many": refused({ kind: "too_many", limit: 20 }),
	"exports, turned off meanwhile": refused({ kind: "unavailable" }),
	"exports, queued": rows((now) => [
		runningExport(now, { startedAt: null, rows: 0, expectedRows: null, secondsLeft: null }),
	]),
	"exports, of a deleted account": rows((now) => [sampleExport(now, { requestedBy: null, isRaw: true })]),
	"exports, expires now": rows((now) => [sampleExport(now, { expiresAt: now.toISOString() })]),
	"exports, of a later portal": rows((now) => [
		sampleExport(now, { state: null, format: null }),
		sampleExport(now, { id: "exp_1", size: null }),
	]),
	"exports, timed out on one day": ended({ state: "timed_out" }),
	"exports, expired": ended({ state: "expired", rows: 7, size: 90 }),
	"exports, failed": ended({ state: "failed" }),
	"exports, interrupted": ended({ state: "failed", failure: "interrupted" }),
	"exports, not kept": ended({ state: "failed", failure: "storage_failed" }),
	"exports, unreadable": ended({ state: "failed", failure: "data_unreadable" }),
	"exports, withdrawn": ended({ state: "failed", failure: "access_withdrawn" }),
	"exports, cancelled": pressed(
		"cancel-export",
		(now) => runningExport(now),
		() => undefined,
		isSaid,
	),
	"exports, not cancelled": pressed(
		"cancel-export",
		(now) => runningExport(now),
		(host) => host.fail("cancelExport", "portal_failed"),
	),
	"exports, gone when cancelled": pressed(
		"cancel-export",
		(now) => runningExport(now),
		(host) => (host.cancelAnswer = { kind: "not_found" }),
	),
	"exports, split": pressed("split-export", timedOut, () => undefined, isSaid),
	"exports, not split": pressed(
		"split-export",
		timedOut,
		(host) => (host.requestAnswer = { kind: "not_split" }),
	),
	"exports, being retried": pressed("retry-export", timedOut, (host) => host.hold("retryExport"), none),
	"exports, asking where to": pressed(
		"download-export",
		(now) => sampleExport(now),
		(host) => host.hold("downloadExport"),
		none,
	),
	"exports, file gone": notDownloaded({ kind: "not_found" }),
	"exports, folder for reading": badTarget({ kind: "read_only" }),
	"exports, folder of that name": badTarget({ kind: "is_folder" }),
	"exports, no such folder": badTarget({ kind: "folder_missing" }),
	"exports, no room": badTarget({ kind: "disk_full", missing: 4_200_000 }),
	"exports, another trouble with the folder": badTarget({ kind: "other", detail: "File name too long" }),
	"exports, download waiting": downloading({ kind: "waiting" }),
	"exports, downloading": downloading({ kind: "running", done, perSecond: null }),
	"exports, downloading at a speed": downloading({ kind: "running", done, perSecond: 2_500_000 }),
	"exports, download cut off": downloading({ kind: "interrupted", done }),
	"exports, download paused": downloading({ kind: "paused", done, reason: { kind: "by_person" } }),
	"exports, disk full": downloading({
		kind: "paused",
		done,
		reason: { kind: "disk_full", missing: 4_200_000 },
	}),
	"exports, folder gone": downloading({
		kind: "paused",
		done,
		reason: { kind: "target_unusable", detail: "Input/output error (os error 5)" },
	}),
	"exports, MFA required meanwhile": downloading({
		kind: "paused",
		done,
		reason: { kind: "mfa_required" },
	}),
	"exports, another one's download": section(async (app) => {
		const reason = { kind: "by_person" } as const;
		app.host.emitDownload({ ...sampleDownload({ kind: "paused", done, reason }), export: "exp_elsewhere" });
		await appears("other-downloads");
	}),
	"exports, downloads where there are none": from("profile", "profile-page", async (app) => {
		await ready();
		app.host.emitDownload(sampleDownload({ kind: "running", done, perSecond: null }));
		await appears("other-downloads");
	}),
	"exports, of the built-in portal": section(none, (host) => {
		const { stage } = host.boot.start;
		if (stage.kind === "signed_in") stage.portal = builtInPortal;
	}),
	"exports, file being checked": downloading({ kind: "checking" }),
	"exports, saved": downloading({ kind: "saved", path: "/home/ada/Downloads/ACME.csv" }),
	"exports, not shown in folder": downloading(
		{ kind: "saved", path: "/home/ada/Downloads/ACME.csv" },
		async (app) => {
			app.host.hasFileView = false;
			await press(app, "show-in-folder");
			await appears("error");
		},
	),
	"exports, gone while downloading": downloading({ kind: "failed", reason: "gone" }),
	"exports, withdrawn while downloading": downloading({ kind: "failed", reason: "access_withdrawn" }),
	"exports, damaged": downloading({ kind: "failed", reason: "damaged" }),
	"exports, on their way": from(
		"exports",
		"profile-page",
		() => stageOf("exports", "loading"),
		(host) => host.hold("chartExports"),
	),
	"exports, not loaded": from(
		"exports",
		"profile-page",
		() => appears("retry-exports"),
		(host) => host.fail("chartExports", "portal_failed"),
	),
	"exports, offline": from(
		"offline",
		"profile-page",
		() => appears("exports-unavailable"),
		(host) => {
			host.fail("chartExports", "portal_unreachable");
			const { stage } = host.boot.start;
			if (stage.kind === "signed_in" && stage.snapshot) {
				stage.snapshot.profile.organization.exportsCharts = true;
			}
		},
	),
	"all exports": page(),
	"all exports, with older ones": page(
		async (app) => {
			await press(app, "more-exports");
			await waitFor(() => {
				if (document.querySelectorAll("[data-test=export-row]").length < 6) throw new Error("not yet");
			});
		},
		(host) => (host.olderExports = [endedExport(host.now(), { id: "exp_old", state: "expired" })]),
	),
	"all exports, loading": page(none, (host) => host.hold("exports"), "loading"),
	"all exports, failed": page(
		() => appears("retry-all-exports"),
		(host) => host.fail("exports", "portal_failed"),
		"failed",
	),
	"all exports, turned off meanwhile": page(
		() => appears("exports-gone"),
		(host) => {
			host.hold("refreshProfile");
			const answer = host.exports.bind(host);
			host.exports = async (after) => (await answer(after), null);
		},
	),
	"all exports, none": page(
		() => appears("no-exports"),
		(host) => {
			if (host.exportsAnswer) host.exportsAnswer.latest = [];
		},
	),
};
