import { waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test } from "vitest";
import { adasPersonalAccount } from "$lib/host/sample";
import { pinnedWorkspace } from "$lib/host/sample-home";
import { has, hook, openScenario } from "../../../tests/render-app";

async function unpinned() {
	const rendered = await openScenario("pinned-charts");
	await rendered.user.click(hook("unpin"));
	await waitFor(() => hook("undo-unpin"));
	return rendered;
}

test("there is no section while nothing is pinned", async () => {
	await openScenario("profile");
	expect(has("pinned-page")).toBe(false);
});

test("it names the page", async () => {
	await openScenario("pinned-charts");
	expect(hook("pinned-page").textContent).toContain("Charts › Line 4 throughput");
	expect(has("broken-pin")).toBe(false);
});

test("unpinning can be taken back, without losing the focus", async () => {
	const { host, user } = await unpinned();
	expect(host.profile.pinnedPage).toBeNull();
	expect(hook("pinned-page").textContent).toContain("Home opens first again.");
	expect(hook("announcer").textContent).toBe("Home opens first again.");
	await waitFor(() => expect(document.activeElement).toBe(hook("undo-unpin")));
	await user.keyboard("{Enter}");
	await waitFor(() => expect(document.activeElement).toBe(hook("unpin")));
	expect(host.profile.pinnedPage).toEqual(pinnedWorkspace);
	expect(hook("announcer").textContent).toBe("Charts › Line 4 throughput opens first from now on.");
});

test("the section goes with the undo when the page is left", async () => {
	const { user } = await unpinned();
	await user.click(hook("nav-home"));
	await waitFor(() => hook("home-page"));
	await user.click(hook("nav-account"));
	expect(has("profile-page")).toBe(true);
	expect(has("pinned-page")).toBe(false);
});

test("what was unpinned in one organization can't be taken back in another", async () => {
	const { app, host } = await unpinned();
	const { screen } = app.session;
	if (screen.kind !== "signed_in") throw new Error("nobody is signed in");
	host.profile.pinnedPage = null;
	await screen.profile.change((to) => to.switchOrganization(adasPersonalAccount.id));
	app.router.open("/profile");
	await tick();
	expect(has("profile-page")).toBe(true);
	expect(has("undo-unpin")).toBe(false);
});

test("a pin that can't be taken off stays and says why", async () => {
	const { host, user } = await openScenario("pinned-charts");
	host.fail("unpinPage", "portal_failed");
	await user.click(hook("unpin"));
	await waitFor(() =>
		expect(hook("error").textContent).toContain("Charts › Line 4 throughput is still pinned."),
	);
	expect(has("undo-unpin")).toBe(false);
});

test("what another client pinned meanwhile is not unpinned, but named", async () => {
	const { host, user } = await openScenario("pinned-profile");
	host.profile.pinnedPage = pinnedWorkspace;
	await user.click(hook("unpin"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("pin_changed_meanwhile"));
	expect(hook("pinned-page").textContent).toContain("Charts › Line 4 throughput was pinned somewhere else");
	expect(host.profile.pinnedPage).toEqual(pinnedWorkspace);
	expect(host.callsOf("unpinPage")).toEqual([["profile"]]);
	await user.click(hook("unpin"));
	await waitFor(() => hook("undo-unpin"));
	expect(host.profile.pinnedPage).toBeNull();
});

test("what another client pinned since is not replaced by taking the unpinning back", async () => {
	const { host, user } = await unpinned();
	host.profile.pinnedPage = { ...pinnedWorkspace, id: "members", page: "members", workspace: null };
	await user.click(hook("undo-unpin"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("pin_changed_meanwhile"));
	expect(hook("pinned-page").textContent).toContain("Members was pinned somewhere else meanwhile");
	expect(host.profile.pinnedPage.page).toBe("members");
	expect(has("undo-unpin")).toBe(false);
});

test("what was said of one pin is not said of the next, which the bar pins", async () => {
	const { host, user } = await openScenario("pinned-charts");
	host.profile.pinnedPage = { ...pinnedWorkspace, id: "members", page: "members", workspace: null };
	await user.click(hook("unpin"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("pin_changed_meanwhile"));
	await user.click(hook("pin-page"));
	await waitFor(() => expect(hook("pin-page").getAttribute("aria-pressed")).toBe("true"));
	expect(hook("pinned-page").textContent).toContain("Profile");
	expect(has("error")).toBe(false);

	host.fail("unpinPage", "portal_failed");
	await user.click(hook("unpin"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_failed"));
	host.fail("unpinPage", null);
	await user.click(hook("nav-home"));
	await user.click(await waitFor(() => hook("pin-page")));
	await user.click(hook("nav-account"));
	await waitFor(() => expect(hook("pinned-page").textContent).toContain("Home"));
	expect(has("error")).toBe(false);
});

test("the section takes no focus for what the bar does", async () => {
	const { user } = await unpinned();
	await user.click(hook("undo-unpin"));
	await waitFor(() => expect(document.activeElement).toBe(hook("unpin")));
	await user.click(hook("pin-page"));
	await waitFor(() => expect(hook("pin-page").getAttribute("aria-pressed")).toBe("true"));
	await user.click(hook("pin-page"));
	await waitFor(() => expect(has("unpin")).toBe(false));
	expect(document.activeElement).toBe(hook("pin-page"));
	await user.click(hook("pin-page"));
	await waitFor(() => hook("unpin"));
	expect(document.activeElement).toBe(hook("pin-page"));
});

test("what can't be taken back says so", async () => {
	const { host, user } = await unpinned();
	host.fail("restorePin", "portal_failed");
	await user.click(hook("undo-unpin"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_failed"));
	host.fail("restorePin", null);
	host.unpinned = null;
	await user.click(hook("undo-unpin"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("nothing_to_restore"));
});

test.each([
	["pin-gone", "gone", "This page is gone."],
	["pin-not-allowed", "not_allowed", "You may no longer open this page."],
])("%s says why it can't be opened, and can be unpinned", async (scenario, reason, words) => {
	const { user } = await openScenario(scenario);
	expect(hook("broken-pin").dataset["reason"]).toBe(reason);
	expect(hook("broken-pin").textContent).toContain(words);
	await user.click(hook("unpin"));
	await user.click(await waitFor(() => hook("undo-unpin")));
	await waitFor(() => expect(hook("broken-pin").dataset["reason"]).toBe(reason));
});
