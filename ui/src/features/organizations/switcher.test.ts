import { waitFor } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import type { FakeHost } from "$lib/host/fake";
import { adasPersonalAccount } from "$lib/host/sample";
import { borealis } from "$lib/host/sample-organizations";
import { scenarios } from "$lib/host/scenarios";
import type { Path } from "$lib/state/router.svelte";
import { button, has, hook, input, renderApp } from "../../../tests/render-app";

async function start(scenario = "profile", prepare: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios[scenario]?.(host);
		prepare(host);
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	return rendered;
}

async function open(scenario = "profile", prepare?: (host: FakeHost) => void) {
	const rendered = await start(scenario, prepare);
	await rendered.user.click(hook("switch-organization"));
	await waitFor(() => expect(document.activeElement).toBe(input("organizationSearch")));
	return rendered;
}

const inView = () => hook(has("home-title") ? "home-title" : "organization-name").textContent;
const option = (id: string) => document.querySelector(`[data-organization=${id}]`) as HTMLElement;
const names = () =>
	[...document.querySelectorAll("[data-organization] .name > :first-child")].map((each) => each.textContent);
/** The option that the search field says Enter chooses. */
const active = () =>
	document.getElementById(input("organizationSearch").getAttribute("aria-activedescendant") ?? "")?.dataset[
		"organization"
	];

test("lists the personal account first, marks the one in view, and shows roles", async () => {
	await open();
	expect(names()).toEqual(["Ada Lovelace", "ACME Robotics", "Borealis Foods"]);
	expect(option("org_01acme").getAttribute("aria-selected")).toBe("true");
	expect(option(borealis.id).textContent).toMatch(/Billing Admin\s*Device Technician\s*\+1/);
	expect(active()).toBe("org_01acme");
});

test("by keys alone: opened, gone through, searched, chosen", async () => {
	const { host, user } = await start();
	hook("switch-organization").focus();
	await user.keyboard("{Enter}");
	await waitFor(() => expect(document.activeElement).toBe(input("organizationSearch")));
	await user.keyboard("{End}");
	expect(active()).toBe(borealis.id);
	await user.keyboard("{ArrowDown}");
	expect(active()).toBe(adasPersonalAccount.id);
	await user.keyboard("{ArrowUp}");
	expect(active()).toBe(borealis.id);
	await user.keyboard("{Home}{Escape}");
	await waitFor(() => expect(has("organization-picker")).toBe(false));
	expect(document.activeElement).toBe(hook("switch-organization"));

	await user.keyboard("{Enter}");
	await waitFor(() => expect(document.activeElement).toBe(input("organizationSearch")));
	await user.keyboard("FOODS bor");
	expect(names()).toEqual([borealis.name]);
	await user.keyboard("{Enter}");
	await waitFor(() => expect(inView()).toBe(borealis.name));
	expect(host.callsOf("switchOrganization")).toEqual([[borealis.id]]);
	await waitFor(() => expect(has("organization-picker")).toBe(false));
	expect(document.activeElement).toBe(hook("home-title"));
	expect(hook("announcer").textContent).toBe("Borealis Foods is open");
	await user.keyboard("{Control>}k{/Control}");
	await waitFor(() => expect(document.activeElement).toBe(input("organizationSearch")));
	await user.tab();
	expect(document.activeElement).toBe(hook("create-organization"));
});

test("what is typed and not found is said", async () => {
	const { user } = await open();
	await user.keyboard("Cyberdyne{Enter}");
	expect(hook("organizations-none").textContent).toContain("Cyberdyne");
	expect(input("organizationSearch").hasAttribute("aria-activedescendant")).toBe(false);
});

test("of a thousand only those in sight are drawn, and the last one is one key away", async () => {
	const { user } = await open("many-organizations");
	await waitFor(() => expect(names().length).toBeGreaterThan(3));
	expect(names().length).toBeLessThan(40);
	expect(option("org_01acme").getAttribute("aria-setsize")).toBe("1000");
	await user.keyboard("{End}");
	await waitFor(() => expect(active()).toBe("org_996"));
	expect(option("org_996").getAttribute("aria-posinset")).toBe("1000");
	await user.keyboard("0500{Enter}");
	await waitFor(() => expect(inView()).toBe("Plant 0500"));
});

test("rows are as high as what is in them, such as large text", async () => {
	vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockImplementation(function (this: HTMLElement) {
		return this.matches("[role=option]") ? 120 : 0;
	});
	await open();
	const rows = hook("organization-list").firstElementChild as HTMLElement;
	await waitFor(() => expect(rows.style.height).toBe("360px"));
	expect(option(borealis.id).style.translate).toBe("0 240px");
});

