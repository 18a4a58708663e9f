import { fireEvent, screen, within, waitFor } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import type { FailureCode } from "$lib/bindings/FailureCode";
import { password } from "$lib/host/sample";
import { scenarios } from "$lib/host/scenarios";
import { has, hook, input, renderApp } from "../../../tests/render-app";

afterEach(() => {
	vi.useRealTimers();
});

async function open(scenario = "profile") {
	const rendered = await renderApp((host) => scenarios[scenario]?.(host));
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	return rendered;
}

async function edit() {
	const rendered = await open();
	await rendered.user.click(hook("edit-display-name"));
	return rendered;
}

test("Enter saves a new display name, everywhere at once, and gives the focus back", async () => {
	const { user } = await edit();
	expect(document.activeElement).toBe(input("displayName"));
	await user.keyboard(" Augusta Ada King {Enter}");
	await waitFor(() => expect(hook("display-name").textContent).toBe("Augusta Ada King"));
	expect(hook("nav-account").textContent).toContain("Augusta Ada King");
	await waitFor(() => expect(document.activeElement).toBe(hook("edit-display-name")));
	expect(hook("announcer").textContent).toBe("Display name saved");
});

test("Escape leaves the display name as it was", async () => {
	const { host, user } = await edit();
	await user.keyboard("Someone else{Escape}");
	expect(hook("display-name").textContent).toBe("Ada Lovelace");
	expect(host.callsOf("changeDisplayName")).toHaveLength(0);
	await waitFor(() => expect(document.activeElement).toBe(hook("edit-display-name")));
});

test("an unchanged display name is not saved", async () => {
	const { host, user } = await edit();
	await user.keyboard("{Enter}");
	expect(has("save-display-name")).toBe(false);
	expect(host.callsOf("changeDisplayName")).toHaveLength(0);
});

test.each<FailureCode>([
	"display_name_empty",
	"display_name_too_long",
	"display_name_invalid",
	"portal_failed",
])("%s is explained and keeps what was typed", async (code) => {
	const { host, user } = await edit();
	host.fail("changeDisplayName", code);
	await user.keyboard("Another{Enter}");
	expect((await screen.findByRole("alert")).dataset["code"]).toBe(code);
	expect(input("displayName").value).toBe("Another");
	await waitFor(() => expect(document.activeElement).toBe(input("displayName")));
});

test("a session that ends while saving gives back what was typed, once the same person is back", async () => {
	const { host, user } = await edit();
	host.fail("changeDisplayName", "session_ended");
	await user.keyboard("Augusta{Enter}");
	await waitFor(() => expect(hook("sign-in-reason").dataset["kind"]).toBe("session_ended"));

	await user.keyboard(`${password}{Enter}`);
	await waitFor(() => expect(input("displayName").value).toBe("Augusta"));
	expect(document.activeElement).toBe(input("displayName"));

	host.fail("changeDisplayName", null);
	await user.keyboard("{Enter}");
	await waitFor(() => expect(hook("display-name").textContent).toBe("Augusta"));
});

test("what one person typed is not given to another", async () => {
	const { host, user } = await edit();
	host.fail("changeDisplayName", "session_ended");
	await user.keyboard("Augusta{Enter}");
	await waitFor(() => hook("sign-in-reason"));

	host.profile.account = { ...host.profile.account, id: "acc_02grace", displayName: "Grace Hopper" };
	await user.keyboard(`${password}{Enter}`);
	await user.click(await waitFor(() => hook("nav-account")));
	await waitFor(() => expect(hook("display-name").textContent).toBe("Grace Hopper"));
	expect(has("save-display-name")).toBe(false);
});

test("logging out drops what was typed", async () => {
	const { user } = await edit();
	await user.keyboard("Augusta");
	await user.click(hook("log-out"));
	await waitFor(() => hook("log-out-dialog"));
	await user.click(hook("confirm-log-out"));
	await waitFor(() => hook("sign-in-reason"));

	await user.keyboard(`${password}{Enter}`);
	await user.click(await waitFor(() => hook("nav-account")));
	await waitFor(() => expect(hook("display-name").textContent).toBe("Ada Lovelace"));
});

test("a double click saves once", async () => {
	const { host, user } = await edit();
	host.hold("changeDisplayName");
	await user.keyboard("Another");
	await user.dblClick(hook("save-display-name"));
	expect(host.callsOf("changeDisplayName")).toHaveLength(1);
	expect(hook("save-display-name").textContent).toContain("Saving");
});

test("the email address can be copied", async () => {
	const { user } = await open();
	await user.click(hook("copy-email"));
	expect(await navigator.clipboard.readText()).toBe("ada@acme.example");
	expect(hook("announcer").textContent).toBe("Copied");
});

test("says when the clipboard is not available", async () => {
	const { user } = await open();
	vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
	await user.click(hook("copy-email"));
	await waitFor(() => expect(hook("announcer").textContent).toMatch(/by hand/));
});

test("a personal account that is named so is not called so twice", async () => {
	await renderApp((host) => {
		scenarios["personal"]?.(host);
		host.profile.organization.name = "Personal account";
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	expect(within(hook("profile-page")).getAllByText("Personal account")).toHaveLength(1);
});

test("all roles and the kind of a personal account are shown", async () => {
	await open("personal");
	expect(hook("organization-name").parentElement?.textContent).toContain("Personal account");
	expect(hook("roles").textContent).toBe("Owner");
});

test("says so when the app knows none of the roles", async () => {
	await renderApp((host) => {
		host.profile.organization.roles = [];
		scenarios["profile"]?.(host);
	});
	await waitFor(() => expect(hook("roles").textContent).toBe("None that this version of the app knows"));
});

test("a long display name can be read whole", async () => {
	const name = "W".repeat(100);
	await renderApp((host) => {
		host.profile.account.displayName = name;
		scenarios["profile"]?.(host);
	});
	await waitFor(() => expect(hook("display-name").title).toBe(name));
});

test("a picture that can't be drawn leaves the initials", async () => {
	await renderApp((host) => {
		host.profile.account.avatar = "data:image/png;base64,AAAA";
		scenarios["profile"]?.(host);
	});
	const pictures = () => [...document.querySelectorAll("[data-test=avatar] img")];
	await waitFor(() => expect(pictures()).toHaveLength(2));
	const avatars = pictures().map((picture) => picture.parentElement);
	for (const picture of pictures()) await fireEvent.error(picture);
	expect(pictures()).toHaveLength(0);
	for (const avatar of avatars) expect(avatar?.textContent.trim()).toBe("AL");
});
