import { waitFor } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { scenarios } from "$lib/host/scenarios";
import { button, has, hook, input, renderApp } from "../../../tests/render-app";

async function open(threshold: string | null = null, change: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios["credits"]?.(host);
		if (host.creditsAnswer) host.creditsAnswer.threshold = threshold;
		change(host);
	});
	await waitFor(() => hook("credits-threshold"));
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	return rendered;
}

async function edit(threshold: string | null = null) {
	const rendered = await open(threshold);
	await rendered.user.click(hook("change-threshold"));
	return rendered;
}

const shown = (): string => hook("threshold-value").textContent.trim();
const said = (): string => hook("announcer").textContent;
const refusal = (): string | undefined => hook("error").dataset["code"];

test("nobody is told before they choose an amount", async () => {
	await open();
	expect(shown()).toBe("Off");
	expect(has("below-threshold")).toBe(false);
});

test("an amount is chosen as it is written here, and the focus goes back", async () => {
	const { host, user } = await edit();
	expect(document.activeElement).toBe(input("creditThreshold"));
	expect(has("remove-threshold")).toBe(false);
	await user.keyboard("1,000.50{Enter}");
	await waitFor(() => expect(shown()).toBe("1,000.5 credits"));
	expect(host.callsOf("setCreditThreshold")).toEqual([["1000.5"]]);
	expect(said()).toBe("You are told below 1,000.5 credits");
	await waitFor(() => expect(document.activeElement).toBe(hook("change-threshold")));
	expect(has("below-threshold")).toBe(false);
});

test("a balance below what was chosen is marked at once", async () => {
	const { user } = await edit("1000.000");
	await user.clear(input("creditThreshold"));
	await user.keyboard("12480.501{Enter}");
	await waitFor(() => hook("below-threshold"));
	expect(hook("below-threshold").textContent).toBe("Below your threshold");
	expect(hook("credits-threshold").textContent).toContain("The balance is below it now.");
});

test("a balance at what was chosen is not below it", async () => {
	await open("12480.500");
	expect(shown()).toBe("12,480.5 credits");
	expect(has("below-threshold")).toBe(false);
});

test("who has notifications turned off is told that", async () => {
	await open("1000.000", (host) => {
		host.profile.preferences.toastNotifications = false;
	});
	await waitFor(() =>
		expect(hook("credits-threshold").textContent).toContain("Notifications are off in your preferences"),
	);
});

test.each([
	["0", "not_positive"],
	["-1", "not_positive"],
	["0.0001", "too_precise"],
	["1000000000000000", "too_large"],
	["a thousand", "not_a_number"],
])("%s is refused before it is sent", async (typed, code) => {
	const { host, user } = await edit();
	await user.keyboard(`${typed}{Enter}`);
	await waitFor(() => expect(refusal()).toBe(code));
	expect(input("creditThreshold").getAttribute("aria-invalid")).toBe("true");
	expect(document.activeElement).toBe(input("creditThreshold"));
	expect(host.callsOf("setCreditThreshold")).toEqual([]);
	await user.keyboard("1");
	expect(has("error")).toBe(false);
});

test("nothing at all is refused too", async () => {
	const { host, user } = await edit();
	await user.keyboard("{Enter}");
	await waitFor(() => expect(refusal()).toBe("not_a_number"));
	expect(host.callsOf("setCreditThreshold")).toEqual([]);
});

test("what the portal refuses is explained with its own limit", async () => {
	const { host, user } = await edit();
	host.thresholdAnswer = { kind: "refused", reason: "too_large", maximum: "500.000" };
	await user.keyboard("1000{Enter}");
	await waitFor(() => expect(refusal()).toBe("too_large"));
	expect(hook("error").textContent).toContain("Enter at most 500.");
	expect(shown()).toBe("Off");
});

test("what could not be saved keeps what was typed", async () => {
	const { host, user } = await edit("1000.000");
	host.fail("setCreditThreshold", "portal_failed");
	await user.clear(input("creditThreshold"));
	await user.keyboard("500{Enter}");
	await waitFor(() => expect(refusal()).toBe("portal_failed"));
	expect(input("creditThreshold").value).toBe("500");
	expect(shown()).toBe("1,000 credits");
	host.fail("setCreditThreshold", null);
	await user.keyboard("{Enter}");
	await waitFor(() => expect(shown()).toBe("500 credits"));
});

test("a double click saves once", async () => {
	const { host, user } = await edit();
	host.hold("setCreditThreshold");
	await user.keyboard("1000");
	await user.dblClick(hook("save-threshold"));
	await user.keyboard("{Enter}");
	expect(host.callsOf("setCreditThreshold")).toHaveLength(1);
	expect(hook("save-threshold").textContent).toContain("Saving");
	expect(button("cancel-threshold").disabled).toBe(true);
	host.releaseAll("setCreditThreshold");
	await waitFor(() => expect(shown()).toBe("1,000 credits"));
});

test("it can be turned off, once", async () => {
	const { host, user } = await edit("1000.000");
	host.hold("setCreditThreshold");
	await user.dblClick(hook("remove-threshold"));
	expect(hook("remove-threshold").textContent).toContain("Turning off");
	host.releaseAll("setCreditThreshold");
	await waitFor(() => expect(shown()).toBe("Off"));
	expect(host.callsOf("setCreditThreshold")).toEqual([[null]]);
	expect(said()).toBe("You are not told any more when credits run low");
});

test.each(["{Escape}", "cancel"])("%s leaves it as it was", async (how) => {
	const { host, user } = await edit("1000.000");
	expect(input("creditThreshold").value).toBe("1,000");
	await user.keyboard("7");
	if (how === "cancel") await user.click(hook("cancel-threshold"));
	else await user.keyboard(how);
	await waitFor(() => expect(document.activeElement).toBe(hook("change-threshold")));
	expect(shown()).toBe("1,000 credits");
	expect(host.callsOf("setCreditThreshold")).toEqual([]);
});

test("credits that were on their way do not bring back an earlier choice", async () => {
	const { host, user } = await edit();
	host.hold("credits");
	await user.keyboard("1000");
	// As if a minute had gone by.
	vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
	window.dispatchEvent(new Event("focus"));
	vi.useRealTimers();
	await waitFor(() => expect(host.callsOf("credits").length).toBeGreaterThan(1));
	await user.keyboard("{Enter}");
	await waitFor(() => expect(shown()).toBe("1,000 credits"));
	host.releaseAll("credits");
	await waitFor(() => expect(hook("credits").dataset["state"]).toBe("ready"));
	expect(shown()).toBe("1,000 credits");
});

test("a plan that goes without credits by now takes the section away", async () => {
	const { host, user } = await edit();
	host.thresholdAnswer = { kind: "unavailable" };
	host.creditsAnswer = null;
	await user.keyboard("1000{Enter}");
	await waitFor(() => expect(has("credits")).toBe(false));
});

test("without the portal it stays as it is, and says why", async () => {
	const { app, host } = await open("1000.000");
	host.fail("refreshProfile", "portal_unreachable");
	const { screen } = app.session;
	if (screen.kind === "signed_in") await screen.profile.refresh();
	await waitFor(() => expect(button("change-threshold").disabled).toBe(true));
	expect(shown()).toBe("1,000 credits");
});
