import { waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import { endedExport, runningExport, sampleExport } from "$lib/host/sample-exports";
import { alone, open, rows, shown, text } from "../../../tests/exports-section";
import { button, has, hook, input, openScenario } from "../../../tests/render-app";

afterEach(() => void vi.useRealTimers());

test("there is no section where exports are off", async () => {
	const { host } = await openScenario("profile");
	expect(has("exports")).toBe(false);
	expect(host.callsOf("chartExports")).toEqual([]);
});

test("each export says what became of it", async () => {
	await open();
	const [running, ready, timedOut, cancelled, failed] = rows().map(text);
	expect(running).toMatch(/1\s*–\s*20 Nov 2026 In Progress/);
	expect(running).toContain("71 %");
	expect(running).toContain("about 48 seconds left");
	expect(ready).toMatch(/1\s*–\s*31 Oct 2026 Ready CSV 1.2M rows 84.3.MB expires in 21 hours/);
	expect(timedOut).toContain("Try again with a smaller date range.");
	expect(timedOut).toContain("by Grace Hopper");
	expect(cancelled).toContain("It was cancelled before the file was complete.");
	expect(failed).toContain("14 Jul 2026 Failed CSV, compressed");
	expect(document.querySelectorAll("progress")).toHaveLength(1);
});

test("the organization's days are offered, with its zone", async () => {
	const { host } = await open();
	expect(input("exportFirstDay").value).toBe("25/10/2026");
	expect(input("exportLastDay").value).toBe("23/11/2026");
	expect(shown("export-zone")).toContain("Europe/Amsterdam");
	await waitFor(() => expect(shown("export-estimate")).toContain("1.2M rows, 84.3"));
	expect(host.callsOf("exportEstimate")).toEqual([
		[{ firstDay: "2026-10-25", lastDay: "2026-11-23", format: "csv", isRaw: false }],
	]);
});

test("ranges have names, and typed ones are recognized", async () => {
	const { host, user } = await open();
	await user.selectOptions(hook("export-preset"), "last_month");
	expect(input("exportFirstDay").value).toBe("01/10/2026");
	expect(input("exportLastDay").value).toBe("31/10/2026");
	await user.clear(input("exportLastDay"));
	await user.type(input("exportLastDay"), "30 Oct 2026");
	expect((hook("export-preset") as HTMLSelectElement).value).toBe("custom");
	await user.click(hook("request-export"));
	await waitFor(() =>
		expect(host.callsOf("requestExport")).toEqual([
			[{ firstDay: "2026-10-01", lastDay: "2026-10-30", format: "csv", isRaw: false }],
		]),
	);
	await user.selectOptions(hook("export-preset"), "everything");
	expect(input("exportFirstDay").value).toBe("14/02/2024");
});

test("a range with a name has other days tomorrow, and typed ones have not", async () => {
	const { host, user } = await open();
	const day = (today: string): void => {
		if (host.exportsAnswer) host.exportsAnswer.offer.today = today;
		host.emitExportsChanged(host.profile.organization.id);
	};
	day("2026-11-24");
	await waitFor(() => expect(input("exportLastDay").value).toBe("24/11/2026"));
	expect(input("exportFirstDay").value).toBe("26/10/2026");
	expect((hook("export-preset") as HTMLSelectElement).value).toBe("last_30_days");
	await user.clear(input("exportFirstDay"));
	await user.type(input("exportFirstDay"), "1 Nov 2026");
	const asked = host.callsOf("chartExports").length;
	day("2026-11-25");
	await waitFor(() => expect(host.callsOf("chartExports").length).toBeGreaterThan(asked));
	expect(input("exportLastDay").value).toBe("24/11/2026");
});

test("it is estimated once nobody types any more, and a late answer counts for what it is of", async () => {
	const { host, user } = await open();
	await waitFor(() => expect(host.callsOf("exportEstimate")).toHaveLength(1));
	host.hold("exportEstimate");
	host.estimateAnswer = { kind: "estimated", rows: 7, isExact: true, size: 90 };
	await user.selectOptions(hook("export-preset"), "today");
	await waitFor(() => expect(host.callsOf("exportEstimate")).toHaveLength(2));
	host.estimateAnswer = { kind: "estimated", rows: 99, isExact: false, size: 900 };
	await user.selectOptions(hook("export-preset"), "yesterday");
	await waitFor(() => expect(host.callsOf("exportEstimate")).toHaveLength(3));
	host.release("exportEstimate");
	await new Promise((resolve) => setTimeout(resolve));
	expect(shown("export-estimate")).not.toContain("7 rows");
	host.releaseAll("exportEstimate");
	await waitFor(() => expect(shown("export-estimate")).toContain("About 99 rows"));
});

test("ranges that can't be exported are said so at their field and not asked for", async () => {
	const { host, user } = await open();
	await waitFor(() => expect(host.callsOf("exportEstimate")).toHaveLength(1));
	for (const [first, last, code, wrong] of [
		["31/02/2026", "09/10/2026", "no_day", ["exportFirstDay"]],
		["09/10/2026", "x", "no_day", ["exportLastDay"]],
		["09/10/2026", "03/10/2026", "end_before_start", ["exportFirstDay", "exportLastDay"]],
		["09/10/2026", "24/11/2026", "in_future", ["exportLastDay"]],
		["23/11/1976", "23/11/2026", "too_long", ["exportFirstDay", "exportLastDay"]],
	] as const) {
		for (const [name, day] of [
			["exportFirstDay", first],
			["exportLastDay", last],
		] as const) {
			await user.clear(input(name));
			await user.type(input(name), day);
		}
		await waitFor(() => expect(hook("error").dataset["code"]).toBe(code));
		const invalid = [...document.querySelectorAll("input[aria-invalid=true]")];
		expect(invalid.map((field) => field.getAttribute("name"))).toEqual(wrong);
		for (const field of invalid) {
			const described = document.getElementById(field.getAttribute("aria-describedby") ?? "");
			expect(described?.textContent).toBe(hook("error").textContent);
		}
		expect(button("request-export").disabled).toBe(true);
	}
	expect(host.callsOf("requestExport")).toEqual([]);
});

test("days are chosen from the calendar by keyboard", async () => {
	const { user } = await open();
	await user.selectOptions(hook("export-preset"), "last_month");
	hook("export-calendar").focus();
	await user.keyboard("{Enter}");
	await waitFor(() => hook("calendar"));
	const day = (value: string) =>
		document.querySelector<HTMLElement>(`[data-bits-day][data-value="${value}"]:not([data-outside-month])`);
	day("2026-10-05")?.focus();
	await user.keyboard("{Enter}");
	day("2026-10-12")?.focus();
	await user.keyboard("{Enter}");
	await waitFor(() => expect(has("calendar")).toBe(false));
	expect(input("exportFirstDay").value).toBe("05/10/2026");
	expect(input("exportLastDay").value).toBe("12/10/2026");
});

test("what formulas are matters only where there are any", async () => {
	const { host, user } = await open();
	await user.click(hook("export-raw"));
	await user.click(hook("request-export"));
	await waitFor(() => expect(host.callsOf("requestExport")[0]).toMatchObject([{ isRaw: true }]));
	await user.selectOptions(hook("export-format"), "parquet");
	expect(has("export-raw")).toBe(false);
	await waitFor(() => expect(button("request-export").ariaDisabled).not.toBe("true"));
	await user.click(hook("request-export"));
	await waitFor(() =>
		expect(host.callsOf("requestExport")[1]).toMatchObject([{ format: "parquet", isRaw: false }]),
	);
});

test("a second click asks for nothing more, and what was asked for is first", async () => {
	const { host, user } = await open();
	host.hold("requestExport");
	await user.click(hook("request-export"));
	await user.click(hook("request-export"));
	expect(host.callsOf("requestExport")).toHaveLength(1);
	host.releaseAll("requestExport");
	await waitFor(() => expect(rows()[0]?.dataset["export"]).toBe("exp_new_1"));
	expect(rows()).toHaveLength(5);
	expect(text(rows()[0])).toContain("Waiting for its turn");
});

test("an export that was not asked for says why, and the choice stays", async () => {
	const { host, user } = await open((host) => host.fail("requestExport", "portal_failed"));
	await user.selectOptions(hook("export-preset"), "last_month");
	await user.click(hook("request-export"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_failed"));
	expect(input("exportFirstDay").value).toBe("01/10/2026");
	host.fail("requestExport", null);
	host.requestAnswer = { kind: "too_many", limit: 20 };
	await user.click(hook("request-export"));
	await waitFor(() => expect(shown("error")).toContain("20 exports are waiting or running"));
	host.requestAnswer = null;
	await user.click(hook("request-export"));
	await waitFor(() => expect(rows()[0]?.dataset["export"]).toBe("exp_new_1"));
	expect(has("error")).toBe(false);
});

test("only those that may be are cancelled, and one click is one", async () => {
	const { host, user } = await open((host) =>
		alone(host, [
			runningExport(host.now()),
			runningExport(host.now(), { id: "exp_other", canCancel: false, isOwn: false }),
		]),
	);
	host.hold("cancelExport");
	await user.click(hook("cancel-export"));
	await user.click(hook("cancel-export"));
	host.releaseAll("cancelExport");
	await waitFor(() => expect(rows()[0]?.dataset["state"]).toBe("cancelled"));
	expect(host.callsOf("cancelExport")).toEqual([["exp_11"]]);
});

test("one that had ended before it was cancelled shows what became of it", async () => {
	const { user } = await open((host) => {
		alone(host, [runningExport(host.now())]);
		host.cancelAnswer = { kind: "not_cancelled", export: sampleExport(host.now(), { id: "exp_11" }) };
	});
	await user.click(hook("cancel-export"));
	await waitFor(() => expect(rows()[0]?.dataset["state"]).toBe("ready"));
});

test("one that timed out is split with one click, or retried", async () => {
	const { host, user } = await open((host) =>
		alone(host, [endedExport(host.now(), { state: "timed_out", splitInto: 4 })]),
	);
	expect(shown("split-export")).toBe("Split into 4 smaller ranges");
	await user.click(hook("split-export"));
	await waitFor(() => expect(rows()).toHaveLength(5));
	expect(host.callsOf("splitExport")).toEqual([["exp_10"]]);
	await user.click(hook("retry-export"));
	await waitFor(() => expect(host.callsOf("retryExport")).toEqual([["exp_10"]]));
});

test("while one is on its way all are looked at each five seconds, and not while nobody looks", async () => {
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
	const { host } = await open((host) => alone(host, [runningExport(host.now())]));
	const asked = () => host.callsOf("chartExports").length;
	const before = asked();
	vi.advanceTimersByTime(4_999);
	expect(asked()).toBe(before);
	vi.spyOn(document, "hidden", "get").mockReturnValue(true);
	vi.advanceTimersByTime(10_000);
	expect(asked()).toBe(before);
	vi.restoreAllMocks();
	host.exportBecomes("exp_11", sampleExport(host.now(), { id: "exp_11" }));
	vi.advanceTimersByTime(5_000);
	await waitFor(() => expect(rows()[0]?.dataset["state"]).toBe("ready"));
	const after = asked();
	vi.advanceTimersByTime(50_000);
	expect(asked()).toBe(after);
});

test("what the portal tells of by itself is looked at at once, if it is about what is shown", async () => {
	const { host } = await open((host) => alone(host, [runningExport(host.now())]));
	const asked = host.callsOf("chartExports").length;
	host.emitExportsChanged("another");
	await new Promise((resolve) => setTimeout(resolve));
	expect(host.callsOf("chartExports")).toHaveLength(asked);
	host.exportBecomes("exp_11", sampleExport(host.now(), { id: "exp_11" }));
	host.emitExportsChanged(host.profile.organization.id);
	await waitFor(() => expect(rows()[0]?.dataset["state"]).toBe("ready"));
});

test("exports that are turned off go away, and what was chosen is there when they are back", async () => {
	const { app, host, user } = await open();
	const { screen } = app.session;
	const offered = () =>
		screen.kind === "signed_in" && screen.profile.snapshot?.profile.organization.exportsCharts;
	await user.selectOptions(hook("export-preset"), "last_month");
	const answer = host.exportsAnswer;
	host.exportsAnswer = null;
	host.profile.organization.exportsCharts = false;
	host.emitExportsChanged(host.profile.organization.id);
	await waitFor(() => expect(offered()).toBe(false));
	expect(has("exports")).toBe(false);
	host.exportsAnswer = answer;
	host.profile.organization.exportsCharts = true;
	vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
	window.dispatchEvent(new Event("focus"));
	vi.useRealTimers();
	await waitFor(() => hook("new-export"));
	expect(input("exportFirstDay").value).toBe("01/10/2026");
});

test("without the portal nothing can be asked for, and the page says why", async () => {
	const { host } = await open();
	host.fail("refreshProfile", "portal_unreachable");
	host.fail("chartExports", "portal_unreachable");
	host.emitExportsChanged(host.profile.organization.id);
	await waitFor(() => hook("export-disabled"));
	expect(button("request-export").disabled).toBe(true);
	expect(button("cancel-export").disabled).toBe(true);
	expect(has("exports-stale")).toBe(true);
});

test("all exports are found a page at a time, and the way back leads to the profile", async () => {
	const { host, user } = await open((host) => {
		host.olderExports = [endedExport(host.now(), { id: "exp_old", state: "expired" })];
	});
	await user.click(hook("open-all-exports"));
	await waitFor(() => expect(rows()).toHaveLength(5));
	await user.click(hook("more-exports"));
	await waitFor(() => expect(rows().at(-1)?.dataset["export"]).toBe("exp_old"));
	expect(host.callsOf("exports")).toEqual([[null], ["more"]]);
	await user.click(hook("back-to-profile"));
	await waitFor(() => expect(document.activeElement).toBe(hook("open-all-exports")));
});

test("what comes while exports are fetched is fetched right after", async () => {
	// Looks by the clock are none of it, however slow the machine is.
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
	const { host } = await open((host) => alone(host, [runningExport(host.now())]));
	host.hold("chartExports");
	host.emitExportsChanged(host.profile.organization.id);
	await waitFor(() => expect(host.callsOf("chartExports")).toHaveLength(2));
	host.exportBecomes("exp_11", sampleExport(host.now(), { id: "exp_11" }));
	host.emitExportsChanged(host.profile.organization.id);
	await new Promise((resolve) => setTimeout(resolve, 1_100));
	expect(host.callsOf("chartExports")).toHaveLength(2);
	host.releaseAll("chartExports");
	await waitFor(() => expect(rows()[0]?.dataset["state"]).toBe("ready"));
	expect(host.callsOf("chartExports")).toHaveLength(3);
});

test("all exports are fetched anew as well, and are gone when they are turned off", async () => {
	// Looks by the clock are none of it, however slow the machine is.
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
	const { host, user } = await open();
	await user.click(hook("open-all-exports"));
	await waitFor(() => expect(rows()).toHaveLength(5));
	host.hold("exports");
	host.emitExportsChanged(host.profile.organization.id);
	await waitFor(() => expect(host.callsOf("exports")).toHaveLength(2));
	host.exportBecomes("exp_11", sampleExport(host.now(), { id: "exp_11" }));
	host.emitExportsChanged(host.profile.organization.id);
	await new Promise((resolve) => setTimeout(resolve, 1_100));
	host.releaseAll("exports");
	await waitFor(() => expect(rows()[0]?.dataset["state"]).toBe("ready"));

	host.exportsAnswer = null;
	host.profile.organization.exportsCharts = false;
	host.emitExportsChanged(host.profile.organization.id);
	await waitFor(() => expect(hook("banner").dataset["kind"]).toBe("no_exports"));
	expect(hook("banner").textContent).toContain("Exports were turned off for");
});

test("days are typed as the person writes them, and said in words", async () => {
	vi.spyOn(navigator, "language", "get").mockReturnValue("en-US");
	const { host, user } = await open();
	expect(input("exportFirstDay").value).toBe("10/25/2026");
	await user.clear(input("exportFirstDay"));
	await user.type(input("exportFirstDay"), "10/05/2026");
	expect(shown("export-range")).toMatch(/^5 Oct\s*–\s*23 Nov 2026$/);
	await user.click(hook("request-export"));
	await waitFor(() => expect(host.callsOf("requestExport")[0]).toMatchObject([{ firstDay: "2026-10-05" }]));
});

test("days of another zone than the organization's name it", async () => {
	await open((host) =>
		alone(host, [
			sampleExport(host.now()),
			sampleExport(host.now(), { id: "exp_1", timeZone: "America/Chicago" }),
		]),
	);
	expect(document.querySelectorAll("[data-test=export-row-zone]")).toHaveLength(1);
	expect(text(rows()[1])).toContain("days in America/Chicago");
});
