import { screen, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { scenarios } from "$lib/host/scenarios";
import { password } from "$lib/host/sample";
import { button, has, hook, input, renderApp } from "../../../tests/render-app";

afterEach(() => {
	vi.useRealTimers();
});

async function open(scenario: string) {
	const rendered = await renderApp((host) => scenarios[scenario]?.(host));
	await waitFor(() => hook("sign-in-page"));
	return rendered;
}

test("a remembered address is filled in and the password has the focus", async () => {
	await open("sign-in");
	expect(input("email").value).toBe("ada@acme.example");
	expect(input("email").autocomplete).toBe("username");
	expect(input("password").autocomplete).toBe("current-password");
	expect(document.activeElement).toBe(input("password"));
});

test("Enter signs in and opens the profile", async () => {
	const { host, user } = await open("sign-in");
	await user.keyboard(`${password}{Enter}`);
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	expect(host.callsOf("signIn")).toEqual([["https://portal.acme.example", "ada@acme.example", password]]);
});

test("a double click signs in once", async () => {
	const { host, user } = await open("sign-in");
	host.hold("signIn");
	await user.keyboard(password);
	await user.dblClick(hook("sign-in"));
	expect(hook("sign-in").textContent).toContain("Signing in");
	expect(host.callsOf("signIn")).toHaveLength(1);
});

test("wrong credentials keep the email and put the focus on the password", async () => {
	const { user } = await open("sign-in");
	await user.keyboard("wrong{Enter}");
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("wrong_credentials");
	expect(input("email").value).toBe("ada@acme.example");
	await waitFor(() => expect(document.activeElement).toBe(input("password")));
	expect(input("password").getAttribute("aria-invalid")).toBe("true");
});

test("what is left empty is asked for, without asking the portal", async () => {
	const { host, user } = await open("sign-in");
	await user.clear(input("email"));
	await user.click(hook("sign-in"));
	expect(hook("error").dataset["code"]).toBe("email_missing");
	await user.type(input("email"), "ada@acme.example{Enter}");
	expect(hook("error").dataset["code"]).toBe("password_missing");
	expect(host.callsOf("signIn")).toHaveLength(0);
});

test("too many attempts count down until the next one is allowed", async () => {
	const { host, user } = await open("too-many-attempts");
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
	await user.keyboard("guess{Enter}");
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("too_many_attempts");
	expect(screen.getByRole("timer").textContent).toContain("45 seconds");
	expect(button("sign-in").disabled).toBe(true);

	vi.advanceTimersByTime(44_000);
	await tick();
	expect(screen.getByRole("timer").textContent).toContain("1 second");
	vi.advanceTimersByTime(1_000);
	await tick();
	expect(button("sign-in").disabled).toBe(false);

	host.signInAnswer = null;
	await user.clear(input("password"));
	await user.type(input("password"), `${password}{Enter}`);
	await waitFor(() => hook("profile-page"));
});

test("a way to sign in that the app doesn't know is explained", async () => {
	const { host, user } = await open("sign-in");
	host.signInAnswer = { kind: "unsupported" };
	await user.keyboard("secret{Enter}");
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("unsupported");
});

test("a portal that is away is explained", async () => {
	const { host, user } = await open("sign-in");
	host.fail("signIn", "portal_unreachable");
	await user.keyboard("secret{Enter}");
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("portal_unreachable");
	expect(input("password").value).toBe("secret");
});

test("the password can be shown and hidden", async () => {
	const { user } = await open("sign-in");
	await user.click(screen.getByRole("button", { name: "Show password" }));
	expect(input("password").type).toBe("text");
	await user.click(screen.getByRole("button", { name: "Hide password" }));
	expect(input("password").type).toBe("password");
});

test("a sample account signs in with one click", async () => {
	const { host, user } = await open("samples");
	await user.click(document.querySelector("[data-email='grace@acme.example']") as HTMLElement);
	await waitFor(() => hook("profile-page"));
	expect(host.callsOf("signIn")).toEqual([["built-in", "grace@acme.example", password]]);
});

test("the sample accounts of a portal that is still to be started appear when it runs", async () => {
	const { host } = await open("samples-starting");
	expect(has("sample-account")).toBe(false);
	screen.getByText("Starting the built-in portal…");
	host.releaseAll("openBuiltInPortal");
	await waitFor(() => expect(document.querySelectorAll("[data-test=sample-account]")).toHaveLength(4));
});

test("a built-in portal that does not start can be tried again", async () => {
	const { host, user } = await renderApp((host) => {
		scenarios["samples-starting"]?.(host);
		host.releaseAll("openBuiltInPortal");
		host.fail("openBuiltInPortal", "built_in_portal_failed");
	});
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("built_in_portal_failed");
	host.fail("openBuiltInPortal", null);
	await user.click(hook("retry"));
	await waitFor(() => expect(document.querySelectorAll("[data-test=sample-account]")).toHaveLength(4));
});

test("while signing in, nothing else can be begun", async () => {
	const { host, user } = await open("samples");
	host.hold("signIn");
	await user.click(document.querySelector("[data-email='grace@acme.example']") as HTMLElement);
	expect(button("other-portal").disabled).toBe(true);
	await user.click(hook("other-portal"));
	await user.click(document.querySelector("[data-email='ada@acme.example']") as HTMLElement);
	expect(host.callsOf("signIn")).toEqual([["built-in", "grace@acme.example", password]]);

	host.releaseAll("signIn");
	await waitFor(() => hook("profile-page"));
});

test("after a sign-in that failed, another portal can be chosen", async () => {
	const { host, user } = await open("sign-in");
	host.fail("signIn", "portal_timed_out");
	await user.keyboard("secret{Enter}");
	await screen.findByRole("alert");
	await user.click(hook("other-portal"));
	await waitFor(() => hook("connect-page"));
});

test("another portal can be chosen", async () => {
	const { user } = await open("sign-in");
	await user.click(hook("other-portal"));
	await waitFor(() => hook("connect-page"));
});
