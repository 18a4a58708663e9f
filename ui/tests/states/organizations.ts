import { waitFor } from "@testing-library/svelte";
import type { CreateOrganizationOutcome } from "../../src/lib/bindings/CreateOrganizationOutcome";
import type { OrganizationSettings } from "../../src/lib/bindings/OrganizationSettings";
import type { FakeHost } from "../../src/lib/host/fake";
import { sampleKeys } from "../../src/lib/host/sample-security";
import { borealis } from "../../src/lib/host/sample-organizations";
import { hook, input, type RenderedApp } from "../render-app";
import { appears, disappears, from, isSaid, press, ready, stageOf, write, type States } from "./steps";

type Then = (app: RenderedApp) => Promise<unknown>;

async function openSwitcher(app: RenderedApp): Promise<void> {
	await ready();
	await press(app, "switch-organization");
	await appears("organization-picker");
}

const switcher = (then: Then, scenario = "profile", change?: (host: FakeHost) => void) =>
	from(
		scenario,
		"profile-page",
		async (app) => {
			await openSwitcher(app);
			await then(app);
		},
		change,
	);

async function chooseBorealis({ user }: RenderedApp): Promise<void> {
	const option = () => document.querySelector(`[data-organization=${borealis.id}]`) ?? hook("missing");
	await user.click(await waitFor(option));
}

async function create(app: RenderedApp): Promise<void> {
	await press(app, "create-organization");
	await write(app, "organizationName", "Plant 0001{Enter}");
}

const notCreated = (answer: CreateOrganizationOutcome) =>
	switcher(async (app) => {
		app.host.createOrganizationAnswer = answer;
		await create(app);
		await appears("error");
	});

/** Chooses a file; its size may be said to be another one. */
async function choosePicture({ user }: RenderedApp, size?: number): Promise<void> {
	const file = new File(["picture"], "picture.png", { type: "image/png" });
	if (size) Object.defineProperty(file, "size", { value: size });
	await user.upload(input("picture"), file);
}

const withPicture = (then: Then) =>
	switcher(async (app) => {
		await press(app, "create-organization");
		await appears("picture-field");
		await then(app);
	});

async function openSettings(app: RenderedApp): Promise<void> {
	await ready();
	await press(app, "edit-organization");
	await stageOf("organization-page", "ready");
}

const settings = (then: Then, scenario = "profile", change?: (host: FakeHost) => void) =>
	from(
		scenario,
		"profile-page",
		async (app) => {
			await openSettings(app);
			await then(app);
		},
		change,
	);

async function rename(app: RenderedApp, name = "Plant 0001"): Promise<void> {
	await app.user.clear(input("organizationName"));
	await app.user.type(input("organizationName"), name);
}

function theirs({ profile, settings }: FakeHost, mfaRequiredSince: string | null): OrganizationSettings {
	const { initials, hue, image } = profile.organization;
	return { ...settings, name: "Plant 0002", initials, hue, image, mfaRequiredSince, version: "2" };
}

const changedMeanwhile = (mfaRequiredSince: string | null) =>
	settings(async (app) => {
		app.host.updateAnswer = {
			kind: "changed_meanwhile",
			settings: theirs(app.host, mfaRequiredSince),
		};
		await rename(app);
		await press(app, "save-organization");
		await appears("changed-meanwhile");
	});

const enforcing = (members: number, membersWithoutMfa: number, viewerWithoutMfa = false) =>
	settings(
		async (app) => {
			await press(app, "enforce-mfa");
			await appears("mfa-requirement-dialog");
		},
		"profile",
		(host) => Object.assign(host.settings, { members, membersWithoutMfa, viewerWithoutMfa }),
	);

const enforced = (required: boolean) =>
	settings(
		async (app) => {
			await press(app, "enforce-mfa", "confirm-mfa-requirement");
			await isSaid();
		},
		"profile",
		({ profile }) => void (profile.organization.mfaRequiredSince = required ? null : "2026-05-03T12:00:00Z"),
	);

const deleting = (each: number) =>
	settings(
		async (app) => {
			await press(app, "delete-organization");
			await appears("delete-organization-dialog");
		},
		"profile",
		(host) =>
			void (host.settings.deletion = {
				devices: each,
				workspaces: each,
				otherMembers: each,
				apiKeys: each,
				credits: each > 0 ? `${each}.000` : null,
				exports: each,
			}),
	);

async function erase(app: RenderedApp): Promise<void> {
	await press(app, "delete-organization");
	await write(app, "confirmOrganization", "ACME Robotics{Enter}");
}

