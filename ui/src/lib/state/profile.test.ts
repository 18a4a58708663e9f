import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeHost } from "$lib/host/fake";
import { OwnProfile } from "./profile.svelte";
import type { SessionLoss } from "./session-loss";

const LONGEST_FIRST_DELAY_MS = 2_000;

/** Lets everything that waits for nothing but promises happen. */
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("one's own profile", () => {
	let host: FakeHost;
	let lost: SessionLoss[];

	beforeEach(() => {
		vi.useFakeTimers({ now: new Date("2026-03-01T12:00:00Z") });
		host = new FakeHost();
		lost = [];
	});

	afterEach(() => {
		vi.useRealTimers();
	});

	const remembered = () => new OwnProfile(host, host.snapshot(), "stale", (loss) => lost.push(loss));
	const forgotten = () => new OwnProfile(host, null, "stale", (loss) => lost.push(loss));

	test("goes from stale to ready", async () => {
		const profile = remembered();
		expect(profile.freshness).toBe("stale");
		host.profile.account.displayName = "Augusta Ada King";
		await profile.refresh();
		expect(profile.freshness).toBe("ready");
		expect(profile.snapshot?.profile.account.displayName).toBe("Augusta Ada King");
	});

	test("without a snapshot goes from loading to ready", async () => {
		const profile = forgotten();
		expect(profile.freshness).toBe("loading");
		await profile.refresh();
		expect(profile.freshness).toBe("ready");
	});

	test("keeps what it shows when the portal is away, and comes back by itself", async () => {
		const profile = remembered();
		host.fail("refreshProfile", "portal_unreachable");
		await profile.refresh();
		expect(profile.freshness).toBe("offline");
		expect(profile.failure?.code).toBe("portal_unreachable");
		expect(profile.snapshot).not.toBeNull();
		expect(profile.editable).toBe(false);

		host.fail("refreshProfile", null);
		await vi.advanceTimersByTimeAsync(LONGEST_FIRST_DELAY_MS);
		expect(profile.freshness).toBe("ready");
		expect(profile.failure).toBeNull();
	});

	test.each<[name: string, ask: (profile: OwnProfile) => Promise<unknown>]>([
		["question", (profile) => profile.ask((host) => host.sessions())],
		["change", (profile) => profile.change((host) => host.revokeSession("ses_02"))],
	])("looks at once when a %s succeeds while the portal is said to be away", async (_, ask) => {
		const profile = remembered();
		host.fail("refreshProfile", "portal_unreachable");
		await profile.refresh();
		host.fail("refreshProfile", null);
		await ask(profile);
		await settle();
		expect(profile.freshness).toBe("ready");
		await ask(profile);
		expect(host.callsOf("refreshProfile")).toHaveLength(2);
	});

	test("without a snapshot fails, and comes back by itself", async () => {
		const profile = forgotten();
		host.fail("refreshProfile", "portal_timed_out");
		await profile.refresh();
		expect(profile.freshness).toBe("failed");

		host.fail("refreshProfile", null);
		await vi.advanceTimersByTimeAsync(LONGEST_FIRST_DELAY_MS);
		expect(profile.freshness).toBe("ready");
	});

	test("does not ask a locked keyring by itself", async () => {
		const profile = remembered();
		host.fail("refreshProfile", "keyring_unavailable");
		await profile.refresh();
		await profile.lookAgain(new Date());
		await profile.ask((host) => host.copySecret("a secret"));
		const asked = profile.refresh();
		await profile.refreshAnew();
		await asked;
		await vi.advanceTimersByTimeAsync(600_000);
		expect(profile.freshness).toBe("offline");
		expect(host.callsOf("refreshProfile")).toHaveLength(2);
	});

	test("asks the keyring once that can be used again, and only if it waited for it", async () => {
		const profile = remembered();
		await profile.refresh();
		await profile.keyringReturned();
		expect(host.callsOf("refreshProfile")).toHaveLength(1);
		host.fail("refreshProfile", "keyring_unavailable");
		await profile.refresh();
		host.fail("refreshProfile", null);
		await profile.keyringReturned();
		expect(profile.freshness).toBe("ready");
		expect(host.callsOf("refreshProfile")).toHaveLength(3);
	});

	test("looks again when the window gets the focus, but not at a young profile", async () => {
		const profile = remembered();
		await profile.refresh();
		await profile.lookAgain(new Date());
		expect(host.callsOf("refreshProfile")).toHaveLength(1);

		vi.setSystemTime(new Date("2026-03-01T12:01:00Z"));
		await profile.lookAgain(new Date());
		expect(host.callsOf("refreshProfile")).toHaveLength(2);
	});

	test("looks again once a preference is saved, whose answer says nothing of the rest", async () => {
		const profile = remembered();
		await profile.refresh();
		await profile.toastNotifications.choose(false);
		await settle();
		expect(host.callsOf("refreshProfile")).toHaveLength(2);

		host.fail("setTheme", "portal_failed");
		await profile.theme.choose("dark");
		await settle();
		expect(host.callsOf("refreshProfile")).toHaveLength(2);
	});

	test.each(["session_ended", "not_signed_in"] as const)("tells of %s", async (code) => {
		const profile = remembered();
		host.fail("refreshProfile", code);
		await profile.refresh();
		expect(lost).toEqual([code]);
	});

	test("tells of a session that ended while a choice was saved", async () => {
		const profile = remembered();
		host.fail("setTheme", "session_ended");
		await profile.theme.choose("dark");
		expect(lost).toEqual(["session_ended"]);
	});

	test("a change that can't reach the portal goes back and turns the page offline", async () => {
		const profile = remembered();
		await profile.refresh();
		host.fail("setToastNotifications", "portal_unreachable");
		await profile.toastNotifications.choose(false);
		expect(profile.toastNotifications.value).toBe(true);
		expect(profile.toastNotifications.failure?.code).toBe("portal_unreachable");
		expect(profile.freshness).toBe("offline");
	});

	test("a late refresh never undoes a newer change", async () => {
		const profile = remembered();
		host.hold("refreshProfile");
		const refreshing = profile.refresh();
		await profile.theme.choose("dark");
		host.releaseAll("refreshProfile");
		await refreshing;
		expect(profile.theme.value).toBe("dark");
		expect(profile.freshness).toBe("ready");
	});

	test("sends changes of different settings one after the other", async () => {
		const profile = remembered();
		host.hold("setTheme");
		const theme = profile.theme.choose("dark");
		const toasts = profile.toastNotifications.choose(false);
		await settle();
		expect(host.callsOf("setToastNotifications")).toHaveLength(0);
		host.releaseAll("setTheme");
		await Promise.all([theme, toasts]);
		expect(profile.theme.value).toBe("dark");
		expect(profile.toastNotifications.value).toBe(false);
	});

	test("a failed change does not hold up the next", async () => {
		const profile = remembered();
		host.fail("setTheme", "portal_failed");
		await Promise.all([profile.theme.choose("dark"), profile.toastNotifications.choose(false)]);
		expect(profile.theme.value).toBe("system");
		expect(profile.toastNotifications.value).toBe(false);
	});

	test("ignores what arrives after it was closed, and tries no more", async () => {
		const profile = remembered();
		host.hold("refreshProfile");
		host.fail("refreshProfile", "session_ended");
		const refreshing = profile.refresh();
		profile.close();
		host.releaseAll("refreshProfile");
		await refreshing;
		expect(lost).toEqual([]);
		await vi.advanceTimersByTimeAsync(600_000);
		expect(host.callsOf("refreshProfile")).toHaveLength(1);
	});
});
