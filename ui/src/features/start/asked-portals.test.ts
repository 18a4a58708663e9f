import { screen, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test } from "vitest";
import type { FailureCode } from "$lib/bindings/FailureCode";
import { FakeHost } from "$lib/host/fake";
import { remotePortal } from "$lib/host/sample";
import { scenarios } from "$lib/host/scenarios";
import { createApp } from "$lib/state/app";
import { has, hook, input, renderApp } from "../../../tests/render-app";

const elsewhere = "https://elsewhere.example";

async function open(scenario: string, prepare: (host: FakeHost) => void = () => undefined) {
	return renderApp((host) => {
		scenarios[scenario]?.(host);
		prepare(host);
	});
}

/** The sign-in page of another portal than the one that the fake host finds at every address. */
async function openSignInElsewhere() {
	const rendered = await open("samples");
	await screen.findByRole("heading", { name: "Sign in to the built-in portal" });
	return rendered;
}

test.each(["connect", "samples"])("at %s it is connected to at once", async (scenario) => {
	const { host } = await open(scenario);
	await waitFor(() => expect(has("connect-page") || has("sign-in-page")).toBe(true));
	host.requestPortal(remotePortal.id);
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
	expect(host.callsOf("connectPortal")).toEqual([[remotePortal.id]]);
});

test("whoever signs in there already keeps what was typed", async () => {
	const { host, user } = await open("sign-in");
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
	await user.type(input("password"), "half of it");
	host.requestPortal(remotePortal.id);
	await tick();
	expect(input("password").value).toBe("half of it");
	expect(host.callsOf("connectPortal")).toEqual([]);
});

test("it takes the place of an address that is being checked", async () => {
	const { host, user } = await open("connect");
	await screen.findByRole("heading", { name: "Connect to your portal" });
	host.hold("connectPortal");
	await user.type(input("address"), "typed.example{Enter}");
	host.requestPortal(elsewhere);
	await waitFor(() => expect(input("address").value).toBe(elsewhere));
	host.release("connectPortal");
	await tick();
	expect(has("connect-page")).toBe(true);
	host.releaseAll("connectPortal");
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
	expect(host.callsOf("connectPortal")).toEqual([["typed.example"], [elsewhere]]);
});

test.each<FailureCode>(["address_invalid", "address_insecure"])(
	"%s is explained as at the start",
	async (code) => {
		const { host } = await openSignInElsewhere();
		host.fail("connectPortal", code);
		host.requestPortal("nonsense", { kind: "no_address", code });
		expect((await screen.findByRole("alert")).dataset["code"]).toBe(code);
		expect(input("address").value).toBe("nonsense");
	},
);

test("nothing changes where the person is signed in to it", async () => {
	const { host } = await open("profile");
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	host.requestPortal(remotePortal.id);
	await tick();
	expect(has("profile-page")).toBe(true);
	expect(has("banner")).toBe(false);
});

test("whoever is signed in elsewhere stays and is told what they can do, on any page", async () => {
	const { host, app, user } = await open("profile");
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	host.requestPortal(elsewhere);
	await screen.findByText(/stay signed in here/);
	expect(hook("banner").textContent).toContain(elsewhere);
	expect(has("profile-page")).toBe(true);
	app.router.open("/profile/sessions");
	await waitFor(() => expect(has("sessions-page")).toBe(true));
	expect(hook("banner").dataset["kind"]).toBe("other_portal");
	await user.click(hook("dismiss-turned-down"));
	expect(has("banner")).toBe(false);
	expect(host.callsOf("connectPortal")).toEqual([]);
});

test("what is no address is said to whoever is signed in, in the same words", async () => {
	const { host } = await open("profile");
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	host.requestPortal("non sense", { kind: "no_address", code: "address_invalid" });
	await screen.findByText("That is not an address.");
	expect(hook("banner").textContent).toContain("non sense");
});

test("what is said ends with the session", async () => {
	const { host, user } = await open("profile");
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	host.requestPortal(elsewhere);
	await screen.findByText(/stay signed in here/);
	await user.click(hook("log-out"));
	await waitFor(() => hook("log-out-dialog"));
	await user.click(hook("confirm-log-out"));
	await waitFor(() => expect(has("sign-in-page")).toBe(true));
	expect(has("banner")).toBe(false);
});

test("a sign-in under way comes to its end first", async () => {
	const { host, user } = await openSignInElsewhere();
	host.hold("signIn");
	await user.click(document.querySelector("[data-test=sample-account]") as HTMLElement);
	host.requestPortal(elsewhere);
	await tick();
	expect(has("sign-in-page")).toBe(true);
	host.releaseAll("signIn");
	await screen.findByText(/stay signed in here/);
	expect(host.callsOf("connectPortal")).toEqual([]);
});

test("after a sign-in that was refused it is connected to", async () => {
	const { host, user } = await openSignInElsewhere();
	host.signInAnswer = { kind: "wrong_credentials" };
	host.hold("signIn");
	await user.click(document.querySelector("[data-test=sample-account]") as HTMLElement);
	host.requestPortal(remotePortal.id);
	host.releaseAll("signIn");
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
});

test("a second step that is left open is given up", async () => {
	const { host, user } = await open("second-step");
	await waitFor(() => expect(has("sign-in-page")).toBe(true));
	await user.type(input("password"), "correct horse battery staple{Enter}");
	await waitFor(() => hook("second-step"));
	host.requestPortal(elsewhere);
	await waitFor(() => expect(host.callsOf("connectPortal")).toEqual([[elsewhere]]));
	expect(host.callsOf("cancelSignIn")).toHaveLength(1);
});

test("what is asked for before the page begins is taken up when it does", () => {
	const host = new FakeHost();
	const { session } = createApp(host);
	host.requestPortal(elsewhere);
	session.start();
	expect(session.screen).toEqual({ kind: "connect", address: elsewhere });
});