test("while one is opened its row says so; the choice after that wins", async () => {
	const { host, user } = await open();
	host.hold("switchOrganization");
	await user.click(option(borealis.id));
	await waitFor(() => expect(option(borealis.id).textContent).toContain("Opening"));
	await user.click(option(adasPersonalAccount.id));
	expect(option(adasPersonalAccount.id).textContent).toContain("Opening");
	expect(option(borealis.id).textContent).not.toContain("Opening");
	host.release("switchOrganization");
	await waitFor(() => expect(host.callsOf("switchOrganization")).toHaveLength(2));
	await waitFor(() => expect(has("organization-picker")).toBe(true));
	await waitFor(() => expect(option(adasPersonalAccount.id).textContent).toContain("Opening"));
	host.releaseAll("switchOrganization");
	await waitFor(() => expect(inView()).toBe(adasPersonalAccount.name));
	await waitFor(() => expect(has("organization-picker")).toBe(false));
	expect(hook("announcer").textContent).toBe("Ada Lovelace is open");
});

test("one that does not open leaves everything as it was, and can be tried again", async () => {
	const { host, user } = await open();
	host.fail("switchOrganization", "portal_failed");
	await user.click(option(borealis.id));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_failed"));
	expect(inView()).toBe("ACME Robotics");
	host.fail("switchOrganization", null);
	await user.click(option(borealis.id));
	await waitFor(() => expect(inView()).toBe(borealis.name));
});

test("one that is gone is told of and leaves the list", async () => {
	const { host, user } = await open();
	host.switchAnswer = { kind: "not_found" };
	host.organizationList = host.organizationList.filter(({ id }) => id !== borealis.id);
	await user.click(option(borealis.id));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("not_found"));
	await waitFor(() => expect(option(borealis.id)).toBeNull());
});

test("a list that could not be loaded is asked for again", async () => {
	const { host, user } = await start("profile", (host) => host.fail("organizations", "portal_failed"));
	await user.click(hook("switch-organization"));
	await waitFor(() => hook("retry-organizations"));
	host.fail("organizations", null);
	await user.click(hook("retry-organizations"));
	await waitFor(() => expect(names()).toHaveLength(3));
});

test("Ctrl+K opens it from any page, Escape and the keys again close it", async () => {
	const { app, user } = await start();
	app.router.open("/profile/sessions");
	await waitFor(() => hook("sessions-page"));
	await user.keyboard("{Control>}k{/Control}");
	await waitFor(() => expect(document.activeElement).toBe(input("organizationSearch")));
	expect(has("organization-palette")).toBe(true);
	await user.keyboard("{Escape}");
	await waitFor(() => expect(has("organization-palette")).toBe(false));
	await user.keyboard("{Meta>}k{/Meta}");
	await waitFor(() => hook("organization-palette"));
	await user.keyboard("{Meta>}k{/Meta}");
	await waitFor(() => expect(has("organization-palette")).toBe(false));
});

test("Ctrl and a digit open one of the first nine, from any page", async () => {
	const { app, host, user } = await start();
	app.router.open("/profile/sessions");
	await waitFor(() => hook("sessions-page"));
	host.hold("switchOrganization");
	await user.keyboard("{Control>}3{/Control}");
	await waitFor(() => expect(option(borealis.id).textContent).toContain("Opening"));
	host.releaseAll("switchOrganization");
	await waitFor(() => expect(has("organization-palette")).toBe(false));
	expect(app.router.path).toBe("/");
	expect(host.callsOf("switchOrganization")).toEqual([[borealis.id]]);
	await user.keyboard("{Control>}9{/Control}");
	expect(host.callsOf("switchOrganization")).toHaveLength(1);
});

test("a digit means what stood beside the organization when it was seen last", async () => {
	const { host, user } = await open();
	const digitOf = (id: string) => option(id).querySelector("kbd")?.textContent;
	expect(digitOf(borealis.id)).toBe("Ctrl+3");
	await user.keyboard("{Escape}{Control>}3{/Control}");
	await waitFor(() => expect(inView()).toBe(borealis.name));
	// Used last, it comes first now, which nobody has seen.
	await waitFor(() => expect(host.callsOf("organizations").length).toBeGreaterThan(1));
	await user.keyboard("{Control>}2{/Control}");
	await waitFor(() => expect(inView()).toBe("ACME Robotics"));
	await user.keyboard("{Control>}3{/Control}");
	await waitFor(() => expect(inView()).toBe(borealis.name));
	expect(host.callsOf("switchOrganization")).toEqual([[borealis.id], ["org_01acme"], [borealis.id]]);

	await waitFor(() => expect(has("organization-palette")).toBe(false));
	await user.keyboard("{Control>}k{/Control}");
	await waitFor(() => expect(digitOf("org_01acme")).toBe("Ctrl+3"));
	expect(names()).toEqual(["Ada Lovelace", "Borealis Foods", "ACME Robotics"]);
	await user.keyboard("{Escape}{Control>}3{/Control}");
	await waitFor(() => expect(inView()).toBe("ACME Robotics"));
});

