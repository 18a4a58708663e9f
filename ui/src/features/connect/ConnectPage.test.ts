import { screen, waitFor } from "@testing-library/svelte";
import type { AskedPortal } from "$lib/bindings/AskedPortal";
import type { UserEvent } from "@testing-library/user-event";
import { tick } from "svelte";
import { expect, test } from "vitest";
import type { FailureCode } from "$lib/bindings/FailureCode";
import { scenarios } from "$lib/host/scenarios";
import { remotePortal } from "$lib/host/sample";
import { has, hook, input, renderApp } from "../../../tests/render-app";

/** Lets answers that were released arrive and the page be drawn. */
async function settled(): Promise<void> {
	await new Promise((arrived) => setTimeout(arrived));
	await tick();
}

async function open(scenario: "connect" | "known" = "connect") {
	const rendered = await renderApp((host) => scenarios[scenario]?.(host));
	await screen.findByRole("heading", { name: "Connect to your portal" });
	return rendered;
}

const asked = (address: string): AskedPortal => ({
	address,
	target: { kind: "portal", id: `https://${address}` },
});

test("the address field has the focus", async () => {
	await open();
	expect(document.activeElement).toBe(input("address"));
});

test("a portal's address leads to its sign-in page", async () => {
	const { host, user } = await open();
	await user.type(input("address"), "  portal.acme.example {Enter}");
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
	expect(host.callsOf("connectPortal")).toEqual([["portal.acme.example"]]);
	expect(has("sample-account")).toBe(false);
});

test("says that the address is being checked, and checks once", async () => {
	const { host, user } = await open();
	host.hold("connectPortal");
	await user.type(input("address"), "portal.acme.example");
	await user.dblClick(hook("connect"));
	expect(hook("connect").textContent).toContain("Checking the address");
	expect(hook("connect").getAttribute("aria-busy")).toBe("true");
	expect(host.callsOf("connectPortal")).toHaveLength(1);
});

test("a newer choice takes the place of an address that is being checked", async () => {
	const { host, user } = await open("known");
	host.hold("connectPortal");
	host.hold("openBuiltInPortal");
	await user.type(input("address"), "portal.acme.example{Enter}");
	await user.click(hook("open-built-in"));
	expect(hook("connect").getAttribute("aria-busy")).toBeNull();
	expect(hook("open-built-in").getAttribute("aria-busy")).toBe("true");

	host.releaseAll("connectPortal");
	await settled();
	expect(has("connect-page")).toBe(true);
	expect(hook("open-built-in").getAttribute("aria-busy")).toBe("true");

	host.releaseAll("openBuiltInPortal");
	await screen.findByRole("heading", { name: "Sign in to the built-in portal" });
});

test("the late failure of an older choice is dropped", async () => {
	const { host, user } = await open();
	host.hold("connectPortal");
	host.hold("openBuiltInPortal");
	host.fail("connectPortal", "portal_timed_out");
	await user.type(input("address"), "portal.acme.example{Enter}");
	await user.click(hook("open-built-in"));
	host.releaseAll("connectPortal");
	await settled();
	expect(screen.queryByRole("alert")).toBeNull();
	expect(hook("open-built-in").getAttribute("aria-busy")).toBe("true");
});

test.each([
	["Cancel", (user: UserEvent) => user.click(hook("cancel-connect"))],
	["typing", (user: UserEvent) => user.type(input("address"), "x")],
])("%s gives up checking an address", async (_, giveUp) => {
	const { host, user } = await open();
	host.hold("connectPortal");
	await user.type(input("address"), "portal.acme.example{Enter}");
	await giveUp(user);
	expect(has("cancel-connect")).toBe(false);
	expect(hook("connect").getAttribute("aria-busy")).toBeNull();
	expect(document.activeElement).toBe(input("address"));

	host.releaseAll("connectPortal");
	await settled();
	expect(has("connect-page")).toBe(true);

	await user.keyboard("{Enter}");
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
});

test.each<FailureCode>([
	"address_invalid",
	"address_insecure",
	"portal_unreachable",
	"portal_timed_out",
	"portal_redirects",
	"certificate_untrusted",
	"not_a_portal",
	"contract_unsupported",
	"reply_invalid",
])("explains %s and keeps the address", async (code) => {
	const { host, user } = await open();
	host.fail("connectPortal", code);
	await user.type(input("address"), "portal.example{Enter}");
	const error = await screen.findByRole("alert");
	expect(error.dataset["code"]).toBe(code);
	expect(input("address").value).toBe("portal.example");
	expect(input("address").getAttribute("aria-invalid")).toBe("true");
	expect(input("address").getAttribute("aria-describedby")).toBe(error.id);
	expect(document.activeElement).toBe(input("address"));

	await user.type(input("address"), "x");
	expect(screen.queryByRole("alert")).toBeNull();
});

test("the built-in portal offers its sample accounts", async () => {
	const { user } = await open();
	await user.click(hook("open-built-in"));
	await screen.findByRole("heading", { name: "Sign in to the built-in portal" });
	expect(document.querySelectorAll("[data-test=sample-account]")).toHaveLength(4);
});

test("says when the built-in portal does not start, and starts it at the next click", async () => {
	const { host, user } = await open();
	host.fail("openBuiltInPortal", "built_in_portal_failed");
	await user.click(hook("open-built-in"));
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("built_in_portal_failed");
	expect(hook("failure-detail").textContent).toContain("openBuiltInPortal failed");

	host.fail("openBuiltInPortal", null);
	await user.click(hook("open-built-in"));
	await screen.findByRole("heading", { name: "Sign in to the built-in portal" });
});

test("portals used before are one click away", async () => {
	const { host, user } = await open("known");
	const remote = hook("known-portal");
	expect(remote.textContent).toContain("3 hours ago");
	await user.click(remote);
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
	expect(host.callsOf("connectPortal")).toEqual([[remotePortal.address]]);
});

test("a portal just connected to is the first of those used before", async () => {
	const { user } = await open();
	await user.type(input("address"), "portal.acme.example{Enter}");
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
	await user.click(hook("other-portal"));
	await waitFor(() => expect(hook("known-portal").textContent).toMatch(/ACME Portal.*moments ago/));
});

test("a portal used before that is gone says so beside it", async () => {
	const { host, user } = await open("known");
	host.fail("connectPortal", "portal_unreachable");
	await user.click(document.querySelector("[data-test=known-portal]") as HTMLElement);
	expect((await screen.findByRole("alert")).closest("li")?.textContent).toContain("ACME Portal");
});

test("a damaged settings file is told of until dismissed", async () => {
	const { user } = await renderApp((host) => scenarios["damaged"]?.(host));
	await screen.findByText(/settings\.damaged\.json/);
	expect(hook("banner").dataset["kind"]).toBe("local_store_set_aside");
	await user.click(screen.getByRole("button", { name: "Dismiss" }));
	expect(has("banner")).toBe(false);
});

test("a portal named on the command line is connected to at once", async () => {
	const { host } = await renderApp((host) => (host.boot.portal = asked("portal.acme.example")));
	await screen.findByRole("heading", { name: "Sign in to ACME Portal" });
	expect(host.callsOf("connectPortal")).toEqual([["portal.acme.example"]]);
});

test("a portal named on the command line that is away can be corrected", async () => {
	await renderApp((host) => {
		host.boot.portal = asked("portal.acme.exampel");
		host.fail("connectPortal", "portal_unreachable");
	});
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("portal_unreachable");
	expect(input("address").value).toBe("portal.acme.exampel");
});