/** Organizations to go to, to create and to change. */
export const organizationsStates: States = {
	switcher: switcher(() => Promise.resolve()),
	"switcher, a thousand": switcher(() => Promise.resolve(), "many-organizations"),
	"switcher, loading": from("profile", "profile-page", async (app) => {
		app.host.hold("organizations");
		await openSwitcher(app);
		await appears("organizations-loading");
	}),
	"switcher, failed": from("profile", "profile-page", async (app) => {
		app.host.fail("organizations", "portal_failed");
		await openSwitcher(app);
		await appears("retry-organizations");
	}),
	"switcher, nothing found": switcher(async (app) => {
		await write(app, "organizationSearch", "Plant 0001");
		await appears("organizations-none");
	}),
	"switcher, opening": switcher(async (app) => {
		app.host.hold("switchOrganization");
		await chooseBorealis(app);
	}),
	"switcher, opened": switcher(async (app) => {
		await chooseBorealis(app);
		await isSaid();
	}),
	"switcher, not opened": switcher(async (app) => {
		app.host.fail("switchOrganization", "portal_failed");
		await chooseBorealis(app);
		await appears("error");
	}),
	"switcher, gone meanwhile": switcher(async (app) => {
		app.host.switchAnswer = { kind: "not_found" };
		await chooseBorealis(app);
		await appears("error");
	}),
	"switcher, as many as one may create": switcher(() => appears("owned-limit"), "three-owned"),
	"switcher, from another page": from("profile", "profile-page", async (app) => {
		await ready();
		await press(app, "open-sessions");
		await stageOf("sessions-page", "ready");
		await app.user.keyboard("{Control>}k{/Control}");
		await appears("organization-palette");
		await appears("organization-list");
	}),
	"switcher, away from the portal": from("offline", "profile-page", async (app) => {
		await stageOf("profile-page", "offline");
		await app.user.keyboard("{Control>}k{/Control}");
		await appears("picker-unavailable");
	}),
	"organization lost": from("profile", "profile-page", async (app) => {
		await ready();
		await app.host.leaveOrganization();
		app.app.router.open("/profile/sessions");
		await waitFor(() => hook("dismiss-organization-lost"));
	}),

	"create organization, empty name": withPicture(async (app) => {
		await press(app, "confirm-create-organization");
		await appears("error");
	}),
	"create organization, busy": switcher(async (app) => {
		app.host.hold("createOrganization");
		await create(app);
	}),
	"create organization, created": switcher(async (app) => {
		await create(app);
		await isSaid();
	}),
	"create organization, limit reached meanwhile": notCreated({ kind: "limit_reached", owned: 3, limit: 3 }),
	"create organization, unsupported": notCreated({ kind: "unsupported" }),
	"create organization, name too long": notCreated({
		kind: "name_refused",
		reason: "too_long",
		maximum_length: 100,
	}),
	"create organization, name invalid": notCreated({
		kind: "name_refused",
		reason: "invalid_characters",
		maximum_length: 100,
	}),
	"create organization, picture refused": notCreated({ kind: "picture_refused", reason: "not_a_picture" }),
	"create organization, answer lost": switcher(async (app) => {
		app.host.lose("createOrganization", "portal_timed_out");
		await create(app);
		await appears("create-uncertain");
	}),
	"create organization, picture": withPicture(async (app) => {
		await choosePicture(app);
		await appears("remove-picture");
	}),
	"create organization, picture on its way": withPicture(async (app) => {
		app.host.hold("preparePicture");
		await choosePicture(app);
	}),
	"create organization, picture too large": withPicture(async (app) => {
		await choosePicture(app, 20 * 1024 * 1024 + 1);
		await appears("error");
	}),
	"create organization, picture unread": withPicture(async (app) => {
		app.host.fail("preparePicture", "portal_failed");
		await choosePicture(app);
		await appears("error");
	}),

	"organization member": from("organization-member", "profile-page", ready),
	"organization member, leaving": from("organization-member", "profile-page", async (app) => {
		app.host.hold("leaveOrganization");
		await ready();
		await press(app, "leave-organization", "confirm-leave-organization");
	}),
	"organization member, left": from("organization-member", "profile-page", async (app) => {
		await ready();
		await press(app, "leave-organization", "confirm-leave-organization");
		await isSaid();
	}),
	"organization admin, leave refused": settings(async (app) => {
		app.host.leaveAnswer = { kind: "owner_stays" };
		await press(app, "leave-organization", "confirm-leave-organization");
		await appears("error");
	}, "organization-admin"),

	"organization settings": settings(() => Promise.resolve()),
	"organization settings, loading": from("profile", "profile-page", async (app) => {
		app.host.hold("organizationSettings");
		await ready();
		await press(app, "edit-organization");
		await stageOf("organization-page", "loading");
	}),
	"organization settings, failed": from("profile", "profile-page", async (app) => {
		app.host.fail("organizationSettings", "portal_failed");
		await ready();
		await press(app, "edit-organization");
		await appears("retry-settings");
	}),
	"organization settings, none any more": from("profile", "profile-page", async (app) => {
		await ready();
		// Withdrawn meanwhile, which the profile does not tell yet.
		app.host.hold("refreshProfile");
		app.host.profile.organization.canAdminister = false;
		app.app.router.open("/organization");
		await appears("settings-unavailable");
	}),
	"organization settings, away from the portal": settings(async (app) => {
		app.host.fail("refreshProfile", "portal_unreachable");
		app.host.fail("updateOrganization", "portal_unreachable");
		await rename(app);
		await press(app, "save-organization");
		await appears("error");
	}),
	"organization settings, changed": settings(async (app) => {
		await rename(app);
		await appears("discard-organization");
	}),
	"organization settings, saving": settings(async (app) => {
		app.host.hold("updateOrganization");
		await rename(app);
		await press(app, "save-organization");
	}),
	"organization settings, saved": settings(async (app) => {
		await rename(app, "Borealis Foods");
		await press(app, "save-organization");
		await isSaid();
	}),
	"organization settings, unsupported": settings(async (app) => {
		app.host.updateAnswer = { kind: "unsupported" };
		await rename(app);
		await press(app, "save-organization");
		await appears("error");
	}),
	"organization settings, changed meanwhile": changedMeanwhile(null),
	"organization settings, changed meanwhile, MFA too": changedMeanwhile("2026-05-03T12:00:00Z"),
	"organization settings, leaving": settings(async (app) => {
		await rename(app);
		await press(app, "back-to-profile");
		await appears("unsaved-question");
	}),
	"MFA requirement, one without": enforcing(3, 1, true),
	"MFA requirement, something not saved": settings(
		async (app) => {
			await rename(app);
			await press(app, "enforce-mfa");
			await appears("mfa-loses-draft");
		},
		"profile",
		(host) => Object.assign(host.settings, { membersWithoutMfa: 1, viewerWithoutMfa: true }),
	),
	"MFA requirement, two without": enforcing(3, 2),
	"MFA requirement, the only one without": enforcing(1, 1, true),
	"MFA requirement, all have it": enforcing(3, 0),
	"MFA requirement, the only one has it": enforcing(1, 0),
	"MFA requirement, began": enforced(true),
	"MFA requirement, ended": enforced(false),
	"MFA requirement, ending": settings(
		async (app) => {
			await press(app, "enforce-mfa");
			await appears("mfa-requirement-dialog");
		},
		"profile",
		({ profile }) => void (profile.organization.mfaRequiredSince = "2026-05-03T12:00:00Z"),
	),
	"MFA requirement, changed meanwhile": settings(async (app) => {
		app.host.updateAnswer = { kind: "changed_meanwhile", settings: theirs(app.host, null) };
		await press(app, "enforce-mfa", "confirm-mfa-requirement");
		await appears("error");
	}),
	"delete organization": deleting(2),
	"delete organization, little in it": deleting(1),
	"delete organization, nothing in it": deleting(0),
	"delete organization, busy": settings(async (app) => {
		app.host.hold("deleteOrganization");
		await erase(app);
	}),
	"delete organization, deleted": settings(async (app) => {
		await erase(app);
		await disappears("organization-page");
		await isSaid();
	}),
	"delete organization, renamed meanwhile": settings(async (app) => {
		await press(app, "delete-organization");
		await appears("what-is-lost");
		app.host.profile.organization.name = "Plant 0002";
		await write(app, "confirmOrganization", "ACME Robotics{Enter}");
		await appears("error");
	}),
	"organization keys at a glance": settings(() => Promise.resolve(), "organization-keys"),
	"organization keys, one and two": settings(
		() => Promise.resolve(),
		"organization-keys",
		(host) => void (host.settings.apiKeys = { usable: 1, expiring: 2, limit: 20 }),
	),
	"organization keys": settings(
		async (app) => {
			await press(app, "open-organization-keys");
			await stageOf("api-keys-page", "ready");
		},
		"organization-keys",
		(host) => {
			host.keys = sampleKeys.map((key) => ({ ...key, createdBy: "Ada Lovelace" }));
		},
	),
};
