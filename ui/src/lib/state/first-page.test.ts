import { waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test } from "vitest";
import type { PinnedPage } from "$lib/bindings/PinnedPage";
import { adasPersonalAccount, password } from "$lib/host/sample";
import { pinnedWorkspace } from "$lib/host/sample-home";
import { scenarios } from "$lib/host/scenarios";
import type { App } from "$lib/state/app";
import { button, has, hook, renderApp } from "../../../tests/render-app";

const toProfile: PinnedPage = {
	id: "profile",
	page: "profile",
	workspace: null,
	workspaceName: null,
	broken: null,
};
const toHome: PinnedPage = { ...toProfile, page: "home" };
const toMembers: PinnedPage = { ...toProfile, page: "members" };

/**
 * Starts without anybody choosing a page.
 *
 * @param seen What was pinned when the profile was last seen.
 * @param pin What is pinned by now.
 */
const start = (scenario: string, seen: PinnedPage | null = null, pin = seen) =>
	renderApp((host) => {
		host.profile.pinnedPage = seen;
		scenarios[scenario]?.(host);
		// The scenario may have pinned something itself.
		if (pin !== seen) host.profile.pinnedPage = pin;
	}, null);

function profileOf({ session }: App) {
	if (session.screen.kind !== "signed_in") throw new Error("nobody is signed in");
	return session.screen.profile;
}

const isReady = (app: App) => waitFor(() => expect(profileOf(app).freshness).toBe("ready"));

/** Every page that was drawn from now on, in order. */
function pagesDrawn(): string[] {
	const drawn: string[] = [];
	const look = () => {
		const page = document.querySelector<HTMLElement>("main")?.dataset["test"] ?? "";
		if (drawn.at(-1) !== page) drawn.push(page);
	};
	look();
	new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
	return drawn;
}

test("without a pin, Home opens", async () => {
	const { app } = await start("home");
	await isReady(app);
	expect(app.router.path).toBe("/");
	expect(has("home-page")).toBe(true);
	expect(has("banner")).toBe(false);
});

test("the pin that was seen last opens at once, before the portal answers", async () => {
	const { host } = await start("stale", toProfile);
	const drawn = pagesDrawn();
	host.releaseAll("refreshProfile");
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	expect(drawn).toEqual(["profile-page"]);
	expect(host.callsOf("home")).toHaveLength(0);
});

test("a workspace that is pinned is what opens", async () => {
	const { app } = await start("home", pinnedWorkspace);
	await isReady(app);
	expect(app.router.path).toBe("/charts/wsp_line4");
	expect(hook("nav-charts").getAttribute("aria-current")).toBe("true");
});

test("what a person has to know first is said wherever they land", async () => {
	await start("keyring-locked", toMembers);
	await waitFor(() => {
		const said = hook("said-first").querySelector<HTMLElement>("[data-test=banner]");
		expect(said?.dataset["kind"]).toBe("keyring_locked");
	});
});

test("another pin that the portal tells of is followed, with nothing else in between", async () => {
	const { app, host } = await start("stale", toProfile, toHome);
	const drawn = pagesDrawn();
	host.releaseAll("refreshProfile");
	await isReady(app);
	await tick();
	expect(drawn).toEqual(["profile-page", "home-page"]);
});

test("whoever has moved on stays, whatever is pinned", async () => {
	const { app, host, user } = await start("stale", null, toHome);
	await user.click(hook("nav-account"));
	host.releaseAll("refreshProfile");
	await isReady(app);
	await tick();
	expect(has("profile-page")).toBe(true);
});

test("whoever has begun to use the page stays", async () => {
	const { app, host, user } = await start("stale", toProfile, toHome);
	await user.click(hook("edit-display-name"));
	host.releaseAll("refreshProfile");
	await isReady(app);
	await tick();
	expect(has("save-display-name")).toBe(true);
});

test("a portal that answers only later leads nowhere else", async () => {
	const { app, host } = await start("offline");
	await waitFor(() => expect(profileOf(app).freshness).toBe("offline"));
	host.profile.pinnedPage = toProfile;
	host.fail("refreshProfile", null);
	await profileOf(app).refresh();
	await tick();
	expect(app.router.path).toBe("/");
});

test("a pin that is gone leads Home and says so, until that is dismissed", async () => {
	const { user } = await start("pin-gone");
	await waitFor(() => hook("home-cards"));
	expect(hook("banner").textContent).toContain(
		"Your pinned page, the charts workspace Line 4 throughput, is gone, so Home opened instead.",
	);
	await user.click(hook("dismiss-detour"));
	expect(has("banner")).toBe(false);
});

