import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import type { UserEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { CreateApiKeyOutcome } from "$lib/bindings/CreateApiKeyOutcome";
import type { FakeHost } from "$lib/host/fake";
import { scenarios } from "$lib/host/scenarios";
import { button, has, hook, input, renderApp } from "../../../tests/render-app";

async function open(scenario = "api-keys", prepare: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios[scenario]?.(host);
		prepare(host);
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	await rendered.user.click(hook("open-api-keys"));
	await waitFor(() => expect(hook("api-keys-page").dataset["state"]).not.toBe("loading"));
	return rendered;
}

async function generate() {
	const rendered = await open();
	await rendered.user.click(hook("generate-key"));
	await waitFor(() => expect(document.activeElement).toBe(input("keyName")));
	return rendered;
}

const row = (id: string) => document.querySelector(`[data-key=${id}]`) as HTMLElement;
const within = (id: string, name: string) => row(id).querySelector(`[data-test=${name}]`) as HTMLElement;

test("the button is there only where there are keys", async () => {
	await renderApp((host) => scenarios["profile"]?.(host));
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	expect(has("open-api-keys")).toBe(false);
});

test("lists what is known of each key, expired ones apart", async () => {
	await open();
	expect(row("key_01").textContent).toMatch(/Nightly import.*portal_key_4f6m2q7xra….*by curl\/8\.5\.0/s);
	expect(row("key_01").textContent).toMatch(/The old secret works until 4 May 2126/);
	expect(row("key_02").textContent).toMatch(/Expires soon.*Never used/s);
	expect(hook("expired-keys").contains(row("key_03"))).toBe(true);
	expect(within("key_03", "rotate-key")).toBeNull();
});

test("an empty list explains what keys are for", async () => {
	await open("api-keys-empty");
	expect(hook("keys-empty").textContent).toMatch(/api-secret/);
});

test("a new key shows its secret once, to be copied and tried", async () => {
	const { host, user } = await generate();
	await user.keyboard("  Import  {Enter}");
	await waitFor(() => hook("key-secret"));
	expect(host.callsOf("createApiKey")).toEqual([["Import", { kind: "days", days: 90 }]]);
	const secret = hook("key-secret").textContent;
	await user.click(hook("copy-curl"));
	expect(host.callsOf("copySecret")[0]?.[0]).toContain(`api-secret: ${secret}`);
	await user.click(hook("try-key"));
	await waitFor(() => expect(hook("try-outcome").textContent).toMatch(/2 devices in 12 ms.*Line 4 press/s));
	expect(host.callsOf("tryApiKey")).toEqual([[secret]]);
	host.fail("tryApiKey", "api_key_refused");
	await user.click(hook("try-key"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("api_key_refused"));
	await user.click(hook("finish-key"));
	await waitFor(() => expect(has("generate-key-dialog")).toBe(false));
	expect(row("key_4").textContent).toContain("Import");
	expect(document.body.textContent).not.toContain(secret);
	await waitFor(() => expect(document.activeElement).toBe(hook("generate-key")));
});

test.each([
	["Escape", (user: UserEvent) => user.keyboard("{Escape}")],
	["Done", (user: UserEvent) => user.click(hook("finish-key"))],
])("closing with %s before the secret is copied is asked about", async (_, leave) => {
	const { user } = await generate();
	await user.keyboard("Import{Enter}");
	await waitFor(() => hook("key-secret"));
	await leave(user);
	await waitFor(() => hook("stay"));
	await user.click(hook("stay"));
	await user.click(hook("copy-secret"));
	await leave(user);
	await waitFor(() => expect(has("generate-key-dialog")).toBe(false));
});

test("a copy that is under way is waited for", async () => {
	const { host, user } = await generate();
	await user.keyboard("Import{Enter}");
	await waitFor(() => hook("key-secret"));
	host.hold("copySecret");
	await user.click(hook("copy-secret"));
	await user.click(hook("finish-key"));
	expect(hook("generate-key-dialog").dataset["step"]).toBe("secret");
	host.releaseAll("copySecret");
	await waitFor(() => expect(has("generate-key-dialog")).toBe(false));
});

test("a secret that was copied by hand is not asked about", async () => {
	const { user } = await generate();
	await user.keyboard("Import{Enter}");
	await waitFor(() => hook("key-secret"));
	await fireEvent.copy(hook("key-secret"));
	await user.click(hook("finish-key"));
	await waitFor(() => expect(has("generate-key-dialog")).toBe(false));
});

test("says when a secret can't be copied", async () => {
	const { host, user } = await generate();
	host.fail("copySecret", "clipboard_unavailable");
	await user.keyboard("Import{Enter}");
	await waitFor(() => hook("key-secret"));
	await user.click(hook("copy-secret"));
	await waitFor(() => expect(hook("secret-outcome").textContent).toMatch(/by hand/));
});

/** What is said of the name stands right below its field, which has the focus. */
function expectAboutName(): void {
	const field = input("keyName");
	expect(field.getAttribute("aria-invalid")).toBe("true");
	expect(field.getAttribute("aria-describedby")).toBe(hook("error").id);
	expect(field.closest(".field")?.nextElementSibling).toBe(hook("error"));
	expect(document.activeElement).toBe(field);
}

test.each([
	["", "name_empty"],
	["   ", "name_empty"],
	["x".repeat(300), "name_too_long"],
	["tab\there", "name_invalid_characters"],
])("the name “%s” is refused as %s", async (name, code) => {
	const { host, user } = await generate();
	if (name) await user.paste(name);
	await user.click(hook("confirm-generate"));
	expect(hook("error").dataset["code"]).toBe(code);
	expectAboutName();
	expect(host.callsOf("createApiKey")).toHaveLength(0);
});

test.each<[CreateApiKeyOutcome, string]>([
	[{ kind: "name_refused", reason: "too_long", maximumLength: 64 }, "name_too_long"],
	[{ kind: "expiry_refused" }, "expiry_refused"],
	[{ kind: "limit_reached", limit: 20 }, "limit_reached"],
	[{ kind: "unsupported" }, "unsupported"],
])("the portal's refusal %o is explained", async (outcome, code) => {
	const { host, user } = await generate();
	host.createKeyAnswer = outcome;
	await user.keyboard("Import{Enter}");
	await waitFor(() => expect(hook("error").dataset["code"]).toBe(code));
	if (outcome.kind === "name_refused") await waitFor(expectAboutName);
});

test("a key can end on a day, or never with a word of caution", async () => {
	const { host, user } = await generate();
	await user.keyboard("Import");
	await user.click(hook("expiry-never"));
	expect(has("never-caution")).toBe(true);
	await user.click(hook("expiry-date"));
	await waitFor(() => hook("calendar"));
	expect(screen.getByRole("button", { name: "Previous month" })).toBeTruthy();
	expect(screen.getByRole("button", { name: "Next month" })).toBeTruthy();
	expect(document.querySelector("[data-bits-announcer]"), "what the part says in English").toBeNull();
	await user.click(hook("confirm-generate"));
	expect(hook("error").dataset["code"]).toBe("date_missing");
	expect(input("keyName").getAttribute("aria-describedby")).toBeNull();
	const day = document.querySelector("[data-bits-day]:not([data-disabled])") as HTMLElement;
	await user.click(day);
	await waitFor(() => hook("expiry-chosen"));
	expect(hook("announcer").textContent).toMatch(/^Works until the end of/);
	await user.click(hook("confirm-generate"));
	await waitFor(() => hook("key-secret"));
	expect(host.callsOf("createApiKey")).toEqual([["Import", { kind: "on", date: day.dataset["value"] }]]);
});

test("at the limit no more can be made, and it says why", async () => {
	await open("api-keys", (host) => {
		if (host.profile.apiKeys) host.profile.apiKeys.limit = 3;
	});
	expect(button("generate-key").disabled).toBe(true);
	expect(hook("key-limit").textContent).toMatch(/limit of 3/);
});

test("a key gets a new secret, and the old one works on as chosen", async () => {
	const { host, user } = await open();
	await user.click(within("key_02", "rotate-key"));
	await waitFor(() => hook("rotate-key-dialog"));
	await user.click(hook("overlap-hour"));
	await user.click(hook("confirm-rotate"));
	await waitFor(() => hook("key-secret"));
	expect(host.callsOf("rotateApiKey")).toEqual([["key_02", "hour"]]);
	await user.click(hook("copy-secret"));
	await user.click(hook("finish-key"));
	await waitFor(() => expect(row("key_02").textContent).toContain("The old secret works until"));
});

test("a second new secret is said to end the overlap of the first", async () => {
	const { user } = await open();
	await user.click(within("key_01", "rotate-key"));
	await waitFor(() => expect(hook("overlap-ends").textContent).toContain("4 May 2126"));
	await user.click(hook("cancel-rotate"));
	await waitFor(() => expect(has("rotate-key-dialog")).toBe(false));
	await user.click(within("key_02", "rotate-key"));
	await waitFor(() => hook("rotate-key-dialog"));
	expect(has("overlap-ends")).toBe(false);
});

test("a key is revoked once its name is typed", async () => {
	const { host, user } = await open();
	await user.click(within("key_01", "revoke-key"));
	await waitFor(() => hook("confirm-revoke"));
	expect(button("confirm-revoke").disabled).toBe(true);
	await user.type(input("confirmName"), "Nightly");
	expect(button("confirm-revoke").disabled).toBe(true);
	await user.type(input("confirmName"), " import{Enter}");
	await waitFor(() => expect(row("key_01")).toBeNull());
	expect(host.callsOf("revokeApiKey")).toEqual([["key_01"]]);
	expect(hook("announcer").textContent).toBe("Nightly import revoked");
});

test("a key that is gone already leaves the list", async () => {
	const { host, user } = await open();
	host.revokeKeyAnswer = { kind: "not_found" };
	await user.click(within("key_01", "revoke-key"));
	await waitFor(() => input("confirmName"));
	await user.type(input("confirmName"), "Nightly import{Enter}");
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("not_found");
	expect(row("key_01")).toBeNull();
});

test("keys that are not offered any more are told of", async () => {
	const { host, user } = await open();
	host.rotateKeyAnswer = { kind: "unavailable" };
	await user.click(within("key_01", "rotate-key"));
	await waitFor(() => hook("confirm-rotate"));
	await user.click(hook("confirm-rotate"));
	await waitFor(() => expect(hook("api-keys-page").dataset["state"]).toBe("unavailable"));
});
