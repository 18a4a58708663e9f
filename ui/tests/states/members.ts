import { waitFor } from "@testing-library/svelte";
import type { AddMemberOutcome } from "../../src/lib/bindings/AddMemberOutcome";
import type { ChangeMemberRolesOutcome } from "../../src/lib/bindings/ChangeMemberRolesOutcome";
import type { Member } from "../../src/lib/bindings/Member";
import type { FakeHost } from "../../src/lib/host/fake";
import { sampleMembers } from "../../src/lib/host/sample-organizations";
import { hook, type RenderedApp } from "../render-app";
import { appears, from, isSaid, press, ready, stageOf, write, type States } from "./steps";

type Then = (app: RenderedApp) => Promise<unknown>;

async function open(app: RenderedApp, stage = "ready"): Promise<void> {
	await ready();
	app.app.router.open("/members");
	await appears("members-page");
	await stageOf("members-page", stage);
}

const members = (then: Then, scenario = "profile", change?: (host: FakeHost) => void) =>
	from(
		scenario,
		"profile-page",
		async (app) => {
			await open(app);
			await then(app);
		},
		change,
	);

const mei = sampleMembers[2] as Member;

/** Presses something in the row of a member. */
async function pressFor({ user }: RenderedApp, id: string, name: string): Promise<void> {
	const found = () =>
		document.querySelector(`[data-member=${id}] [data-test=${name}]`) ?? hook(`${name} of ${id}`);
	await user.click(await waitFor(found));
}

async function changeRoles(app: RenderedApp, id = mei.id): Promise<void> {
	await pressFor(app, id, "change-roles");
	await appears("change-roles-dialog");
}

const notChanged = (answer: ChangeMemberRolesOutcome) =>
	members(async (app) => {
		app.host.changeRolesAnswer = answer;
		await changeRoles(app);
		await press(app, "role-admin", "save-roles");
		await appears("error");
	});

async function add(app: RenderedApp): Promise<void> {
	await press(app, "add-member");
	await appears("add-member-dialog");
	await press(app, "role-chart_editor");
	await write(app, "memberEmail", "new@acme.example{Enter}");
}

const notAdded = (answer: AddMemberOutcome) =>
	members(async (app) => {
		app.host.addMemberAnswer = answer;
		await add(app);
		await appears("error");
	});

/** Who belongs to an organization. */
export const membersStates: States = {
	members: members(() => Promise.resolve()),
	"members, only the owner": members(
		() => Promise.resolve(),
		"profile",
		(host) => void (host.memberList = host.memberList.slice(0, 1)),
	),
	"members, many": members(() => appears("more-members"), "many-members"),
	"members, more on their way": members(async (app) => {
		app.host.hold("members");
		await press(app, "more-members");
	}, "many-members"),
	"members, no more": members(async (app) => {
		app.host.fail("members", "portal_failed");
		await press(app, "more-members");
		await appears("error");
	}, "many-members"),
	"members, nobody found": members(async (app) => {
		await write(app, "memberSearch", "Nobody");
		await appears("members-none");
		await app.user.clear(hook("members-page").querySelector("input") as HTMLInputElement);
		app.host.hold("members");
	}),
	"members, loading": from("profile", "profile-page", async (app) => {
		app.host.hold("members");
		await open(app, "loading");
	}),
	"members, failed": from("profile", "profile-page", async (app) => {
		app.host.fail("members", "portal_failed");
		await open(app, "failed");
	}),
	"members, asked about another organization": from("profile", "profile-page", async (app) => {
		app.host.fail("members", "organization_changed");
		await open(app, "failed");
	}),
	"members, of an organization that is gone": from("profile", "profile-page", async (app) => {
		app.host.fail("members", "organization_unavailable");
		await open(app, "failed");
	}),

	"roles, changing": members((app) => changeRoles(app)),
	"roles, one that stands alone": members(async (app) => {
		await changeRoles(app);
		await press(app, "role-chart_viewer_only");
		await waitFor(() => hook("roles-cleared").textContent || Promise.reject(new Error("nothing yet")));
	}),
	"roles, one that stood alone": members(async (app) => {
		await changeRoles(app, "acc_02grace");
		await press(app, "role-chart_editor");
		await waitFor(() => hook("roles-cleared").textContent || Promise.reject(new Error("nothing yet")));
	}),
	"roles, none": members(async (app) => {
		await changeRoles(app);
		await press(app, "role-chart_editor");
		await appears("roles-missing");
	}),
	"roles, saving": members(async (app) => {
		app.host.hold("changeMemberRoles");
		await changeRoles(app);
		await press(app, "role-admin", "save-roles");
	}),
	"roles, saved": members(async (app) => {
		await changeRoles(app);
		await press(app, "role-admin", "save-roles");
		await isSaid();
	}),
	"roles, changed meanwhile": notChanged({
		kind: "changed_meanwhile",
		member: { ...mei, roles: ["billing_admin"] },
	}),
	"roles, no member any more": notChanged({ kind: "not_found" }),
	"roles, not alone": notChanged({ kind: "roles_refused", reason: "not_alone" }),
	"roles, owner granted": notChanged({ kind: "roles_refused", reason: "owner_granted" }),
	"roles, unsupported": notChanged({ kind: "unsupported" }),
	"roles, giving up one’s own": members(async (app) => {
		await changeRoles(app, "acc_02grace");
		await press(app, "role-chart_editor", "save-roles");
		await appears("gives-up-own");
	}, "organization-admin"),

	"member, removing": members(async (app) => {
		app.host.hold("removeMember");
		await pressFor(app, mei.id, "remove-member");
		await press(app, "confirm-remove-member");
	}),
	"member, removed": members(async (app) => {
		await pressFor(app, mei.id, "remove-member");
		await press(app, "confirm-remove-member");
		await isSaid();
	}),
	"member, removed already": members(async (app) => {
		app.host.removeMemberAnswer = "not_found";
		await pressFor(app, mei.id, "remove-member");
		await press(app, "confirm-remove-member");
		await isSaid();
	}),
	"member, owner by now": members(async (app) => {
		app.host.removeMemberAnswer = "owner_stays";
		await pressFor(app, mei.id, "remove-member");
		await press(app, "confirm-remove-member");
		await appears("error");
	}),

	"add member": members(async (app) => {
		await press(app, "add-member");
		await appears("add-member-dialog");
	}),
	"add member, busy": members(async (app) => {
		app.host.hold("addMember");
		await add(app);
	}),
	"add member, added": members(async (app) => {
		await add(app);
		await isSaid();
	}),
	"add member, no account": notAdded({ kind: "account_not_found" }),
	"add member, already": notAdded({ kind: "already_member", member: mei }),
	"add member, roles refused": notAdded({ kind: "roles_refused", reason: "no_role" }),
	"add member, too many attempts": notAdded({ kind: "too_many_attempts", retryAfterSeconds: 45 }),
	"add member, unsupported": notAdded({ kind: "unsupported" }),
};
