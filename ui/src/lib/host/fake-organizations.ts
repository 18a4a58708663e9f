import type { AddMemberOutcome } from "$lib/bindings/AddMemberOutcome";
import type { ApiKeySummary } from "$lib/bindings/ApiKeySummary";
import type { ChangeMemberRolesOutcome } from "$lib/bindings/ChangeMemberRolesOutcome";
import type { CreateOrganizationOutcome } from "$lib/bindings/CreateOrganizationOutcome";
import type { DeleteOrganizationOutcome } from "$lib/bindings/DeleteOrganizationOutcome";
import type { LeaveOrganizationOutcome } from "$lib/bindings/LeaveOrganizationOutcome";
import type { Member } from "$lib/bindings/Member";
import type { MembersPage } from "$lib/bindings/MembersPage";
import type { OrganizationSettings } from "$lib/bindings/OrganizationSettings";
import type { OrganizationSummary } from "$lib/bindings/OrganizationSummary";
import type { Organizations } from "$lib/bindings/Organizations";
import type { PictureChange } from "$lib/bindings/PictureChange";
import type { PreparePictureOutcome } from "$lib/bindings/PreparePictureOutcome";
import type { RemoveMemberOutcome } from "$lib/bindings/RemoveMemberOutcome";
import type { Role } from "$lib/bindings/Role";
import type { SwitchOrganizationOutcome } from "$lib/bindings/SwitchOrganizationOutcome";
import type { UpdateOrganizationOutcome } from "$lib/bindings/UpdateOrganizationOutcome";
import { FakeAccountSecurity } from "./fake-account-security";
import type { OrganizationsHost } from "./organizations";
import { adasPersonalAccount } from "./sample";
import { contexts, grantableRoles, sampleMembers, sampleOrganizations } from "./sample-organizations";

/** A transparent picture of one pixel. */
const onePixel =
	"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** The organizations at the fake portal. */
export class FakeOrganizations extends FakeAccountSecurity implements OrganizationsHost {
	organizationList: OrganizationSummary[] = structuredClone(sampleOrganizations);
	owned = 1;
	ownedLimit = 3;
	memberList: Member[] = structuredClone(sampleMembers);
	membersPerPage = 50;
	settings: Pick<
		OrganizationSettings,
		"version" | "members" | "membersWithoutMfa" | "viewerWithoutMfa" | "apiKeys" | "deletion"
	> = {
		version: "1",
		members: 3,
		membersWithoutMfa: 1,
		viewerWithoutMfa: false,
		apiKeys: null,
		deletion: { devices: 12, workspaces: 3, otherMembers: 2, apiKeys: 0, credits: "12480.500", exports: 3 },
	};
	/** Answers in place of switching. */
	switchAnswer: SwitchOrganizationOutcome | null = null;
	/** Answers in place of making a file a picture. */
	pictureAnswer: PreparePictureOutcome | null = null;
	/** Answers in place of creating an organization. */
	createOrganizationAnswer: CreateOrganizationOutcome | null = null;
	/** Answers in place of changing the organization. */
	updateAnswer: UpdateOrganizationOutcome | null = null;
	/** Answers in place of leaving it. */
	leaveAnswer: LeaveOrganizationOutcome | null = null;
	/** Answers in place of adding a member. */
	addMemberAnswer: AddMemberOutcome | null = null;
	/** Answers in place of changing roles. */
	changeRolesAnswer: ChangeMemberRolesOutcome | null = null;
	/** Answers in place of removing a member. */
	removeMemberAnswer: RemoveMemberOutcome | null = null;
	/** What was created, until the answer has arrived. */
	#created: { input: string; outcome: CreateOrganizationOutcome } | null = null;
	/** Pictures by their path. */
	pictures: Record<string, string> = {};

	organizations(): Promise<Organizations> {
		return this.answer("organizations", [], () => ({
			organizations: this.organizationList.map((each) => ({
				...each,
				inView: each.id === this.profile.organization.id,
			})),
			owned: this.owned,
			ownedLimit: this.ownedLimit,
		}));
	}

	switchOrganization(organization: string): Promise<SwitchOrganizationOutcome> {
		return this.answer("switchOrganization", [organization], () => {
			if (this.switchAnswer) return this.switchAnswer;
			const listed = this.organizationList.find((each) => each.id === organization);
			if (!listed) return { kind: "not_found" };
			const known = contexts[organization] ?? { ...adasPersonalAccount, kind: "shared" as const };
			const [personal, ...shared] = this.organizationList.filter((each) => each !== listed);
			// As portals do: the personal account first, then those used last.
			if (personal && listed.kind !== "personal") this.organizationList = [personal, listed, ...shared];
			const { id, name, kind, initials, hue, roles } = listed;
			this.profile.organization = structuredClone({ ...known, id, name, kind, initials, hue, roles });
			return { kind: "switched", snapshot: this.snapshot() };
		});
	}

	preparePicture(file: string): Promise<PreparePictureOutcome> {
		return this.answer(
			"preparePicture",
			[file],
			() => this.pictureAnswer ?? { kind: "prepared", picture: onePixel },
		);
	}

