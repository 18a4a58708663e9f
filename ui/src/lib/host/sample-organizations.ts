import type { Member } from "$lib/bindings/Member";
import type { OrganizationSummary } from "$lib/bindings/OrganizationSummary";
import type { GrantableRole } from "$lib/bindings/GrantableRole";
import type { CurrentOrganization } from "$lib/bindings/CurrentOrganization";
import { acme, ada, adasPersonalAccount } from "./sample";

/** The organization as it is listed. */
const listed = (organization: CurrentOrganization, lastChosenAt: string | null): OrganizationSummary => ({
	id: organization.id,
	name: organization.name,
	kind: organization.kind,
	initials: organization.initials,
	hue: organization.hue,
	imagePath: null,
	roles: organization.roles,
	lastChosenAt,
	inView: false,
});

export const borealis: CurrentOrganization = {
	...acme,
	id: "org_02borealis",
	name: "Borealis Foods",
	initials: "BF",
	hue: 210,
	roles: ["billing_admin", "device_technician", "chart_editor"],
	canAdminister: false,
	canLeave: true,
	pages: ["home", "charts", "profile"],
};

/** The contexts that the fake portal can switch to, by id. */
export const contexts: Record<string, CurrentOrganization> = {
	[adasPersonalAccount.id]: adasPersonalAccount,
	[acme.id]: acme,
	[borealis.id]: borealis,
};

export const sampleOrganizations: OrganizationSummary[] = [
	listed(adasPersonalAccount, null),
	listed(acme, "2026-05-02T08:00:00Z"),
	listed(borealis, null),
];

/** As many organizations as anybody might have. */
export const manyOrganizations = (count: number): OrganizationSummary[] => [
	...sampleOrganizations,
	...Array.from({ length: count - sampleOrganizations.length }, (_, at) => ({
		...listed(borealis, null),
		id: `org_${at}`,
		name: `Plant ${String(at + 1).padStart(4, "0")}`,
		initials: "P",
		hue: (at * 37) % 360,
	})),
];

const member = (id: string, displayName: string, initials: string, hue: number): Member => ({
	id,
	displayName,
	email: `${displayName.split(" ")[0]?.toLowerCase()}@acme.example`,
	initials,
	hue,
	avatarPath: null,
	roles: ["chart_editor"],
	mfaEnabled: false,
	memberSince: "2026-01-12T09:30:00Z",
	isViewer: false,
	rolesCanChange: true,
	canBeRemoved: true,
});

export const sampleMembers: Member[] = [
	{
		...member(ada.id, ada.displayName, ada.initials, ada.hue),
		roles: ["owner"],
		mfaEnabled: true,
		isViewer: true,
		rolesCanChange: false,
		canBeRemoved: false,
	},
	{ ...member("acc_02grace", "Grace Hopper", "GH", 12), roles: ["admin"], mfaEnabled: true },
	member("acc_03mei", "Mei Tanaka", "MT", 96),
];

export const grantableRoles: GrantableRole[] = [
	{ role: "admin", exclusive: true },
	{ role: "billing_admin", exclusive: false },
	{ role: "device_technician", exclusive: false },
	{ role: "device_enroller", exclusive: false },
	{ role: "workflow_editor", exclusive: false },
	{ role: "workflow_deployer", exclusive: false },
	{ role: "chart_editor", exclusive: false },
	{ role: "chart_viewer_only", exclusive: true },
];
