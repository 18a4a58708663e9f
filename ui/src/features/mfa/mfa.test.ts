import { readFileSync } from "node:fs";
import { screen, waitFor } from "@testing-library/svelte";
import type { UserEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { acmeRequires, codes, enrollment, recoveryCodes } from "$lib/host/sample-security";
import { button, has, hook, input, openScenario } from "../../../tests/render-app";

const checked = () => hook("mfa-switch").getAttribute("aria-checked");

async function scan(scenario = "profile") {
	const rendered = await openScenario(scenario);
	await rendered.user.click(hook("mfa-switch"));
	await waitFor(() => input("code"));
	return rendered;
}

async function reachCodes() {
	const rendered = await scan();
	await rendered.user.type(input("code"), codes.right);
	await waitFor(() => hook("recovery-codes"));
	return rendered;
}

test("off to on: scan, verify, save the recovery codes, and only then it is on", async () => {
	const { host, user } = await scan();
	expect(checked()).toBe("true");
	expect(hook("mfa-qr").getAttribute("src")).toBe(enrollment.qrCode);
	expect(hook("mfa-secret").textContent).toBe(enrollment.secret);
	await user.click(hook("copy-mfa-secret"));
	expect(host.callsOf("copySecret")).toEqual([[enrollment.secret.replaceAll(" ", "")]]);

	await user.type(input("code"), codes.right);
	await waitFor(() => expect(document.querySelectorAll("[data-test=recovery-code]")).toHaveLength(10));
	expect(button("finish-enroll").disabled).toBe(true);
	expect(host.callsOf("completeMfaEnrollment")).toHaveLength(0);
	await user.click(hook("codes-saved"));
	await user.click(hook("finish-enroll"));
	await waitFor(() => expect(has("enroll-dialog")).toBe(false));
	expect(host.profile.security.mfa.enabledAt).not.toBeNull();
	expect(checked()).toBe("true");
	expect(hook("announcer").textContent).toBe("MFA is on");
	await waitFor(() => expect(document.activeElement).toBe(hook("mfa-switch")));
});

test("the key to type has four of its groups on a line", async () => {
	const style = document.createElement("style");
	const source = readFileSync("src/features/mfa/ScanPicture.svelte", "utf8");
	style.textContent = /<style>(.*)<\/style>/s.exec(source)?.[1] ?? "";
	await scan();
	document.head.append(style);
	const { maxWidth } = getComputedStyle(hook("mfa-secret"));
	style.remove();
	const groups = enrollment.secret.split(" ");
	const widthOf = (count: number) => groups.slice(0, count).join(" ").length;
	expect(maxWidth).toMatch(/^\d+ch$/);
	expect(parseFloat(maxWidth)).toBeGreaterThan(widthOf(4));
	expect(parseFloat(maxWidth)).toBeLessThan(widthOf(5));
});

test("recovery codes can be copied, saved and printed", async () => {
	const { host, user } = await reachCodes();
	await user.click(hook("copy-recovery-codes"));
	expect(host.callsOf("copySecret")).toEqual([[recoveryCodes.join("\n")]]);
	await user.click(hook("save-recovery-codes"));
	await waitFor(() =>
		expect(hook("recovery-codes-outcome").textContent).toContain("/home/ada/Downloads/recovery-codes.txt"),
	);
	await user.click(hook("print-recovery-codes"));
	expect(host.callsOf("printPage")).toHaveLength(1);
	const sheet = document.querySelector("body > .print-sheet");
	expect(sheet?.textContent).toMatch(/ACME Portal.*ada@acme\.example/s);
	expect(sheet?.querySelectorAll("li")).toHaveLength(10);
});

test("a file that can't be written is told of", async () => {
	const { host, user } = await reachCodes();
	host.fail("saveRecoveryCodes", "file_not_saved");
	await user.click(hook("save-recovery-codes"));
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("file_not_saved");
});

test("a print dialog that does not open is told of, and then a copy that worked", async () => {
	const { host, user } = await reachCodes();
	host.fail("printPage", "print_unavailable");
	await user.click(hook("print-recovery-codes"));
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("print_unavailable");
	await user.click(hook("copy-recovery-codes"));
	await waitFor(() => expect(hook("recovery-codes-outcome").textContent).toContain("Copied"));
	expect(screen.queryByRole("alert")).toBeNull();
});

test("leaving half-way says that MFA stays off", async () => {
	const { user } = await scan();
	await user.keyboard("{Escape}");
	await waitFor(() => expect(has("enroll-dialog")).toBe(false));
	expect(checked()).toBe("false");
	expect(hook("announcer").textContent).toBe("MFA stays off.");
});

test("leaving while the recovery codes are shown is asked about", async () => {
	const { host, user } = await reachCodes();
	await user.keyboard("{Escape}");
	await waitFor(() => expect(hook("enroll-dialog").dataset["step"]).toBe("leaving"));
	await user.click(hook("stay"));
	expect(hook("enroll-dialog").dataset["step"]).toBe("codes");
	await user.keyboard("{Escape}");
	await waitFor(() => hook("leave"));
	await user.click(hook("leave"));
	await waitFor(() => expect(has("enroll-dialog")).toBe(false));
	expect(host.profile.security.mfa.enabledAt).toBeNull();
});

test.each(["verify", "complete"])("a setup that ended before %s can be started again", async (step) => {
	const { host, user } = step === "verify" ? await scan() : await reachCodes();
	host.tooLate = true;
	if (step === "verify") await user.type(input("code"), codes.right);
	else {
		await user.click(hook("codes-saved"));
		await user.click(hook("finish-enroll"));
	}
	await waitFor(() => expect(hook("enroll-dialog").dataset["step"]).toBe("ended"));
	expect(screen.getByRole("alert").textContent).toContain("MFA stays off");
	await user.click(hook("start-again"));
	await waitFor(() => input("code"));
	expect(host.callsOf("beginMfaEnrollment")).toHaveLength(2);
});

async function finish(user: UserEvent) {
	await user.click(hook("codes-saved"));
	await user.click(hook("finish-enroll"));
}

test("MFA that is on although the answer was lost is said to be on", async () => {
	const { host, user } = await reachCodes();
	host.lose("completeMfaEnrollment", "portal_timed_out");
	await finish(user);
	await waitFor(() => expect(has("enroll-dialog")).toBe(false));
	expect(checked()).toBe("true");
	expect(hook("announcer").textContent).toBe("MFA is on");
});

test("a setup that ended because MFA was turned on elsewhere says that it is on", async () => {
	const { host, user } = await reachCodes();
	host.profile.security.mfa.enabledAt = "2026-05-03T12:00:00Z";
	host.tooLate = true;
	await finish(user);
	await waitFor(() => expect(hook("enroll-dialog").dataset["step"]).toBe("already_enabled"));
	await user.click(hook("close-enroll"));
	await waitFor(() => expect(checked()).toBe("true"));
	expect(hook("announcer").textContent).not.toContain("off");
});

test("leaving without an answer looks first whether MFA is on", async () => {
	const { host, user } = await reachCodes();
	host.lose("completeMfaEnrollment", "portal_unreachable");
	host.fail("refreshProfile", "portal_unreachable");
	await finish(user);
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_unreachable"));
	await user.keyboard("{Escape}");
	await waitFor(() => expect(hook("leave-question").textContent).toContain("MFA may be on already"));
	host.fail("refreshProfile", null);
	await user.click(hook("leave"));
	await waitFor(() => expect(has("enroll-dialog")).toBe(false));
	expect(checked()).toBe("true");
	expect(hook("announcer").textContent).toBe("MFA is on");
});

test("leaving without any answer claims nothing", async () => {
	const { host, user } = await reachCodes();
	host.fail("completeMfaEnrollment", "portal_unreachable");
	host.fail("refreshProfile", "portal_unreachable");
	await finish(user);
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_unreachable"));
	await user.keyboard("{Escape}");
	await waitFor(() => hook("leave"));
	await user.click(hook("leave"));
	await waitFor(() => expect(has("enroll-dialog")).toBe(false));
	expect(hook("announcer").textContent).toContain("did not say");
});

test("leaving after a refusal says that MFA stays off, as the portal does", async () => {
	const { host, user } = await reachCodes();
	host.fail("completeMfaEnrollment", "portal_failed");
	await finish(user);
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_failed"));
	await user.keyboard("{Escape}");
	await waitFor(() => hook("leave"));
	await user.click(hook("leave"));
	await waitFor(() => expect(has("enroll-dialog")).toBe(false));
	expect(hook("announcer").textContent).toBe("MFA stays off.");
});

test("a setup that can't begin goes back and can be tried again", async () => {
	const { host, user } = await openScenario("profile");
	host.fail("beginMfaEnrollment", "portal_failed");
	await user.click(hook("mfa-switch"));
	await waitFor(() => expect(hook("enroll-dialog").dataset["step"]).toBe("failed"));
	host.fail("beginMfaEnrollment", null);
	await user.click(hook("retry-enroll"));
	await waitFor(() => input("code"));
});

test("MFA that was turned on elsewhere is told of and taken over", async () => {
	const { host, user } = await openScenario("profile");
	host.profile.security.mfa.enabledAt = "2026-05-03T12:00:00Z";
	host.enrollmentAnswer = { kind: "already_enabled", snapshot: host.snapshot() };
	await user.click(hook("mfa-switch"));
	await waitFor(() => expect(hook("enroll-dialog").dataset["step"]).toBe("already_enabled"));
	expect(screen.getByRole("alert").textContent).toContain("on already");
	await user.click(hook("close-enroll"));
	await waitFor(() => expect(checked()).toBe("true"));
});

test("a wrong code is explained and the next one counts", async () => {
	const { user } = await scan();
	await user.type(input("code"), codes.used);
	expect((await screen.findByRole("alert")).dataset["code"]).toBe("code_used");
	await user.type(input("code"), codes.right);
	await waitFor(() => hook("recovery-codes"));
});

test("on to off says what it means, and goes back when it fails", async () => {
	const { host, user } = await openScenario("mfa");
	host.fail("disableMfa", "portal_failed");
	await user.click(hook("mfa-switch"));
	await waitFor(() => hook("disable-mfa-dialog"));
	expect(checked()).toBe("false");
	await user.click(hook("confirm-disable-mfa"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_failed"));
	await user.click(hook("cancel-disable-mfa"));
	await waitFor(() => expect(checked()).toBe("true"));

	host.fail("disableMfa", null);
	await user.click(hook("mfa-switch"));
	await waitFor(() => hook("confirm-disable-mfa"));
	await user.click(hook("confirm-disable-mfa"));
	await waitFor(() => expect(checked()).toBe("false"));
	expect(has("regenerate-codes")).toBe(false);
});

test("an answer that the app does not know is forgotten when MFA is turned off again", async () => {
	const { host, user } = await openScenario("mfa");
	host.disableAnswer = { kind: "unsupported" };
	await user.click(hook("mfa-switch"));
	await waitFor(() => hook("confirm-disable-mfa"));
	await user.click(hook("confirm-disable-mfa"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("unsupported"));
	host.fail("disableMfa", "portal_failed");
	await user.click(hook("confirm-disable-mfa"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("portal_failed"));
});

test("a portal that refuses to turn MFA off says for whom", async () => {
	const { host, user } = await openScenario("mfa");
	host.disableAnswer = { kind: "required", requiredBy: [acmeRequires] };
	await user.click(hook("mfa-switch"));
	await waitFor(() => hook("confirm-disable-mfa"));
	await user.click(hook("confirm-disable-mfa"));
	await waitFor(() => expect(hook("error").textContent).toContain("ACME Robotics"));
});

test("recovery codes are made anew, and the warning goes", async () => {
	const { host, user } = await openScenario("few-codes");
	expect(hook("banner").textContent).toContain("3 recovery codes left");
	await user.click(hook("banner-regenerate"));
	await waitFor(() => hook("confirm-regenerate"));
	await user.click(hook("confirm-regenerate"));
	await waitFor(() => hook("codes-saved"));
	await user.click(hook("codes-saved"));
	await user.click(hook("finish-regenerate"));
	await waitFor(() => expect(has("recovery-codes-dialog")).toBe(false));
	expect(has("banner")).toBe(false);
	expect(host.callsOf("regenerateRecoveryCodes")).toHaveLength(1);
});

test("recovery codes that got lost on the way are told of until there are new ones", async () => {
	const { host, user } = await openScenario("mfa");
	host.lose("regenerateRecoveryCodes", "portal_failed");
	await user.click(hook("regenerate-codes"));
	await waitFor(() => hook("confirm-regenerate"));
	await user.click(hook("confirm-regenerate"));
	await waitFor(() => hook("regenerate-uncertain"));
	expect(hook("regenerate-uncertain").role).toBe("alert");
	expect(hook("recovery-codes-uncertain").textContent).toContain("may no longer work");

	host.lose("regenerateRecoveryCodes", null);
	await user.click(hook("confirm-regenerate"));
	await waitFor(() => hook("codes-saved"));
	expect(has("recovery-codes-uncertain")).toBe(false);
});

test("recovery codes that were refused are as they were", async () => {
	const { host, user } = await openScenario("mfa");
	host.fail("regenerateRecoveryCodes", "too_many_requests");
	await user.click(hook("regenerate-codes"));
	await waitFor(() => hook("confirm-regenerate"));
	await user.click(hook("confirm-regenerate"));
	await waitFor(() => expect(hook("error").dataset["code"]).toBe("too_many_requests"));
	expect(has("regenerate-uncertain")).toBe(false);
});
