import { waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { AddMemberOutcome } from "$lib/bindings/AddMemberOutcome";
import type { ChangeMemberRolesOutcome } from "$lib/bindings/ChangeMemberRolesOutcome";
import type { Member } from "$lib/bindings/Member";
import type { FakeHost } from "$lib/host/fake";
import { sampleMembers } from "$lib/host/sample-organizations";
import { scenarios } from "$lib/host/scenarios";
import { landingPage } from "$lib/state/router.svelte";
import { button, has, hook, input, openScenario, renderApp } from "../../../tests/render-app";

async function open(scenario = "profile", prepare: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios[scenario]?.(host);
		prepare(host);
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	rendered.app.router.open("/members");
	await waitFor(() => expect(hook("members-page").dataset["state"]).not.toBe("loading"));
	return rendered;
}

const mei = sampleMembers[2] as Member;
const row = (id: string) => document.querySelector(`[data-member=${id}]`) as HTMLElement;
const within = (id: string, name: string) => row(id).querySelector(`[data-test=${name}]`) as HTMLElement;
const rows = () => document.querySelectorAll("[data-test=member]").length;
const codeOf = () => hook("error").dataset["code"];

async function change(id = mei.id, scenario = "profile") {
	const rendered = await open(scenario);
	await rendered.user.click(within(id, "change-roles"));
	await waitFor(() => hook("change-roles-dialog"));
	return rendered;
}

async function add() {
	const rendered = await open();
	await rendered.user.click(hook("add-member"));
	await waitFor(() => expect(document.activeElement).toBe(input("memberEmail")));
	return rendered;
}

test("lists who they are, what they may do, and whether they use MFA", async () => {
	await open();
	expect(row("acc_02grace").textContent).toMatch(
		/Grace Hopper.*grace@acme\.example.*Admin.*MFA on.*12 January 2026/s,
	);
	expect(row(mei.id).textContent).toContain("No MFA");
	expect(hook("members-total").textContent).toBe("3 members");
});

test("the owner's row is fixed, and says so; one's own has no Remove", async () => {
	await open("organization-admin");
	expect(within("acc_01ada", "change-roles")).toBeNull();
	expect(within("acc_01ada", "remove-member")).toBeNull();
	expect(within("acc_01ada", "roles-fixed").textContent).toMatch(/owner keeps/);
	expect(within("acc_02grace", "remove-member")).toBeNull();
	expect(row("acc_02grace").textContent).toContain("You");
	expect(within(mei.id, "remove-member")).not.toBeNull();
});

test("more are loaded page by page", async () => {
	const { user } = await open("many-members");
	expect(rows()).toBe(50);
	await user.click(hook("more-members"));
	await waitFor(() => expect(rows()).toBe(100));
	await user.click(hook("more-members"));
	await waitFor(() => expect(rows()).toBe(120));
	expect(has("more-members")).toBe(false);
});

test("the portal is asked once typing pauses; late answers to earlier searches don't count", async () => {
	const { host, user } = await open("many-members");
	host.hold("members");
	await user.type(input("memberSearch"), "Member 01");
	await waitFor(() => expect(host.callsOf("members")).toHaveLength(2));
	await user.type(input("memberSearch"), "9");
	await waitFor(() => expect(host.callsOf("members")).toHaveLength(3));
	expect(host.callsOf("members").map(([search]) => search)).toEqual(["", "Member 01", "Member 019"]);
	host.releaseAll("members");
	await waitFor(() => expect(rows()).toBe(1));
});

test("a role that stands alone clears the others as it happens, and says which", async () => {
	const { user } = await change();
	expect(button("save-roles").disabled).toBe(true);
	expect(button("save-roles").getAttribute("aria-describedby")).toBe(hook("roles-missing").id);
	await user.click(hook("role-billing_admin"));
	await user.click(hook("role-admin"));
	expect(hook("roles-cleared").textContent).toBe(
		"Admin stands alone, so this was cleared: Billing Admin, Chart Editor.",
	);
	expect((hook("role-chart_editor") as HTMLInputElement).checked).toBe(false);
	await user.click(hook("role-chart_editor"));
	expect(hook("roles-cleared").textContent).toBe("Admin stands alone, so choosing Chart Editor cleared it.");
	expect((hook("role-admin") as HTMLInputElement).checked).toBe(false);
});

test("without a role nothing can be saved, and it says why", async () => {
	const { user } = await change();
	await user.click(hook("role-chart_editor"));
	expect(button("save-roles").disabled).toBe(true);
	expect(hook("roles-missing").textContent).toBe("Choose at least one role.");
});

test("by keys alone: roles are changed, and the focus comes back", async () => {
	const { host, user } = await open();
	within(mei.id, "change-roles").focus();
	await user.keyboard("{Enter}");
	await waitFor(() => expect(hook("change-roles-dialog").contains(document.activeElement)).toBe(true));
	expect(document.activeElement).toBe(hook("role-admin"));
	await user.tab();
	await user.keyboard(" {Enter}");
	await waitFor(() => expect(row(mei.id).textContent).toContain("Billing Admin"));
	expect(host.callsOf("changeMemberRoles")).toEqual([
		[mei.id, ["chart_editor"], ["billing_admin", "chart_editor"]],
	]);
	await waitFor(() => expect(document.activeElement).toBe(within(mei.id, "change-roles")));
	expect(hook("announcer").textContent).toBe("Roles of Mei Tanaka saved");
});

test("roles that somebody else changed meanwhile are shown, and can then be replaced", async () => {
	const { host, user } = await change();
	host.changeRolesAnswer = { kind: "changed_meanwhile", member: { ...mei, roles: ["billing_admin"] } };
	await user.click(hook("role-admin"));
	await user.click(hook("save-roles"));
	await waitFor(() => expect(hook("error").textContent).toMatch(/they are now: Billing Admin/));
	expect((hook("role-admin") as HTMLInputElement).checked).toBe(true);
	host.changeRolesAnswer = null;
	await user.click(hook("save-roles"));
	await waitFor(() => expect(has("change-roles-dialog")).toBe(false));
	expect(host.callsOf("changeMemberRoles")[1]).toEqual([mei.id, ["billing_admin"], ["admin"]]);
});

test.each<[ChangeMemberRolesOutcome, string]>([
	[{ kind: "not_found" }, "not_found"],
	[{ kind: "roles_refused", reason: "not_alone" }, "not_alone"],
	[{ kind: "unsupported" }, "unsupported"],
])("the refusal %o is explained", async (outcome, code) => {
	const { host, user } = await change();
	host.changeRolesAnswer = outcome;
	await user.click(hook("role-admin"));
	await user.click(hook("save-roles"));
	await waitFor(() => expect(codeOf()).toBe(code));
});

test("who takes the Admin role from themselves is warned, and then is taken home", async () => {
	const { app, host, user } = await change("acc_02grace", "organization-admin");
	await user.click(hook("role-chart_editor"));
	await user.click(hook("save-roles"));
	await waitFor(() => hook("gives-up-own"));
	expect(host.callsOf("changeMemberRoles")).toEqual([]);
	await user.click(hook("cancel-roles"));
	expect((hook("role-chart_editor") as HTMLInputElement).checked).toBe(true);
	await user.click(hook("save-roles"));
	await waitFor(() => hook("gives-up-own"));
	await user.click(hook("save-roles"));
	await waitFor(() => expect(app.router.path).toBe(landingPage));
	await waitFor(() => expect(has("members-page")).toBe(false));
	expect(has("edit-organization")).toBe(false);
});

test("a member is removed once that is confirmed", async () => {
	const { host, user } = await open();
	await user.click(within(mei.id, "remove-member"));
	await waitFor(() => hook("confirm-remove-member"));
	await user.click(hook("confirm-remove-member"));
	await waitFor(() => expect(row(mei.id)).toBeNull());
	expect(host.callsOf("removeMember")).toEqual([[mei.id]]);
	expect(hook("members-total").textContent).toBe("2 members");
	expect(hook("announcer").textContent).toBe("Mei Tanaka is no longer a member");
	// The button that led there is gone with its row.
	await waitFor(() => expect(document.activeElement).toBe(document.querySelector("main h1")));
});

test("a removal that fails leaves the member where they are", async () => {
	const { host, user } = await open();
	host.fail("removeMember", "portal_failed");
	await user.click(within(mei.id, "remove-member"));
	await waitFor(() => hook("confirm-remove-member"));
	await user.click(hook("confirm-remove-member"));
	await waitFor(() => expect(codeOf()).toBe("portal_failed"));
	expect(row(mei.id)).not.toBeNull();
});

test("an account becomes a member with roles", async () => {
	const { host, user } = await add();
	expect(button("confirm-add-member").disabled).toBe(true);
	await user.keyboard(" new@acme.example ");
	expect(hook("member-missing").textContent).toBe("Choose at least one role.");
	await user.click(hook("role-chart_editor"));
	await user.click(hook("confirm-add-member"));
	await waitFor(() => expect(rows()).toBe(4));
	expect(host.callsOf("addMember")).toEqual([["new@acme.example", ["chart_editor"]]]);
	expect(hook("members-total").textContent).toBe("4 members");
});

test.each<[AddMemberOutcome, string]>([
	[{ kind: "account_not_found" }, "account_not_found"],
	[{ kind: "already_member", member: mei }, "already_member"],
	[{ kind: "roles_refused", reason: "no_role" }, "no_role"],
	[{ kind: "too_many_attempts", retryAfterSeconds: 45 }, "too_many_attempts"],
	[{ kind: "unsupported" }, "unsupported"],
])("the refusal %o of a new member is explained", async (outcome, code) => {
	const { host, user } = await add();
	host.addMemberAnswer = outcome;
	await user.click(hook("role-chart_editor"));
	await user.type(input("memberEmail"), "new@acme.example{Enter}");
	await waitFor(() => expect(codeOf()).toBe(code));
	expect(rows()).toBe(3);
	expect(button("confirm-add-member").disabled).toBe(outcome.kind === "too_many_attempts");
});

test("who may not manage members is told so, and nothing is asked", async () => {
	const { app, host } = await openScenario("organization-member");
	app.router.open("/members");
	await waitFor(() => hook("home-page"));
	expect(has("members-page")).toBe(false);
	expect(host.callsOf("members")).toEqual([]);
});

test("members that could not be loaded are asked for again, once", async () => {
	const { host, user } = await open("profile", (host) => host.fail("members", "portal_failed"));
	expect(host.callsOf("members")).toHaveLength(1);
	host.fail("members", null);
	await user.click(hook("retry-members"));
	await waitFor(() => expect(rows()).toBe(3));
});