test("what is said of a pin leads to it, and is not said twice", async () => {
	const { user } = await start("pin-not-allowed");
	await waitFor(() => hook("home-cards"));
	expect(hook("banner").textContent).toContain(
		"You may no longer open your pinned page, Members, so Home opened instead.",
	);
	await user.click(hook("see-pin"));
	await waitFor(() => expect(document.activeElement).toBe(hook("pinned-page")));
	expect(hook("broken-pin").dataset["reason"]).toBe("not_allowed");
	await user.click(hook("nav-home"));
	expect(has("banner")).toBe(false);
});

test("a pin that the fresh profile breaks leads Home", async () => {
	const { app, host } = await start("stale", toProfile, {
		...pinnedWorkspace,
		workspace: null,
		broken: "gone",
	});
	host.releaseAll("refreshProfile");
	await isReady(app);
	await waitFor(() => expect(hook("banner").dataset["kind"]).toBe("broken_pin"));
	expect(app.router.path).toBe("/");
});

test("a pin that breaks after the person moved on moves nobody", async () => {
	const { app, host, user } = await start("stale", toMembers, { ...toMembers, broken: "not_allowed" });
	await user.click(hook("nav-account"));
	host.releaseAll("refreshProfile");
	await isReady(app);
	await waitFor(() => hook("broken-pin"));
	expect(app.router.path).toBe("/profile");
});

test("after signing in, the pinned page opens", async () => {
	const { user } = await start("sign-in", toProfile);
	await waitFor(() => hook("sign-in-page"));
	await user.keyboard(`${password}{Enter}`);
	await waitFor(() => hook("profile-page"));
});

test("whoever signs in again comes back to where they were", async () => {
	const { host, app, user } = await start("home", toHome);
	await isReady(app);
	app.router.open("/profile/sessions");
	host.fail("setTheme", "session_ended");
	await profileOf(app).theme.choose("dark");
	await waitFor(() => hook("sign-in-page"));
	await user.keyboard(`${password}{Enter}`);
	await waitFor(() => hook("sessions-page"));
});

test("a page that was withdrawn meanwhile is not come back to", async () => {
	const { host, app, user } = await start("home");
	await isReady(app);
	app.router.open("/members");
	host.fail("setTheme", "session_ended");
	await profileOf(app).theme.choose("dark");
	await waitFor(() => hook("sign-in-page"));
	host.profile.organization.pages = ["home", "charts", "profile"];
	await user.keyboard(`${password}{Enter}`);
	await waitFor(() => expect(hook("banner").dataset["kind"]).toBe("withdrawn"));
	expect(app.router.path).toBe("/");
});

test("somebody else who signs in begins with their own first page", async () => {
	const { host, app, user } = await start("home");
	await isReady(app);
	app.router.open("/profile/sessions");
	host.fail("setTheme", "session_ended");
	await profileOf(app).theme.choose("dark");
	await waitFor(() => hook("sign-in-page"));
	host.profile.account = { ...host.profile.account, id: "acc_02grace" };
	await user.keyboard(`${password}{Enter}`);
	await waitFor(() => hook("home-page"));
});

test("after logging out, signing in begins anew", async () => {
	const { app, user } = await start("home");
	await isReady(app);
	await user.click(hook("nav-account"));
	await user.click(hook("log-out"));
	await user.click(await waitFor(() => hook("confirm-log-out")));
	await waitFor(() => hook("sign-in-page"));
	await user.keyboard(`${password}{Enter}`);
	await waitFor(() => hook("home-page"));
});

test.each([
	[null, "/"],
	[pinnedWorkspace, "/charts/wsp_line4"],
	[toProfile, "/profile"],
])("another organization opens with its own first page: %#", async (pin, path) => {
	const { host, app, user } = await start("home");
	await isReady(app);
	await user.click(hook("nav-account"));
	host.profile.pinnedPage = pin;
	await profileOf(app).change((to) => to.switchOrganization(adasPersonalAccount.id));
	await tick();
	expect(app.router.path).toBe(path);
	expect(has("nav-members")).toBe(false);
});

test("a page that is withdrawn while it is in view leads Home", async () => {
	const { host, app } = await start("home", toMembers);
	await isReady(app);
	expect(app.router.path).toBe("/members");
	expect(button("nav-members").getAttribute("aria-current")).toBe("page");
	host.profile.organization.pages = ["home", "charts", "profile"];
	await profileOf(app).refresh();
	await waitFor(() => hook("home-page"));
	expect(hook("banner").textContent).toContain(
		"You may no longer open Members in ACME Robotics, so Home opened instead.",
	);
});

test("pages of credits are left when there are none any more", async () => {
	const { host, app } = await start("credits");
	await isReady(app);
	app.router.open("/credits/add");
	await waitFor(() => hook("add-credits-page"));
	host.profile.organization.seesCredits = false;
	await profileOf(app).refresh();
	await waitFor(() => hook("home-page"));
	expect(hook("banner").textContent.replace(/[\u2068\u2069]/g, "")).toContain(
		"You see no credits of ACME Robotics any more, so Home opened instead.",
	);
});
