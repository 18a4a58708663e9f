import { waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { meetTheirs, name, open, rename, theirs } from "../../../tests/organization-editor";
import { has, hook } from "../../../tests/render-app";

test("what somebody else changed meanwhile stands next to what was typed; nothing is lost", async () => {
	await meetTheirs();
	expect(hook("theirs").textContent).toContain("ACME Machines");
	expect(hook("mine").textContent).toContain("ACME Robots");
	expect(name()).toBe("ACME Robots");
});

test("theirs can be taken", async () => {
	const { host, user } = await meetTheirs();
	await user.click(hook("use-theirs"));
	expect(name()).toBe("ACME Machines");
	expect(has("changed-meanwhile")).toBe(false);
	expect(host.callsOf("updateOrganization")).toHaveLength(1);
});

test("each version has the initials of its own name", async () => {
	const rendered = await open();
	await rename(rendered, "borealis (Foods)");
	const settings = { ...theirs(rendered.host), initials: "AM" };
	rendered.host.updateAnswer = { kind: "changed_meanwhile", settings };
	await rendered.user.keyboard("{Enter}");
	await waitFor(() => hook("changed-meanwhile"));
	const initials = (whose: string) => hook(whose).querySelector("[data-test=avatar]")?.textContent.trim();
	expect([initials("theirs"), initials("mine")]).toEqual(["AM", "BF"]);
});

test("a picture that is kept is theirs in both versions", async () => {
	const rendered = await open();
	await rename(rendered);
	const image = "data:image/png;base64,AAAA";
	const settings = { ...theirs(rendered.host), image };
	rendered.host.updateAnswer = { kind: "changed_meanwhile", settings };
	await rendered.user.keyboard("{Enter}");
	await waitFor(() => hook("changed-meanwhile"));
	for (const whose of ["theirs", "mine"]) {
		expect(hook(whose).querySelector("img")?.getAttribute("src")).toBe(image);
	}
});

test("the two versions have the focus where the button that led to them is gone", async () => {
	const rendered = await open();
	const { host, user } = rendered;
	await rename(rendered);
	host.updateAnswer = { kind: "changed_meanwhile", settings: theirs(host) };
	await user.click(hook("save-organization"));
	await waitFor(() => expect(document.activeElement).toBe(hook("changed-meanwhile")));
	await user.tab();
	expect(document.activeElement).toBe(hook("use-theirs"));
});

test("one's own can be saved over theirs, once both were seen", async () => {
	const { host, user } = await meetTheirs();
	await user.keyboard("{Enter}");
	expect(host.callsOf("updateOrganization"), "Enter does not decide").toHaveLength(1);
	await user.click(hook("save-mine"));
	await waitFor(() => expect(has("changed-meanwhile")).toBe(false));
	expect(host.callsOf("updateOrganization")[1]).toEqual(["7", "ACME Robots", { kind: "keep" }]);
});

test("a duty to use MFA that somebody else changed meanwhile is not changed", async () => {
	const { host, user } = await open();
	host.updateAnswer = { kind: "changed_meanwhile", settings: theirs(host) };
	await user.click(hook("enforce-mfa"));
	await waitFor(() => hook("confirm-mfa-requirement"));
	await user.click(hook("confirm-mfa-requirement"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("changed_meanwhile"));
	expect(hook("mfa-requirement-dialog").querySelector("h2")?.textContent).toBe(
		"Require MFA in ACME Machines?",
	);
	host.updateAnswer = null;
	await user.click(hook("confirm-mfa-requirement"));
	await waitFor(() => expect(has("mfa-requirement-dialog")).toBe(false));
	expect(host.callsOf("setMfaRequirement").map(([version]) => version)).toEqual(["1", "7"]);
});

test("with a name not saved yet, a duty to use MFA can be tried again, and the name is left to decide", async () => {
	const rendered = await open();
	const { host, user } = rendered;
	await rename(rendered);
	host.updateAnswer = { kind: "changed_meanwhile", settings: theirs(host) };
	await user.click(hook("enforce-mfa"));
	await waitFor(() => hook("confirm-mfa-requirement"));
	await user.click(hook("confirm-mfa-requirement"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("changed_meanwhile"));
	host.updateAnswer = null;
	await user.click(hook("confirm-mfa-requirement"));
	await waitFor(() => expect(has("mfa-requirement-dialog")).toBe(false));
	expect(host.callsOf("setMfaRequirement").map(([version]) => version)).toEqual(["1", "7"]);
	expect(hook("enforce-mfa").getAttribute("aria-checked")).toBe("true");
	expect(name()).toBe("ACME Robots");
	expect(host.callsOf("updateOrganization")).toEqual([]);
	await user.click(hook("save-mine"));
	await waitFor(() => expect(has("changed-meanwhile")).toBe(false));
	expect(host.callsOf("updateOrganization")).toEqual([["2", "ACME Robots", { kind: "keep" }]]);
	expect(hook("enforce-mfa").getAttribute("aria-checked")).toBe("true");
});
