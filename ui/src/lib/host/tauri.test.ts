import { beforeEach, expect, test, vi } from "vitest";
import type { AskedPortal } from "$lib/bindings/AskedPortal";
import type { Boot } from "$lib/bindings/Boot";
import { FakeHost } from "./fake";
import { tauriHost } from "./tauri";

interface Asked {
	command: string;
	input: unknown;
	answer: (value: unknown) => void;
	fail: (reason: unknown) => void;
}
const asked = vi.hoisted(() => [] as Asked[]);
/** How often the shell was told that the page was drawn. */
const drawn = vi.hoisted(() => ({ told: 0 }));
vi.mock("@tauri-apps/api/core", () => ({
	invoke: (command: string, input: unknown) => {
		if (command === "drawn") return Promise.resolve(void (drawn.told += 1));
		return new Promise((answer, fail) => asked.push({ command, input, answer, fail }));
	},
}));

const commands = () => asked.map(({ command }) => command);

let frames: FrameRequestCallback[] = [];

/** Draws one frame and lets all that waits for it go on. */
async function draw(): Promise<void> {
	for (const callback of frames.splice(0)) callback(0);
	await vi.advanceTimersByTimeAsync(0);
}

function write(boot: Boot): void {
	const data = JSON.stringify(boot).replaceAll("<", "\\u003c");
	document.body.innerHTML = `<script type="application/json" id="boot">${data}</script>`;
}

beforeEach(() => {
	asked.length = 0;
	drawn.told = 0;
	frames = [];
	vi.useFakeTimers();
	vi.stubGlobal("requestAnimationFrame", (callback: FrameRequestCallback) => frames.push(callback));
	write(new FakeHost().boot);
	return () => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
		document.body.innerHTML = "";
	};
});

test("what the document says is there at once", () => {
	const address = "</script><b>\u2028";
	const portal: AskedPortal = { address, target: { kind: "portal", id: address } };
	const boot = { ...new FakeHost().boot, portal };
	write(boot);
	expect(tauriHost().boot).toEqual(boot);
	expect(document.getElementById("boot")).toBeNull();
});

test("nothing is asked before the first frame is drawn", async () => {
	const host = tauriHost();
	host.onColorSchemeChanged(() => undefined);
	void host.refreshProfile();
	await draw();
	expect(commands()).toEqual([]);
	await draw();
	expect(commands()).toEqual(["color_scheme", "refresh_profile"]);
});

test("a window that draws no frames gets its answers all the same", async () => {
	void tauriHost().refreshProfile();
	await vi.advanceTimersByTimeAsync(499);
	expect(commands()).toEqual([]);
	await vi.advanceTimersByTimeAsync(1);
	expect(commands()).toEqual(["refresh_profile"]);
});

test("the shell hears when the page was really drawn", async () => {
	tauriHost();
	await vi.advanceTimersByTimeAsync(60_000);
	await draw();
	expect(drawn.told).toBe(0);
	await draw();
	expect(drawn.told).toBe(1);
});

test("a page that nobody can see need not be drawn", async () => {
	vi.spyOn(document, "hidden", "get").mockReturnValue(true);
	tauriHost();
	await vi.advanceTimersByTimeAsync(0);
	expect(drawn.told).toBe(1);
});

test("a page that is put out of sight need not be drawn either", async () => {
	tauriHost();
	document.dispatchEvent(new Event("visibilitychange"));
	await vi.advanceTimersByTimeAsync(0);
	// Hosts of earlier tests, which were never drawn, say so as well.
	expect(drawn.told).toBeGreaterThan(0);
});

test("a change is asked for again with what was seen last", async () => {
	const seen: string[] = [];
	tauriHost().onColorSchemeChanged((scheme) => seen.push(scheme));
	await draw();
	await draw();
	asked[0]?.answer("dark");
	await vi.advanceTimersByTimeAsync(0);
	asked[1]?.answer("light");
	await vi.advanceTimersByTimeAsync(0);
	expect(seen).toEqual(["dark", "light"]);
	expect(asked.map(({ input }) => input)).toEqual([{ seen: "light" }, { seen: "dark" }, { seen: "light" }]);
});

test("each request from outside is taken up by its number", async () => {
	write({ ...new FakeHost().boot, requests: 2 });
	const addresses: string[] = [];
	tauriHost().onOutsideRequest(({ portal }) => addresses.push(portal?.address ?? ""));
	await draw();
	await draw();
	const target = { kind: "portal", id: "https://portal.example" };
	asked[0]?.answer({
		number: 3,
		portal: { address: "portal.example", target },
		link: null,
		notification: null,
	});
	await vi.advanceTimersByTimeAsync(0);
	expect(addresses).toEqual(["portal.example"]);
	expect(asked.map(({ input }) => input)).toEqual([{ seen: 2 }, { seen: 3 }]);
});

test("what was not told is asked for again a moment later", async () => {
	const seen: string[] = [];
	tauriHost().onColorSchemeChanged((scheme) => seen.push(scheme));
	await draw();
	await draw();
	asked[0]?.fail(new Error("cut off"));
	await vi.advanceTimersByTimeAsync(999);
	expect(commands()).toHaveLength(1);
	await vi.advanceTimersByTimeAsync(1);
	asked[1]?.answer("dark");
	await vi.advanceTimersByTimeAsync(0);
	expect(seen).toEqual(["dark"]);
});
