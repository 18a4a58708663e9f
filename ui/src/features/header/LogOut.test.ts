import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { scenarios } from "$lib/host/scenarios";
import { has, hook, renderApp } from "../../../tests/render-app";

async function ask() {
	const rendered = await renderApp((host) => scenarios["profile"]?.(host));
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	await rendered.user.click(hook("log-out"));
	await screen.findByRole("dialog", { name: "Log out of ACME Portal?" });
	return rendered;
}

test("asks first, and Cancel gives the focus back", async () => {
	const { host, user } = await ask();
	await waitFor(() => expect(hook("log-out-dialog").contains(document.activeElement)).toBe(true));
	await user.click(hook("cancel-log-out"));
	await waitFor(() => expect(has("log-out-dialog")).toBe(false));
	await waitFor(() => expect(document.activeElement).toBe(hook("log-out")));
	expect(host.callsOf("signOut")).toHaveLength(0);
});

test("Escape closes the question", async () => {
	const { user } = await ask();
	await waitFor(() => expect(hook("log-out-dialog").contains(document.activeElement)).toBe(true));
	await user.keyboard("{Escape}");
	await waitFor(() => expect(has("log-out-dialog")).toBe(false));
});

test("what was said to the person is not there for the next one", async () => {
	const { app, user } = await ask();
	app.announcer.say("Borealis Foods is open");
	await waitFor(() => expect(hook("announcer").textContent).toBe("Borealis Foods is open"));
	await user.click(hook("confirm-log-out"));
	await waitFor(() => expect(hook("sign-in-reason").dataset["kind"]).toBe("signed_out"));
	expect(hook("announcer").textContent).toBe("");
});

test("logs out and says so where one signs in again", async () => {
	const { user } = await ask();
	await user.click(hook("confirm-log-out"));
	await waitFor(() => expect(hook("sign-in-reason").dataset["kind"]).toBe("signed_out"));
	expect(has("log-out-dialog")).toBe(false);
});

test.each([
	[{ revoked: false, keyringCleared: true }, "signed_out_not_revoked", 1],
	[{ revoked: true, keyringCleared: false }, "signed_out_keyring_kept", 2],
	[{ revoked: false, keyringCleared: false }, "signed_out_not_revoked", 2],
])("says what logging out did not achieve: %o", async (outcome, kind, sentences) => {
	const { host, user } = await ask();
	host.signedOut = outcome;
	await user.click(hook("confirm-log-out"));
	await waitFor(() => expect(hook("sign-in-reason").dataset["kind"]).toBe(kind));
	expect(hook("sign-in-reason").querySelectorAll("p")).toHaveLength(sentences);
});

test("says when it failed, and can be tried again", async () => {
	const { host, user } = await ask();
	host.fail("signOut", "portal_failed");
	await user.click(hook("confirm-log-out"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_failed"));
	host.fail("signOut", null);
	await user.click(hook("confirm-log-out"));
	await waitFor(() => hook("sign-in-page"));
});

test.each(["not_signed_in", "session_ended"] as const)(
	"who has no session any more is led to sign in: %s",
	async (code) => {
		const { host, user } = await ask();
		host.fail("signOut", code);
		await user.click(hook("confirm-log-out"));
		await waitFor(() => expect(hook("sign-in-reason").dataset["kind"]).toBe(code));
		expect(has("log-out-dialog")).toBe(false);
	},
);

test("two quick clicks log out once", async () => {
	const { host, user } = await ask();
	host.hold("signOut");
	await user.dblClick(hook("confirm-log-out"));
	expect(host.callsOf("signOut")).toHaveLength(1);
});
