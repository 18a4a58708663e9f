import { fireEvent, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { CreateOrganizationOutcome } from "$lib/bindings/CreateOrganizationOutcome";
import type { FakeHost } from "$lib/host/fake";
import { scenarios } from "$lib/host/scenarios";
import { button, has, hook, input, renderApp } from "../../../tests/render-app";

async function openSwitcher(scenario = "profile", prepare: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios[scenario]?.(host);
		prepare(host);
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	await rendered.user.click(hook("switch-organization"));
	await waitFor(() => hook("create-organization"));
	return rendered;
}

async function open() {
	const rendered = await openSwitcher();
	await rendered.user.click(hook("create-organization"));
	await waitFor(() => expect(document.activeElement).toBe(input("organizationName")));
	return rendered;
}

const png = () => new File(["picture"], "picture.png", { type: "image/png" });
const codeOf = () => hook("error").dataset["code"];

test("counts those that were created, and at the limit says why there are no more", async () => {
	await openSwitcher();
	expect(hook("owned-count").textContent).toBe("1/3");
	expect(button("create-organization").hasAttribute("aria-disabled")).toBe(false);
});

test("at the limit it can't be pressed, and says why", async () => {
	const { user } = await openSwitcher("three-owned");
	expect(hook("owned-count").textContent).toBe("3/3");
	expect(button("create-organization").getAttribute("aria-disabled")).toBe("true");
	expect(button("create-organization").getAttribute("aria-describedby")).toBe(hook("owned-limit").id);
	expect(hook("owned-limit").textContent).toMatch(/3 organizations/);
	await user.tab();
	expect(document.activeElement, "the keyboard reaches the reason").toBe(hook("create-organization"));
	await user.keyboard("{Enter}");
	expect(hook("announcer").textContent).toMatch(/3 organizations/);
	expect(has("create-organization-dialog")).toBe(false);
});

test("by keys alone: an organization is created and is the one in view", async () => {
	const { host, user } = await openSwitcher();
	await user.tab();
	await user.keyboard("{Enter}");
	await waitFor(() => expect(document.activeElement).toBe(input("organizationName")));
	await user.keyboard("  Orbital Mills {Enter}");
	await waitFor(() => expect(hook("home-title").textContent).toBe("Orbital Mills"));
	expect(host.callsOf("createOrganization")).toEqual([["Orbital Mills", null]]);
	expect(has("create-organization-dialog")).toBe(false);
	expect(hook("announcer").textContent).toMatch(/Orbital Mills was created/);
	await waitFor(() => expect(document.activeElement).toBe(hook("home-title")));
});

test.each([
	["", "name_empty"],
	["   ", "name_empty"],
	["x".repeat(101), "name_too_long"],
	["tab\there", "name_invalid_characters"],
])("the name “%s” is refused as %s", async (name, code) => {
	const { host, user } = await open();
	if (name) await user.paste(name);
	await user.click(hook("confirm-create-organization"));
	await waitFor(() => expect(codeOf()).toBe(code));
	expect(input("organizationName").getAttribute("aria-describedby")).toBe(hook("error").id);
	expect(host.callsOf("createOrganization")).toEqual([]);
});

test("a name that is too long is refused while it is typed, and no longer once it is not", async () => {
	const { user } = await open();
	await user.paste("x".repeat(101));
	expect(codeOf()).toBe("name_too_long");
	await user.keyboard("{Backspace}");
	expect(has("error")).toBe(false);
});

test.each<[CreateOrganizationOutcome, string]>([
	[{ kind: "name_refused", reason: "too_long", maximum_length: 64 }, "name_too_long"],
	[{ kind: "picture_refused", reason: "not_a_picture" }, "picture_not_a_picture"],
	[{ kind: "limit_reached", owned: 3, limit: 3 }, "limit_reached"],
	[{ kind: "unsupported" }, "unsupported"],
])("the portal's refusal %o is explained", async (outcome, code) => {
	const { host, user } = await open();
	host.createOrganizationAnswer = outcome;
	await user.keyboard("Orbital Mills{Enter}");
	await waitFor(() => expect(codeOf()).toBe(code));
	expect(hook("organization-name").textContent).toBe("ACME Robotics");
});

test("a lost answer can be asked for again without a second organization", async () => {
	const { host, user } = await open();
	host.lose("createOrganization", "portal_timed_out");
	await user.keyboard("Orbital Mills{Enter}");
	await waitFor(() => expect(hook("create-uncertain").textContent).toMatch(/does not create a second/));
	host.lose("createOrganization", null);
	await user.click(hook("confirm-create-organization"));
	await waitFor(() => expect(hook("home-title").textContent).toBe("Orbital Mills"));
	expect(host.organizationList.filter(({ name }) => name === "Orbital Mills")).toHaveLength(1);
	expect(has("dismiss-organization-lost")).toBe(false);
});

test("a picture is chosen, shown, sent, and can be taken away", async () => {
	const { host, user } = await open();
	await user.upload(input("picture"), png());
	await waitFor(() => hook("remove-picture"));
	expect(host.callsOf("preparePicture")).toEqual([[btoa("picture")]]);
	expect(hook("picture-field").querySelector("img")?.src).toMatch(/^data:image\/png/);
	await user.click(hook("remove-picture"));
	expect(hook("picture-field").querySelector("img")).toBeNull();
	await user.upload(input("picture"), png());
	await waitFor(() => hook("remove-picture"));
	await user.type(input("organizationName"), "Orbital Mills{Enter}");
	await waitFor(() => expect(host.callsOf("createOrganization")[0]?.[1]).toMatch(/^data:image\/png;base64,/));
});

test("a picture can be dropped", async () => {
	const { host } = await open();
	await fireEvent.drop(hook("picture-field"), { dataTransfer: { files: [png()] } });
	await waitFor(() => hook("remove-picture"));
	expect(host.callsOf("preparePicture")).toHaveLength(1);
});

test("a file of more than 20 MiB is refused without being read", async () => {
	const { host, user } = await open();
	const file = png();
	Object.defineProperty(file, "size", { value: 20 * 1024 * 1024 + 1 });
	await user.upload(input("picture"), file);
	await waitFor(() => expect(codeOf()).toBe("picture_too_large"));
	expect(host.callsOf("preparePicture")).toEqual([]);
});

test("what is no picture is refused, and the one chosen before stays", async () => {
	const { host, user } = await open();
	await user.upload(input("picture"), png());
	await waitFor(() => hook("remove-picture"));
	host.pictureAnswer = { kind: "refused", reason: "not_a_picture" };
	await user.upload(input("picture"), png());
	await waitFor(() => expect(codeOf()).toBe("picture_not_a_picture"));
	expect(hook("picture-field").querySelector("img")).not.toBeNull();
});

test("while it is created the dialog stays", async () => {
	const { host, user } = await open();
	host.hold("createOrganization");
	await user.keyboard("Orbital Mills{Enter}{Escape}");
	expect(has("create-organization-dialog")).toBe(true);
	await user.dblClick(hook("confirm-create-organization"));
	expect(host.callsOf("createOrganization")).toHaveLength(1);
});
