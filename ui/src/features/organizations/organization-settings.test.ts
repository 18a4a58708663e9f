import { waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { password } from "$lib/host/sample";
import { sampleKeys } from "$lib/host/sample-security";
import { name, open, rename, start } from "../../../tests/organization-editor";
import { button, has, hook, input } from "../../../tests/render-app";

test("the pencil is there for those who may change the organization, leaving for the others", async () => {
	await start("organization-member");
	expect(has("edit-organization")).toBe(false);
	expect(has("leave-organization")).toBe(true);
});

test("the personal account has neither", async () => {
	await start("personal");
	expect(has("edit-organization") || has("leave-organization")).toBe(false);
});

test("a name is saved, and is the organization's everywhere at once", async () => {
	const rendered = await open();
	const { host, user } = rendered;
	expect(button("save-organization").disabled).toBe(true);
	await rename(rendered, " ACME Robots ");
	await user.click(hook("save-organization"));
	await waitFor(() => expect(hook("announcer").textContent).toBe("Organization saved"));
	expect(host.callsOf("updateOrganization")).toEqual([["1", "ACME Robots", { kind: "keep" }]]);
	expect(hook("organization-page").querySelector("h1")?.textContent).toBe("Settings of ACME Robots");
	expect(button("save-organization").disabled).toBe(true);
	expect(document.activeElement).toBe(input("organizationName"));
});

test("what is changed can be discarded", async () => {
	const rendered = await open();
	await rename(rendered);
	await rendered.user.click(hook("discard-organization"));
	expect(name()).toBe("ACME Robotics");
	expect(has("discard-organization")).toBe(false);
});

test("the picture is taken away", async () => {
	const { host, user } = await open("profile", ({ profile }) => {
		profile.organization.image = "data:image/png;base64,AAAA";
	});
	await user.click(hook("remove-picture"));
	await user.click(hook("save-organization"));
	await waitFor(() => expect(host.profile.organization.image).toBeNull());
	expect(host.callsOf("updateOrganization")[0]?.[2]).toEqual({ kind: "remove" });
});

test("leaving with unsaved changes asks first", async () => {
	const rendered = await open();
	const { user } = rendered;
	await rename(rendered);
	await user.click(hook("back-to-profile"));
	await waitFor(() => hook("unsaved-question"));
	await user.click(hook("stay"));
	await waitFor(() => expect(has("unsaved-question")).toBe(false));
	expect(name()).toBe("ACME Robots");
	await user.click(hook("back-to-profile"));
	await waitFor(() => hook("leave"));
	await user.click(hook("leave"));
	await waitFor(() => hook("profile-page"));
	await user.click(hook("log-out"));
	expect(has("unsaved-question")).toBe(false);
});

test("going to another organization with unsaved changes asks first, and then goes there", async () => {
	const rendered = await open();
	const { host, user } = rendered;
	await rename(rendered);
	await user.keyboard("{Control>}1{/Control}");
	await waitFor(() => hook("unsaved-question"));
	expect(host.callsOf("switchOrganization")).toEqual([]);
	await user.click(hook("leave"));
	await waitFor(() => expect(hook("home-page").textContent).toContain("Ada Lovelace"));
	expect(has("organization-page")).toBe(false);
});

test("once a save that was under way is done, nothing is asked any more", async () => {
	const rendered = await open();
	const { host, user } = rendered;
	await rename(rendered);
	host.hold("updateOrganization");
	await user.click(hook("save-organization"));
	await user.click(hook("back-to-profile"));
	await waitFor(() => hook("unsaved-question"));
	host.releaseAll("updateOrganization");
	await waitFor(() => hook("profile-page"));
	expect(has("unsaved-question")).toBe(false);
});

test("requiring MFA says whom it concerns, asks, and wants to know who it is", async () => {
	const { host, user } = await open("unconfirmed", (host) => {
		host.settings.viewerWithoutMfa = true;
	});
	await user.click(hook("enforce-mfa"));
	await waitFor(() => hook("mfa-requirement-dialog"));
	expect(hook("mfa-concerns").textContent).toMatch(
		/1 of 3 members has none yet\. You are one of them: you will/,
	);
	expect(hook("enforce-mfa").getAttribute("aria-checked")).toBe("true");
	await user.click(hook("cancel-mfa-requirement"));
	expect(hook("enforce-mfa").getAttribute("aria-checked")).toBe("false");
	expect(host.callsOf("setMfaRequirement")).toEqual([]);

	await user.click(hook("enforce-mfa"));
	await waitFor(() => hook("confirm-mfa-requirement"));
	await user.click(hook("confirm-mfa-requirement"));
	await waitFor(() => hook("confirm-identity-dialog"));
	await user.type(input("password"), password);
	await user.type(input("code"), "123456");
	await waitFor(() => expect(has("confirm-identity-dialog")).toBe(false));
	await waitFor(() => expect(hook("announcer").textContent).toBe("MFA is required now"));
	expect(host.profile.organization.mfaRequiredSince).not.toBeNull();
	expect(hook("enforce-mfa").getAttribute("aria-checked")).toBe("true");
});

test("who is led to MFA by requiring it is told that what is not saved is lost, and can stay", async () => {
	const rendered = await open("profile", ({ settings }) => void (settings.viewerWithoutMfa = true));
	const { host, user } = rendered;
	await user.click(hook("enforce-mfa"));
	await waitFor(() => hook("mfa-requirement-dialog"));
	expect(has("mfa-loses-draft")).toBe(false);
	expect(hook("cancel-mfa-requirement").textContent.trim()).toBe("Cancel");
	await user.click(hook("cancel-mfa-requirement"));

	await rename(rendered);
	await user.click(hook("enforce-mfa"));
	await waitFor(() => expect(hook("mfa-loses-draft").textContent).toMatch(/not saved, and is lost/));
	expect(hook("cancel-mfa-requirement").textContent.trim()).toBe("Go back");
	await user.click(hook("cancel-mfa-requirement"));
	expect(name()).toBe("ACME Robots");
	expect(hook("enforce-mfa").getAttribute("aria-checked")).toBe("false");
	expect(host.callsOf("setMfaRequirement")).toEqual([]);
});

test("who has MFA loses nothing by requiring it, nor does who stops requiring it", async () => {
	const rendered = await open();
	const { host, user } = rendered;
	await rename(rendered);
	await user.click(hook("enforce-mfa"));
	await waitFor(() => hook("mfa-requirement-dialog"));
	expect(has("mfa-loses-draft")).toBe(false);
	host.settings.viewerWithoutMfa = true;
	await user.click(hook("confirm-mfa-requirement"));
	await waitFor(() => expect(has("mfa-requirement-dialog")).toBe(false));
	await user.click(hook("enforce-mfa"));
	await waitFor(() => hook("mfa-requirement-dialog"));
	expect(has("mfa-loses-draft")).toBe(false);
	expect(name()).toBe("ACME Robots");
});

test("deleting names what is lost and wants the name; then the personal account is open", async () => {
	const { host, user } = await open();
	await user.click(hook("delete-organization"));
	await waitFor(() => hook("what-is-lost"));
	const lost = hook("what-is-lost").textContent;
	for (const words of [
		"12 devices",
		"3 charts workspaces",
		"2 other members",
		"12,480.5 credits",
		"3 exports",
	])
		expect(lost).toContain(words);
	expect(lost).not.toContain("API");
	expect(button("confirm-delete-organization").disabled).toBe(true);
	await user.type(input("confirmOrganization"), "ACME Robotics{Enter}");
	await waitFor(() => expect(hook("home-page").textContent).toContain("Ada Lovelace"));
	expect(host.callsOf("deleteOrganization")).toEqual([["ACME Robotics"]]);
	expect(hook("announcer").textContent).toMatch(/^ACME Robotics was deleted/);
	expect(has("dismiss-organization-lost")).toBe(false);
});

test("a name that no keyboard has can be typed, and is sent as it is", async () => {
	const exact = "ACME\u00a0Robotics – Zürich";
	const { host, user } = await open("profile", ({ profile, organizationList }) => {
		profile.organization.name = exact;
		for (const each of organizationList) if (each.id === profile.organization.id) each.name = exact;
	});
	await user.click(hook("delete-organization"));
	await waitFor(() => hook("delete-organization-dialog"));
	await user.type(input("confirmOrganization"), "ACME Robotics - Zurich");
	expect(button("confirm-delete-organization").disabled).toBe(true);
	await user.clear(input("confirmOrganization"));
	await user.type(input("confirmOrganization"), "ACME Robotics - Zu\u0308rich{Enter}");
	await waitFor(() => expect(has("organization-page")).toBe(false));
	expect(host.callsOf("deleteOrganization")).toEqual([[exact]]);
});

test("the owner is told why they can't leave", async () => {
	await open();
	expect(has("leave-organization")).toBe(false);
	expect(hook("organization-page").textContent).toContain(
		"The owner can’t leave an organization, only delete it.",
	);
});

test("a name written from right to left turns nothing around it", async () => {
	const hebrew = "שלום בע״מ";
	const { user } = await open("profile", ({ profile }) => void (profile.organization.name = hebrew));
	expect(hook("organization-page").querySelector("h1")?.textContent).toBe(
		`Settings of \u2068${hebrew}\u2069`,
	);
	await user.click(hook("delete-organization"));
	await waitFor(() => hook("delete-organization-dialog"));
	await user.type(input("confirmOrganization"), hebrew);
	expect(button("confirm-delete-organization").disabled).toBe(false);
});

test("deleting tells what there is by now, and the name by now", async () => {
	const { host, user } = await open();
	host.profile.organization.name = "Delta";
	host.settings.version = "9";
	if (host.settings.deletion) host.settings.deletion.devices = 31;
	await user.click(hook("delete-organization"));
	await waitFor(() => expect(hook("what-is-lost").textContent).toContain("31 devices"));
	await user.type(input("confirmOrganization"), "ACME Robotics");
	expect(button("confirm-delete-organization").disabled).toBe(true);
	await user.clear(input("confirmOrganization"));
	await user.type(input("confirmOrganization"), "Delta");
	expect(button("confirm-delete-organization").disabled).toBe(false);
});

test("who is no owner can leave, but not delete", async () => {
	const { user } = await open("organization-admin");
	expect(has("delete-organization")).toBe(false);
	await user.click(hook("leave-organization"));
	await waitFor(() => hook("confirm-leave-organization"));
	await user.click(hook("confirm-leave-organization"));
	await waitFor(() => expect(hook("home-page").textContent).toContain("Ada Lovelace"));
});

test("the keys of an organization say whose they are and who created them", async () => {
	const { user } = await open("organization-keys", (host) => {
		host.keys = sampleKeys.map((key) => ({ ...key, createdBy: "Grace Hopper" }));
	});
	await user.click(hook("open-organization-keys"));
	await waitFor(() => expect(hook("api-keys-page").dataset["state"]).toBe("ready"));
	expect(hook("api-keys-page").querySelector("h1")?.textContent).toBe("API Keys of ACME Robotics");
	expect(hook("api-keys-page").textContent).toContain("by Grace Hopper");
	await user.click(hook("back-to-organization"));
	await waitFor(() => expect(document.activeElement).toBe(hook("open-organization-keys")));
});

test("settings that could not be loaded are asked for again", async () => {
	const { host, user } = await start("profile", (host) => host.fail("organizationSettings", "portal_failed"));
	await user.click(hook("edit-organization"));
	await waitFor(() => hook("retry-settings"));
	host.fail("organizationSettings", null);
	await user.click(hook("retry-settings"));
	await waitFor(() => expect(hook("organization-page").dataset["state"]).toBe("ready"));
});

test("away from the portal nothing can be saved, it says why, and what was typed stays", async () => {
	const rendered = await open();
	const { host, user } = rendered;
	await rename(rendered);
	host.fail("updateOrganization", "portal_unreachable");
	host.fail("refreshProfile", "portal_unreachable");
	await user.click(hook("save-organization"));
	await waitFor(() => expect(button("save-organization").disabled).toBe(true));
	expect(hook("organization-form").textContent).toMatch(/until the app is connected again/);
	expect(name()).toBe("ACME Robots");
	expect(button("enforce-mfa").disabled).toBe(true);
});
