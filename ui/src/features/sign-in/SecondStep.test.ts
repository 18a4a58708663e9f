import { screen, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { password } from "$lib/host/sample";
import { acmeRequires, codes, recoveryCodes } from "$lib/host/sample-security";
import { scenarios } from "$lib/host/scenarios";
import { button, has, hook, input, renderApp } from "../../../tests/render-app";

afterEach(() => {
	vi.useRealTimers();
});

async function reach() {
	const rendered = await renderApp((host) => scenarios["second-step"]?.(host));
	await waitFor(() => hook("sign-in-page"));
	await rendered.user.keyboard(`${password}{Enter}`);
	await waitFor(() => hook("second-step"));
	return rendered;
}

test("six digits sign in by themselves", async () => {
	const { host, user } = await reach();
	await waitFor(() => expect(document.activeElement).toBe(input("code")));
	expect(input("code").autocomplete).toBe("one-time-code");
	expect(input("code").inputMode).toBe("numeric");
	await user.keyboard(codes.right);
	await waitFor(() => hook("profile-page"));
	expect(host.callsOf("completeSignIn")).toEqual([[{ kind: "code", code: codes.right }]]);
	expect(has("banner")).toBe(false);
});

test("a code is taken in the digits of any script", async () => {
	const { user, host } = await reach();
	await user.type(input("code"), "١٢٣٤٥٦");
	await waitFor(() => hook("profile-page"));
	expect(host.callsOf("completeSignIn")).toEqual([[{ kind: "code", code: codes.right }]]);
});

test("a code is taken as it is pasted, spaces and all", async () => {
	const { host, user } = await reach();
	input("code").focus();
	await user.paste(" 123 456\n");
	await waitFor(() => hook("profile-page"));
	expect(host.callsOf("completeSignIn")).toEqual([[{ kind: "code", code: codes.right }]]);
});

test.each(["12345678", "abcdef", "12a456"])("%s is pasted and is no code", async (pasted) => {
	const { host, user } = await reach();
	input("code").focus();
	await user.paste(pasted);
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("code_malformed");
	expect(host.callsOf("completeSignIn")).toEqual([]);
});

test("too few digits are not sent, and can be completed", async () => {
	const { host, user } = await reach();
	await user.type(input("code"), "123");
	await user.click(hook("complete-sign-in"));
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("code_malformed");
	expect(host.callsOf("completeSignIn")).toEqual([]);
	expect(document.activeElement).toBe(input("code"));
	expect(input("code").getAttribute("aria-invalid")).toBe("true");
	expect(input("code").value).toBe("123");
});

test.each([
	["999999", "code_wrong", /not right/],
	[codes.used, "code_used", /Wait for the next one/],
	[codes.ahead, "code_clock_off", /about an hour ahead.*automatically/],
	[codes.behind, "code_clock_off", /about an hour behind/],
])("%s is explained as %s, and the field is empty for the next one", async (code, refusal, words) => {
	const { user } = await reach();
	await user.type(input("code"), code);
	const error = await screen.findByRole("alert");
	expect(error.dataset["code"]).toBe(refusal);
	expect(error.textContent).toMatch(words);
	expect(input("code").value).toBe("");
	expect(document.activeElement).toBe(input("code"));
	await user.keyboard(codes.right);
	await waitFor(() => hook("profile-page"));
});

test("too many attempts count down", async () => {
	const { host, user } = await reach();
	host.codeAnswer = { kind: "too_many_attempts", retryAfterSeconds: 30 };
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
	await user.type(input("code"), "999999");
	await waitFor(() => expect(screen.getByRole("timer").textContent).toContain("30 seconds"));
	expect(button("complete-sign-in").disabled).toBe(true);
	vi.advanceTimersByTime(30_000);
	await tick();
	expect(button("complete-sign-in").disabled).toBe(false);
});

test("after too many codes a recovery code need not wait", async () => {
	const { host, user } = await reach();
	host.codeAnswer = { kind: "too_many_attempts", retryAfterSeconds: 30 };
	await user.type(input("code"), "999999");
	expect((await screen.findByRole("alert")).textContent).toMatch(/recovery code in the meantime/);
	host.codeAnswer = null;
	await user.click(hook("use-recovery-code"));
	await waitFor(() => expect(document.activeElement).toBe(input("recoveryCode")));
	await user.keyboard(`${recoveryCodes[0]}{Enter}`);
	await waitFor(() => expect(hook("banner").dataset["kind"]).toBe("recovery_code_used"));
});

test("a recovery code signs in, and what is left is told", async () => {
	const { host, user } = await reach();
	await user.click(hook("use-recovery-code"));
	await waitFor(() => expect(document.activeElement).toBe(input("recoveryCode")));
	await user.keyboard(`${recoveryCodes[0]}{Enter}`);
	await waitFor(() => expect(hook("banner").dataset["kind"]).toBe("recovery_code_used"));
	expect(hook("banner").textContent).toContain("9 recovery codes left");
	expect(host.callsOf("completeSignIn")).toEqual([
		[{ kind: "recovery_code", recoveryCode: recoveryCodes[0] }],
	]);
});

test.each([
	["can be turned off", [], /turn MFA off/, /administrator/],
	["is required", [acmeRequires], /ask an administrator of the portal to reset MFA/, /turn MFA off/],
])("what to do after a recovery code is possible where MFA %s", async (_, requiredBy, said, unsaid) => {
	const { host, user } = await reach();
	host.profile.security.mfa.requiredBy = requiredBy;
	await user.click(hook("use-recovery-code"));
	await waitFor(() => expect(document.activeElement).toBe(input("recoveryCode")));
	await user.keyboard(`${recoveryCodes[0]}{Enter}`);
	await waitFor(() => hook("banner"));
	expect(hook("banner").textContent).toMatch(said);
	expect(hook("banner").textContent).not.toMatch(unsaid);
});

test("one can go to and fro between code and recovery code", async () => {
	const { user } = await reach();
	await user.click(hook("use-recovery-code"));
	await user.type(input("recoveryCode"), "wrong{Enter}");
	expect((await screen.findByRole("alert")).textContent).toMatch(/used before/);
	await user.click(hook("use-authenticator"));
	expect(screen.queryByRole("alert")).toBeNull();
	await waitFor(() => expect(document.activeElement).toBe(input("code")));
});

test("back leads to the password", async () => {
	const { host, user } = await reach();
	await user.click(hook("cancel-sign-in"));
	await waitFor(() => expect(document.activeElement).toBe(input("password")));
	expect(input("email").value).toBe("ada@acme.example");
	expect(host.callsOf("cancelSignIn")).toHaveLength(1);
});

test("a second step that comes too late begins again with the password", async () => {
	const { host, user } = await reach();
	host.tooLate = true;
	await user.type(input("code"), codes.right);
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("ended"));
	expect(input("email").value).toBe("ada@acme.example");
	expect(has("second-step")).toBe(false);
});

test("while the code is looked at, nothing else is sent", async () => {
	const { host, user } = await reach();
	host.hold("completeSignIn");
	await user.type(input("code"), codes.right);
	await waitFor(() => expect(hook("complete-sign-in").getAttribute("aria-busy")).toBe("true"));
	await user.click(hook("complete-sign-in"));
	expect(host.callsOf("completeSignIn")).toHaveLength(1);
	expect(button("cancel-sign-in").disabled).toBe(true);
});
