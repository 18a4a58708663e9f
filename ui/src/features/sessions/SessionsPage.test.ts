import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { scenarios } from "$lib/host/scenarios";
import type { FakeHost } from "$lib/host/fake";
import { button, has, hook, renderApp } from "../../../tests/render-app";

async function open(prepare: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios["profile"]?.(host);
		prepare(host);
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	await rendered.user.click(hook("open-sessions"));
	await waitFor(() => hook("sessions-page"));
	return rendered;
}

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-test=session]")];
const row = (id: string) => document.querySelector(`[data-session=${id}]`) as HTMLElement;
const revokeOf = (id: string) => row(id).querySelector("[data-test=revoke-session]") as HTMLElement;

test("lists devices, and back leads to where one came from", async () => {
	const { user } = await open();
	await waitFor(() => expect(rows()).toHaveLength(3));
	expect(row("ses_01").textContent).toMatch(/ada-desktop.*This device.*192\.0\.2\.10/s);
	expect(row("ses_01").querySelector("[data-test=revoke-session]")).toBeNull();
	expect(row("ses_03").textContent).toMatch(/Unnamed device.*address unknown/s);
	expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Sessions" }));
	await user.click(hook("back-to-profile"));
	await waitFor(() => expect(document.activeElement).toBe(hook("open-sessions")));
});

test("a session is revoked after a question, and is busy meanwhile", async () => {
	const { host, user } = await open();
	await waitFor(() => expect(rows()).toHaveLength(3));
	host.hold("revokeSession");
	await user.click(revokeOf("ses_02"));
	await waitFor(() => hook("confirm-revoke-session"));
	await user.click(hook("confirm-revoke-session"));
	await waitFor(() => expect(revokeOf("ses_02").getAttribute("aria-busy")).toBe("true"));
	expect(revokeOf("ses_03").getAttribute("aria-busy")).toBeNull();
	host.releaseAll("revokeSession");
	await waitFor(() => expect(rows()).toHaveLength(2));
	expect(has("revoke-session-dialog")).toBe(false);
	expect(hook("announcer").textContent).toBe("Session of ada-laptop revoked");
});

test("the question tells two sessions of one machine apart", async () => {
	const { user } = await open((host) => {
		for (const session of host.openSessions) session.device = "vm";
		Object.assign(host.openSessions[2] ?? {}, { startedAt: "2026-05-04T12:00:00Z" });
	});
	await waitFor(() => expect(rows()).toHaveLength(3));
	await user.click(revokeOf("ses_02"));
	await waitFor(() =>
		expect(hook("revoke-session-dialog").textContent).toMatch(/0\.1\.0 \(macOS\), signed in 3 May 2026/),
	);
	await user.click(hook("cancel-revoke-session"));
	await waitFor(() => expect(has("revoke-session-dialog")).toBe(false));
	await user.click(revokeOf("ses_03"));
	await waitFor(() =>
		expect(hook("revoke-session-dialog").textContent).toMatch(/curl\/8\.5\.0, signed in 4 May 2026/),
	);
});

test("a session that can't be revoked stays and says why", async () => {
	const { host, user } = await open();
	await waitFor(() => expect(rows()).toHaveLength(3));
	host.fail("revokeSession", "portal_failed");
	await user.click(revokeOf("ses_02"));
	await waitFor(() => hook("confirm-revoke-session"));
	await user.click(hook("confirm-revoke-session"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_failed"));
	await user.click(hook("cancel-revoke-session"));
	expect(rows()).toHaveLength(3);
});

test("all others are signed out at once", async () => {
	const { user } = await open();
	await waitFor(() => expect(rows()).toHaveLength(3));
	await user.click(hook("revoke-others"));
	await screen.findByRole("dialog", { name: "Sign out 2 other sessions?" });
	await user.click(hook("confirm-revoke-others"));
	await waitFor(() => hook("sessions-empty"));
	expect(rows()).toHaveLength(1);
	expect(button("revoke-others").disabled).toBe(true);
	expect(hook("announcer").textContent).toBe("2 sessions signed out");
});

test("sessions that could not be loaded can be tried again", async () => {
	const { host, user } = await open((host) => host.fail("sessions", "portal_failed"));
	await waitFor(() => expect(hook("sessions-page").dataset["state"]).toBe("failed"));
	host.fail("sessions", null);
	await user.click(hook("retry-sessions"));
	await waitFor(() => expect(rows()).toHaveLength(3));
});

test("when the portal is back they are loaded by themselves", async () => {
	const { host, user } = await open((host) => host.fail("sessions", "portal_unreachable"));
	await waitFor(() => hook("banner"));
	host.fail("sessions", null);
	await user.click(hook("retry"));
	await waitFor(() => expect(rows()).toHaveLength(3));
});
