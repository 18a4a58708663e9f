import { flushSync } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import { FakeHost } from "$lib/host/fake";
import { remotePortal } from "$lib/host/sample";
import { createApp } from "$lib/state/app";
import { drawAhead } from "./draw-ahead.svelte";

beforeEach(() => {
	vi.useFakeTimers();
	return () => vi.useRealTimers();
});

function begin(host: FakeHost) {
	const stage = { kind: "signed_in" as const, portal: remotePortal, snapshot: host.snapshot() };
	host.boot = { ...host.boot, start: { stage, knownPortals: [], notices: [] } };
	const app = createApp(host);
	app.session.start();
	drawAhead(app.session, host);
	flushSync();
	return app;
}

async function pass(milliseconds: number): Promise<void> {
	await vi.advanceTimersByTimeAsync(milliseconds);
	flushSync();
	await vi.advanceTimersByTimeAsync(0);
}

test("the next start is prepared once the profile is fresh and stays as it is", async () => {
	const host = new FakeHost();
	host.hold("refreshProfile");
	begin(host);
	await pass(5_000);
	expect(host.callsOf("unkeptFirstFrame")).toHaveLength(0);
	host.releaseAll("refreshProfile");
	await pass(500);
	expect(host.callsOf("keepFirstFrame")).toHaveLength(0);
	await pass(2_000);
	expect(host.callsOf("keepFirstFrame")).toHaveLength(1);
	expect(host.keptFirstFrame).toContain(host.profile.account.displayName);
});

test("a change is drawn as it is in the end, and what is kept already is not drawn again", async () => {
	const host = new FakeHost();
	const app = begin(host);
	await pass(3_000);
	const { screen } = app.session;
	if (screen.kind !== "signed_in") throw new Error("nobody is signed in");
	await screen.profile.changeDisplayName("Ada King");
	await pass(100);
	await screen.profile.changeDisplayName("Countess Lovelace");
	await pass(3_000);
	expect(host.callsOf("keepFirstFrame")).toHaveLength(2);
	expect(host.keptFirstFrame).toContain("Countess Lovelace");
	await screen.profile.refresh();
	await pass(3_000);
	expect(host.callsOf("keepFirstFrame")).toHaveLength(2);
});

test("a frame that can't be kept is nobody's trouble", async () => {
	const host = new FakeHost();
	host.fail("keepFirstFrame", "file_not_saved");
	begin(host);
	await pass(3_000);
	expect(host.callsOf("keepFirstFrame")).toHaveLength(1);
});
