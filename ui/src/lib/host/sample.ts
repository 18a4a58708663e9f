import type { Account } from "$lib/bindings/Account";
import type { CurrentOrganization } from "$lib/bindings/CurrentOrganization";
import type { Portal } from "$lib/bindings/Portal";
import type { Profile } from "$lib/bindings/Profile";
import type { SampleAccount } from "$lib/bindings/SampleAccount";

/** People and portals for tests and for drawing the page in a browser. */

export const ada: Account = {
	id: "acc_01ada",
	email: "ada@acme.example",
	displayName: "Ada Lovelace",
	initials: "AL",
	hue: 266,
	avatar: null,
};

/** The organization that is in view first. */
export const acme: CurrentOrganization = {
	id: "org_01acme",
	name: "ACME Robotics",
	kind: "shared",
	initials: "AR",
	hue: 158,
	image: null,
	roles: ["owner"],
	mfaRequiredSince: null,
	canAdminister: true,
	canLeave: false,
	pages: ["home", "charts", "members", "profile"],
	seesCredits: false,
	exportsCharts: false,
};

/** Ada's own. */
export const adasPersonalAccount: CurrentOrganization = {
	...acme,
	id: "org_personal",
	name: ada.displayName,
	kind: "personal",
	initials: "AL",
	hue: 31,
	canAdminister: false,
	pages: ["home", "charts", "profile"],
};

export const adaProfile: Profile = {
	account: ada,
	organization: acme,
	preferences: { toastNotifications: true, theme: "system" },
	security: { mfa: { enabledAt: null, recoveryCodesLeft: 0, requiredBy: [] }, passwordChangedAt: null },
	apiKeys: null,
	pinnedPage: null,
};

export const password = "correct horse battery staple";

export const sampleAccounts: SampleAccount[] = [
	{
		displayName: "Ada Lovelace",
		email: "ada@acme.example",
		password,
		organization: "ACME Robotics",
		roles: ["owner"],
	},
	{
		displayName: "Grace Hopper",
		email: "grace@acme.example",
		password,
		organization: "ACME Robotics",
		roles: ["billing_admin", "device_technician"],
	},
	{
		displayName: "Katherine Johnson",
		email: "katherine@orbital.example",
		password,
		organization: "Orbital Mills",
		roles: ["workflow_editor", "workflow_deployer", "chart_editor"],
	},
	{
		displayName: "Alan Turing",
		email: "alan@acme.example",
		password,
		organization: "Bletchley Instruments",
		roles: ["chart_viewer_only"],
	},
];

export const builtInPortal: Portal = {
	id: "built-in",
	name: "Built-in portal",
	address: "http://127.0.0.1:40123",
	builtIn: true,
	sampleAccounts,
};

export const remotePortal: Portal = {
	id: "https://portal.acme.example",
	name: "ACME Portal",
	address: "https://portal.acme.example",
	builtIn: false,
	sampleAccounts: [],
};

/** What helps those who help. */
export const sampleDiagnostics = "Portal Profile 0.1.0\nnotifications: available\nlast errors: none";
