import { waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { acmeRequires, codes } from "$lib/host/sample-security";
import { scenarios } from "$lib/host/scenarios";
import { button, has, hook, input, openScenario, renderApp } from "../../../tests/render-app";

async function openRequired(contacts: string[], viewerIsContact: boolean) {
	await renderApp((host) => {
		scenarios["mfa-required"]?.(host);
		host.profile.security.mfa.requiredBy = [{ ...acmeRequires, contacts, viewerIsContact, inView: true }];
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	expect(button("mfa-switch").disabled).toBe(true);
	return hook("mfa-required").textContent.trim();
}

const names = ["Grace Hopper", "Katherine Johnson", "Alan Turing", "Edsger Dijkstra", "Barbara Liskov"];

test.each([
	[names.slice(0, 2), false, "Ask Grace Hopper or Katherine Johnson."],
	[names.slice(0, 4), false, "Ask Grace Hopper, Katherine Johnson, Alan Turing or 1 other."],
	[names, false, "Ask Grace Hopper, Katherine Johnson, Alan Turing or 2 others."],
	[[], true, "You manage this organization."],
	[["Grace Hopper"], true, "You and Grace Hopper manage this organization."],
	[names, true, "You, Grace Hopper, Katherine Johnson and 3 others manage this organization."],
])(
	"a switch that an organization locks says which, since when, and whom to ask: %j",
	async (contacts, viewerIsContact, ask) => {
		const said = await openRequired(contacts, viewerIsContact);
		expect(said).toBe(`Required by ACME Robotics since 3 May 2026. ${ask}`);
	},
);

test("somebody else of the same name is to be asked", async () => {
	const said = await openRequired(["Ada Lovelace"], false);
	expect(said).toContain("Ask Ada Lovelace.");
});

test("members without MFA are led to it, and may put it off once", async () => {
	const { user } = await renderApp((host) => scenarios["enrollment-required"]?.(host));
	await waitFor(() => hook("enrollment-required-page"));
	expect(hook("mfa-requirement").textContent).toContain("ACME Robotics");
	await user.click(hook("not-now"));
	await waitFor(() => hook("profile-page"));
	expect(button("mfa-switch").disabled).toBe(false);
});

test("there is no way past it while the organization is in view", async () => {
	const { user } = await renderApp((host) => scenarios["enrollment-required-in-view"]?.(host));
	await waitFor(() => hook("enrollment-required-page"));
	expect(has("not-now")).toBe(false);
	await user.click(hook("set-up-mfa"));
	await waitFor(() => input("code"));
	await user.type(input("code"), codes.right);
	await waitFor(() => hook("codes-saved"));
	await user.click(hook("codes-saved"));
	await user.click(hook("finish-enroll"));
	await waitFor(() => hook("profile-page"));
});

test("whoever wants no MFA goes to another organization from there, or leaves this one", async () => {
	const { host, user } = await renderApp((host) => {
		scenarios["enrollment-required-in-view"]?.(host);
		host.profile.organization.canLeave = true;
	});
	await waitFor(() => hook("enrollment-required-page"));
	await user.click(hook("elsewhere"));
	await waitFor(() => hook("organization-palette"));
	await user.keyboard("{Escape}");
	await waitFor(() => expect(has("organization-palette")).toBe(false));
	await user.click(hook("leave-organization"));
	await waitFor(() => hook("confirm-leave-organization"));
	host.profile.security.mfa.requiredBy = [];
	await user.click(hook("confirm-leave-organization"));
	await waitFor(() => hook("home-page"));
	expect(host.callsOf("leaveOrganization")).toHaveLength(1);
});

test("the owner has no way to leave there", async () => {
	await renderApp((host) => {
		scenarios["enrollment-required-in-view"]?.(host);
		host.profile.organization.canLeave = false;
	});
	await waitFor(() => hook("elsewhere"));
	expect(has("leave-organization")).toBe(false);
});

test.each(["toast-switch", "open-sessions"])("what is required since is met at %s", async (next) => {
	const { host, user } = await openScenario("profile");
	host.profile.security.mfa.requiredBy = [{ ...acmeRequires, inView: true }];
	await user.click(hook(next));
	await waitFor(() => hook("enrollment-required-page"));
	expect(hook("mfa-requirement").textContent).toContain("ACME Robotics");
	expect(document.activeElement?.tagName).toBe("H1");
});

test("a command that the portal refuses until MFA is on leads there", async () => {
	const { host, user } = await openScenario("profile");
	host.fail("setToastNotifications", "mfa_enrollment_required");
	host.profile.security.mfa.requiredBy = [{ ...acmeRequires, inView: true }];
	await user.click(hook("toast-switch"));
	await waitFor(() => hook("enrollment-required-page"));
	await waitFor(() => hook("mfa-requirement"));
});

test("another organization, which does not require it, opens from there", async () => {
	const { host, user } = await openScenario("profile");
	host.fail("setToastNotifications", "mfa_enrollment_required");
	host.profile.security.mfa.requiredBy = [{ ...acmeRequires, inView: true }];
	await user.click(hook("toast-switch"));
	await waitFor(() => hook("mfa-requirement"));
	await user.keyboard("{Control>}k{/Control}");
	await waitFor(() => expect(document.activeElement).toBe(input("organizationSearch")));
	host.profile.security.mfa.requiredBy = [acmeRequires];
	await user.keyboard("borealis{Enter}");
	await waitFor(() => hook("home-page"));
	expect(has("enrollment-required-page")).toBe(false);
});