test("after a switch the list begins with the personal account, as it is then", async () => {
	const { host, user } = await open("many-organizations");
	await user.keyboard("0500{Enter}");
	await waitFor(() => expect(inView()).toBe("Plant 0500"));
	await waitFor(() => expect(has("organization-picker")).toBe(false));
	await waitFor(() => expect(host.callsOf("organizations")).toHaveLength(2));
	host.hold("organizations");
	await user.keyboard("{Control>}k{/Control}");
	await waitFor(() => expect(names().slice(0, 2)).toEqual(["Ada Lovelace", "Plant 0500"]));
	host.releaseAll("organizations");
	await waitFor(() => expect(host.callsOf("organizations")).toHaveLength(3));
	expect(hook("organization-list").scrollTop).toBe(0);
});

const pathsTo: [string, Path, string][] = [
	["Ctrl and a digit", "/organization", "{Control>}1{/Control}"],
	["Ctrl and a digit", "/charts", "{Control>}3{/Control}"],
	["a choice in the palette", "/members", "{Control>}k{/Control}{ArrowDown}{Enter}"],
];

test("where the profile opens first, the switcher has the focus again after a switch", async () => {
	const { host, user } = await open();
	host.profile.pinnedPage = {
		id: "profile",
		page: "profile",
		workspace: null,
		workspaceName: null,
		broken: null,
	};
	await user.click(option(borealis.id));
	await waitFor(() => expect(hook("organization-name").textContent).toBe(borealis.name));
	await waitFor(() => expect(has("organization-picker")).toBe(false));
	expect(document.activeElement).toBe(hook("switch-organization"));
});

test("after a switch on the profile, the focus on a later visit stays where the person is", async () => {
	const { user } = await open();
	await user.click(option(borealis.id));
	await waitFor(() => hook("home-title"));
	await waitFor(() => expect(has("organization-picker")).toBe(false));
	await user.click(hook("nav-account"));
	await waitFor(() => hook("switch-organization"));
	expect(document.activeElement).not.toBe(hook("switch-organization"));
});

test.each(pathsTo)("%s on %s leaves the focus on the heading of the next page", async (_, path, keys) => {
	const { app, user } = await start();
	app.router.open(path);
	await waitFor(() => expect(document.querySelector("h1")).toBe(document.activeElement));
	for (const key of keys.split(/(?<=Control\})/)) {
		await user.keyboard(key);
		if (key.includes("k"))
			await waitFor(() => expect(document.activeElement).toBe(input("organizationSearch")));
	}
	await waitFor(() => expect(has("organization-palette")).toBe(false));
	await waitFor(() => expect(document.activeElement).toBe(hook("home-title")));
});

test("keys lead nowhere while a question is to be answered", async () => {
	const { host, user } = await start();
	await user.click(hook("log-out"));
	await waitFor(() => hook("log-out-dialog"));
	await user.keyboard("{Control>}k{/Control}{Control>}1{/Control}");
	expect(has("organization-picker")).toBe(false);
	expect(host.callsOf("switchOrganization")).toEqual([]);
});

test("away from the portal it can't be opened, and the keys say why", async () => {
	const { user } = await renderApp((host) => scenarios["offline"]?.(host));
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("offline"));
	expect(button("switch-organization").disabled).toBe(true);
	expect(button("switch-organization").title).toMatch(/connected/);
	await user.keyboard("{Control>}k{/Control}");
	await waitFor(() => expect(hook("picker-unavailable").textContent).toMatch(/connected/));
});

test("replies about the organization before never show in the next one", async () => {
	const { app, host, user } = await start();
	// The fake portal's own deployments are by one of the members.
	host.homeAnswer.deployments = [];
	host.hold("members");
	host.hold("refreshProfile");
	app.router.open("/members");
	await waitFor(() => expect(host.callsOf("members")).toHaveLength(1));

	await user.keyboard("{Control>}3{/Control}");
	await waitFor(() => expect(has("members-page")).toBe(false));
	await waitFor(() => expect(inView()).toBe(borealis.name));
	host.releaseAll("members");
	host.releaseAll("refreshProfile");
	await new Promise((done) => setTimeout(done, 50));
	expect(inView()).toBe(borealis.name);
	expect(document.body.textContent).not.toMatch(/ACME Robotics|Grace Hopper/);
	expect(host.callsOf("members"), "nothing is asked in the next one for the page before").toHaveLength(1);
});

test("an organization that is lost makes way for the personal account, in one sentence", async () => {
	const { app, host, user } = await start();
	app.router.open("/members");
	await waitFor(() => hook("members-total"));
	await host.leaveOrganization();
	host.fail("members", "organization_unavailable");
	await user.type(input("memberSearch"), "x");
	await waitFor(() =>
		expect(document.querySelector("[data-kind=organization_lost]")?.textContent).toMatch(
			/You are no longer in ACME Robotics, so your personal account is open\./,
		),
	);
	expect(inView()).toBe("Ada Lovelace");
	await user.click(hook("dismiss-organization-lost"));
	expect(has("dismiss-organization-lost")).toBe(false);
});
