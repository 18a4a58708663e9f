import type { FakeHost } from "./fake";
import { borealis, manyOrganizations, sampleMembers } from "./sample-organizations";
import { remembered } from "./starting";

/** The person is an administrator of the organization, which somebody else owns. */
function asAdmin(host: FakeHost): void {
	const { organization } = host.profile;
	organization.roles = ["admin"];
	organization.canLeave = true;
	host.settings.deletion = null;
	host.memberList = sampleMembers.map((member) => {
		const isViewer = member.roles.includes("admin");
		const isOwner = member.roles.includes("owner");
		return { ...member, isViewer, canBeRemoved: !isViewer && !isOwner };
	});
}

/** The states in which a person can find organizations and their members. */
export const organizationScenarios: Record<string, (host: FakeHost) => void> = {
	"many-organizations": (host) => {
		host.organizationList = manyOrganizations(1000);
		remembered(host);
	},
	"three-owned": (host) => {
		host.owned = 3;
		remembered(host);
	},
	"organization-admin": (host) => {
		asAdmin(host);
		remembered(host);
	},
	"organization-member": (host) => {
		host.profile.organization = structuredClone(borealis);
		remembered(host);
	},
	"organization-keys": (host) => {
		host.settings.apiKeys = { usable: 2, expiring: 1, limit: 20 };
		remembered(host);
	},
	"many-members": (host) => {
		const [owner, , template] = sampleMembers;
		if (!owner || !template) return;
		const others = Array.from({ length: 119 }, (_, at) => ({
			...template,
			id: `acc_${at}`,
			displayName: `Member ${String(at + 1).padStart(3, "0")}`,
			email: `member${at + 1}@acme.example`,
		}));
		host.memberList = [owner, ...others];
		remembered(host);
	},
};
