import { waitFor } from "@testing-library/svelte";
import { vi } from "vitest";
import type { FailureCode } from "../../src/lib/bindings/FailureCode";
import type { MfaRequirement } from "../../src/lib/bindings/MfaRequirement";
import type { Role } from "../../src/lib/bindings/Role";
import { builtInPortal } from "../../src/lib/host/sample";
import { acmeRequires } from "../../src/lib/host/sample-security";
import { startAt } from "../../src/lib/host/starting";
import { hook } from "../render-app";
import { appears, from, isSaid, press, ready, type States } from "./steps";

/** Most roles at once. */
const roles: Role[] = ["admin", "device_technician", "device_enroller", "workflow_editor", "chart_editor"];

const withRoles = (roles: Role[]) =>
	from("profile", "profile-page", ready, ({ profile }) => void (profile.organization.roles = roles));

const requiredBy = (contacts: MfaRequirement["contacts"]) =>
	from(
		"mfa",
		"profile-page",
		ready,
		({ profile }) =>
			void (profile.security.mfa.requiredBy = [{ ...acmeRequires, contacts, viewerIsContact: false }]),
	);

const nameRefused = (code: FailureCode) =>
	from("profile", "profile-page", async (app) => {
		app.host.fail("changeDisplayName", code);
		await press(app, "edit-display-name");
		await app.user.keyboard("Another{Enter}");
		await appears("error");
	});

/** The profile page, and what is done on it. */
export const profileStates: States = {
	"profile, many roles": withRoles(roles),
	"profile, no role": withRoles([]),
	"profile, services that fail": from(
		"profile",
		"profile-page",
		() =>
			waitFor(
				() =>
					document.querySelectorAll("[data-test=banner]").length === 3 ||
					Promise.reject(new Error("not all yet")),
			),
		(host) => {
			host.system = {
				...host.system,
				tokenStorage: "memory_keyring_failed",
				notifications: "failed",
				appearance: "failed",
				tray: "failed",
			};
		},
	),

	"profile, asked for what is no address": from("profile", "profile-page", async (app) => {
		await ready();
		app.host.requestPortal("non sense", { kind: "no_address", code: "address_invalid" });
		await appears("banner");
	}),
	"profile, MFA required by nobody in particular": requiredBy([]),
	"profile, MFA required by two": requiredBy(["Grace Hopper", "Alan Turing"]),
	"profile, MFA required by four": requiredBy(["Grace Hopper", "Alan Turing", "Katherine", "Edsger"]),
	"profile, MFA required by five": requiredBy([
		"Grace Hopper",
		"Alan Turing",
		"Katherine",
		"Edsger",
		"Barbara",
	]),

	"display name, saving": from("profile", "profile-page", async (app) => {
		app.host.hold("changeDisplayName");
		await press(app, "edit-display-name");
		await app.user.keyboard("Another{Enter}");
	}),
	"display name, saved": from("profile", "profile-page", async (app) => {
		await press(app, "edit-display-name");
		await app.user.keyboard("Grace Hopper{Enter}");
		await isSaid();
	}),
	"display name, empty": nameRefused("display_name_empty"),
	"display name, invalid": nameRefused("display_name_invalid"),
	"profile, email not copied": from("profile", "profile-page", async (app) => {
		vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
		await press(app, "copy-email");
		await isSaid();
	}),

	"log out, busy": from("profile", "profile-page", async (app) => {
		app.host.hold("signOut");
		await press(app, "log-out", "confirm-log-out");
	}),
	"log out of the built-in portal": from(
		"profile",
		"profile-page",
		async (app) => {
			await press(app, "log-out");
			await appears("log-out-dialog");
		},
		(host) => startAt(host, { kind: "signed_in", portal: builtInPortal, snapshot: host.snapshot() }),
	),
	"enrollment required, as the profile is asked for": from(
		"profile",
		"enrollment-required-page",
		() => waitFor(() => hook("banner")),
		(host) => host.fail("refreshProfile", "mfa_enrollment_required"),
	),
};
