import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { password } from "$lib/host/sample";
import { codes } from "$lib/host/sample-security";
import { button, has, hook, input, openScenario } from "../../../tests/render-app";

test("a sensitive action asks who one is, and then is done", async () => {
	const { host, user } = await openScenario("unconfirmed");
	await user.click(hook("regenerate-codes"));
	await waitFor(() => hook("confirm-regenerate"));
	await user.click(hook("confirm-regenerate"));
	await waitFor(() => hook("confirm-identity-dialog"));
	await waitFor(() => expect(document.activeElement).toBe(input("password")));
	await user.keyboard("wrong");
	await user.type(input("code"), codes.right);
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("wrong_credentials"));
	await user.clear(input("password"));
	await user.type(input("password"), `${password}{Enter}`);
	await waitFor(() => hook("recovery-codes"));
	expect(host.callsOf("regenerateRecoveryCodes")).toHaveLength(2);
});

test("after too many attempts to confirm a recovery code waits too, as the password may be what was wrong", async () => {
	const { host, user } = await openScenario("unconfirmed");
	host.codeAnswer = { kind: "too_many_attempts", retryAfterSeconds: 3000 };
	await user.click(hook("regenerate-codes"));
	await waitFor(() => hook("confirm-regenerate"));
	await user.click(hook("confirm-regenerate"));
	await waitFor(() => input("password"));
	await user.type(input("password"), password);
	await user.type(input("code"), codes.right);
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("too_many_attempts"));
	await user.click(hook("use-recovery-code"));
	await waitFor(() => expect(document.activeElement).toBe(input("recoveryCode")));
	expect(button("confirm-identity").disabled).toBe(true);
	expect(screen.getByRole("timer").textContent).toContain("minutes");
});

test("giving up to confirm gives up the action quietly", async () => {
	const { user } = await openScenario("unconfirmed");
	await user.click(hook("regenerate-codes"));
	await waitFor(() => hook("confirm-regenerate"));
	await user.click(hook("confirm-regenerate"));
	await waitFor(() => hook("cancel-confirm-identity"));
	await user.click(hook("cancel-confirm-identity"));
	await waitFor(() => expect(has("confirm-identity-dialog")).toBe(false));
	expect(screen.queryByRole("alert")).toBeNull();
	expect(hook("confirm-regenerate").getAttribute("aria-busy")).toBeNull();
});
