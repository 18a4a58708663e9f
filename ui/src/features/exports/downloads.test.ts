import { waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { endedExport, runningExport, sampleDownload, sampleExport } from "$lib/host/sample-exports";
import { alone, open, shown, text } from "../../../tests/exports-section";
import { has, hook, openScenario } from "../../../tests/render-app";

test("a file goes from the click to its folder", async () => {
	const { host, user } = await open((host) => alone(host, [sampleExport(host.now())]));
	// While the person is asked where it should go, nothing is on its way yet.
	host.downloadAnswer = { kind: "under_way" };
	host.hold("downloadExport");
	await user.click(hook("download-export"));
	await user.click(hook("download-export"));
	expect(host.callsOf("downloadExport")).toEqual([["exp_10"]]);
	host.releaseAll("downloadExport");
	host.emitDownload(sampleDownload({ kind: "waiting" }));
	await waitFor(() => expect(hook("export-download").dataset["state"]).toBe("waiting"));
	expect(has("download-export")).toBe(false);
	host.emitDownload(sampleDownload({ kind: "running", done: 30_000_000, perSecond: 2_500_000 }));
	await waitFor(() =>
		expect(shown("download-text")).toMatch(/30.MB of 84.3.MB, 2.5.MB a second, about 22 seconds left/),
	);
	await user.click(hook("pause-download"));
	await waitFor(() => expect(shown("download-text")).toMatch(/Paused at 30.MB/));
	await user.click(hook("resume-download"));
	await waitFor(() => expect(hook("export-download").dataset["state"]).toBe("waiting"));
	host.emitDownload(sampleDownload({ kind: "saved", path: "/home/ada/Downloads/ACME (2).csv" }));
	await waitFor(() => expect(shown("download-text")).toBe("Saved as ACME (2).csv"));
	await user.click(hook("show-in-folder"));
	await waitFor(() => expect(host.callsOf("showExportedFile")).toEqual([["exp_10"]]));
	await user.click(hook("drop-download"));
	await waitFor(() => hook("download-export"));
});

test("a download that came to nothing can be begun again", async () => {
	const { host } = await open((host) => alone(host, [sampleExport(host.now())]));
	host.emitDownload(sampleDownload({ kind: "failed", reason: "damaged" }));
	await waitFor(() => expect(hook("export-download").dataset["state"]).toBe("failed"));
	expect(has("download-export")).toBe(true);
});

test("a download that is given up is gone", async () => {
	const { host, user } = await open((host) => alone(host, [sampleExport(host.now())]));
	host.emitDownload(sampleDownload({ kind: "interrupted", done: 7 }));
	await user.click(await waitFor(() => hook("drop-download")));
	await waitFor(() => expect(has("export-download")).toBe(false));
	expect(host.callsOf("dropExportDownload")).toEqual([["exp_10"]]);
});

test("a file that is gone by the time of the click shows what became of it", async () => {
	const { user } = await open((host) => {
		alone(host, [sampleExport(host.now())]);
		const gone = endedExport(host.now(), { state: "expired" });
		host.downloadAnswer = { kind: "not_ready", export: gone };
		host.exportBecomes("exp_10", gone);
		alone(host, [sampleExport(host.now())]);
	});
	await user.click(hook("download-export"));
	await waitFor(() => expect(shown("error")).toContain("The file is not there any more."));
});

test("what was pressed hands the focus on when it goes away", async () => {
	const { host, user } = await open((host) => alone(host, [runningExport(host.now())]));
	await user.click(hook("cancel-export"));
	await waitFor(() => expect(document.activeElement).toBe(hook("retry-export")));
	host.emitDownload({ ...sampleDownload({ kind: "interrupted", done: 7 }), export: "exp_elsewhere" });
	await user.click(await waitFor(() => hook("drop-download")));
	await waitFor(() => expect(has("other-downloads")).toBe(false));
	await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
});

test("downloads of exports that are not shown are shown by themselves, each with buttons of its own", async () => {
	const { host, user } = await open((host) => alone(host, [sampleExport(host.now())]));
	host.emitDownload(sampleDownload({ kind: "interrupted", done: 7 }));
	const elsewhere = { ...sampleDownload({ kind: "interrupted", done: 7 }), export: "exp_elsewhere" };
	host.emitDownload({ ...elsewhere, name: "GLOBEX 2026-10-01.csv" });
	const others = await waitFor(() => hook("other-downloads"));
	expect(text(others)).toContain("GLOBEX 2026-10-01.csv");
	const names = [...document.querySelectorAll("[data-test=pause-download]")].map((each) =>
		each.getAttribute("aria-label"),
	);
	expect(new Set(names).size).toBe(2);
	expect(names).toContain("Pause the download of GLOBEX 2026-10-01.csv");
	await user.click(others.querySelector("[data-test=pause-download]") as HTMLElement);
	expect(host.callsOf("pauseExportDownload")).toEqual([["exp_elsewhere"]]);
});

test("where there are no exports, downloads are shown all the same", async () => {
	const { host } = await openScenario("profile");
	expect(has("other-downloads")).toBe(false);
	const reason = { kind: "mfa_required" } as const;
	host.emitDownload(sampleDownload({ kind: "paused", done: 7, reason }));
	await waitFor(() => expect(shown("other-downloads")).toContain("requires MFA"));
});