	async createOrganization(name: string, picture: string | null): Promise<CreateOrganizationOutcome> {
		const input = JSON.stringify([name, picture]);
		const outcome = await this.answer("createOrganization", [name, picture], () => {
			if (this.createOrganizationAnswer) return this.createOrganizationAnswer;
			// The same again, since the answer was lost: it is not created twice.
			if (this.#created?.input === input) return this.#created.outcome;
			this.#created = { input, outcome: this.#create(name, picture) };
			return this.#created.outcome;
		});
		this.#created = null;
		return outcome;
	}

	picture(path: string): Promise<string | null> {
		return this.answer("picture", [path], () => this.pictures[path] ?? null);
	}

	organizationSettings(): Promise<OrganizationSettings | null> {
		return this.answer("organizationSettings", [], () =>
			this.profile.organization.canAdminister ? this.currentSettings() : null,
		);
	}

	updateOrganization(
		version: string,
		name: string,
		picture: PictureChange,
	): Promise<UpdateOrganizationOutcome> {
		return this.answer("updateOrganization", [version, name, picture], () => {
			if (this.updateAnswer) return this.updateAnswer;
			const { organization } = this.profile;
			organization.name = name.trim();
			if (picture.kind === "remove") organization.image = null;
			if (picture.kind === "replace") organization.image = picture.picture;
			return this.#updated();
		});
	}

	setMfaRequirement(version: string, required: boolean): Promise<UpdateOrganizationOutcome> {
		return this.sensitive("setMfaRequirement", [version, required], () => {
			if (this.updateAnswer) return this.updateAnswer;
			this.profile.organization.mfaRequiredSince = required ? this.ago(0) : null;
			return this.#updated();
		});
	}

	leaveOrganization(): Promise<LeaveOrganizationOutcome> {
		return this.answer("leaveOrganization", [], () => {
			if (this.leaveAnswer) return this.leaveAnswer;
			this.#goHome();
			return { kind: "left", snapshot: this.snapshot() };
		});
	}

	deleteOrganization(name: string): Promise<DeleteOrganizationOutcome> {
		return this.sensitive("deleteOrganization", [name], () => {
			if (name !== this.profile.organization.name) return { kind: "name_mismatch" };
			this.owned -= 1;
			this.#goHome();
			return { kind: "deleted", snapshot: this.snapshot() };
		});
	}

	members(search: string, after: string | null): Promise<MembersPage> {
		return this.answer("members", [search, after], () => {
			const wanted = search.toLowerCase();
			const found = this.memberList.filter((each) =>
				`${each.displayName}\n${each.email}`.toLowerCase().includes(wanted),
			);
			const start = after ? Number(after) : 0;
			const end = start + this.membersPerPage;
			return {
				members: structuredClone(found.slice(start, end)),
				cursor: end < found.length ? String(end) : null,
				total: this.memberList.length,
				grantableRoles,
			};
		});
	}

	addMember(email: string, roles: Role[]): Promise<AddMemberOutcome> {
		return this.answer("addMember", [email, roles], () => {
			if (this.addMemberAnswer) return this.addMemberAnswer;
			const already = this.memberList.find((each) => each.email === email.toLowerCase());
			if (already) return { kind: "already_member", member: structuredClone(already) };
			const [, , template] = sampleMembers;
			if (!template) return { kind: "unsupported" };
			const id = `acc_new${this.memberList.length}`;
			const member = { ...structuredClone(template), id, email, roles, memberSince: this.ago(0) };
			this.memberList.push(member);
			return { kind: "added", member: structuredClone(member) };
		});
	}

	changeMemberRoles(id: string, from: Role[], roles: Role[]): Promise<ChangeMemberRolesOutcome> {
		return this.answer("changeMemberRoles", [id, from, roles], () => {
			if (this.changeRolesAnswer) return this.changeRolesAnswer;
			const member = this.memberList.find((each) => each.id === id);
			if (!member) return { kind: "not_found" };
			member.roles = roles;
			if (member.isViewer) this.#rolesOfViewer(roles);
			return { kind: "changed", member: structuredClone(member) };
		});
	}

	removeMember(id: string): Promise<RemoveMemberOutcome> {
		return this.answer("removeMember", [id], () => {
			if (this.removeMemberAnswer) return this.removeMemberAnswer;
			this.memberList = this.memberList.filter((each) => each.id !== id);
			return "removed";
		});
	}

	protected override keySummary(): ApiKeySummary | null {
		return this.profile.organization.kind === "shared" ? this.settings.apiKeys : super.keySummary();
	}

	/** The settings as they are now. */
	protected currentSettings(): OrganizationSettings {
		const { name, initials, hue, image, mfaRequiredSince } = this.profile.organization;
		return structuredClone({ name, initials, hue, image, mfaRequiredSince, ...this.settings });
	}

	#create(name: string, picture: string | null): CreateOrganizationOutcome {
		this.owned += 1;
		const initials = name.slice(0, 2).toUpperCase();
		const created = { id: `org_new${this.owned}`, name, initials, hue: 300, roles: ["owner" as const] };
		this.organizationList.push({
			...created,
			kind: "shared",
			imagePath: null,
			lastChosenAt: this.ago(0),
			inView: true,
		});
		this.profile.organization = {
			...created,
			kind: "shared",
			image: picture,
			mfaRequiredSince: null,
			canAdminister: true,
			canLeave: false,
			pages: ["home", "charts", "members", "profile"],
			seesCredits: false,
			exportsCharts: false,
		};
		return { kind: "created", snapshot: this.snapshot() };
	}

	#updated(): UpdateOrganizationOutcome {
		this.settings.version = String(Number(this.settings.version) + 1);
		const { id, name } = this.profile.organization;
		const listed = this.organizationList.find((each) => each.id === id);
		if (listed) listed.name = name;
		return { kind: "updated", settings: this.currentSettings(), snapshot: this.snapshot() };
	}

	#rolesOfViewer(roles: Role[]): void {
		const { organization } = this.profile;
		organization.roles = roles;
		organization.canAdminister = roles.includes("admin");
		organization.pages = organization.pages.filter(
			(page) => page !== "members" || organization.canAdminister,
		);
	}

	#goHome(): void {
		const { id } = this.profile.organization;
		this.organizationList = this.organizationList.filter((each) => each.id !== id);
		this.profile.organization = structuredClone(adasPersonalAccount);
	}
}
