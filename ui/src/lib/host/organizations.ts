import type { AddMemberOutcome } from "$lib/bindings/AddMemberOutcome";
import type { ChangeMemberRolesOutcome } from "$lib/bindings/ChangeMemberRolesOutcome";
import type { CreateOrganizationOutcome } from "$lib/bindings/CreateOrganizationOutcome";
import type { DeleteOrganizationOutcome } from "$lib/bindings/DeleteOrganizationOutcome";
import type { LeaveOrganizationOutcome } from "$lib/bindings/LeaveOrganizationOutcome";
import type { MembersPage } from "$lib/bindings/MembersPage";
import type { OrganizationSettings } from "$lib/bindings/OrganizationSettings";
import type { Organizations } from "$lib/bindings/Organizations";
import type { PictureChange } from "$lib/bindings/PictureChange";
import type { PreparePictureOutcome } from "$lib/bindings/PreparePictureOutcome";
import type { RemoveMemberOutcome } from "$lib/bindings/RemoveMemberOutcome";
import type { Role } from "$lib/bindings/Role";
import type { SwitchOrganizationOutcome } from "$lib/bindings/SwitchOrganizationOutcome";
import type { UpdateOrganizationOutcome } from "$lib/bindings/UpdateOrganizationOutcome";

/**
 * The organizations of a person, and what those who manage one can do.
 *
 * All operations are about the organization in view when they are called, whatever is in view when the answer
 * comes: then they reject with `organization_changed`. Without that organization they reject with
 * `organization_unavailable`.
 */
export interface OrganizationsHost {
	organizations(): Promise<Organizations>;
	/** Cancels what was asked about the organization in view. */
	switchOrganization(organization: string): Promise<SwitchOrganizationOutcome>;
	/** Makes a file that a person chose, in base64, ready to be a picture. */
	preparePicture(file: string): Promise<PreparePictureOutcome>;
	/** Switches to it. `picture` as it was prepared. */
	createOrganization(name: string, picture: string | null): Promise<CreateOrganizationOutcome>;
	/** A picture of the portal as a `data:` URL; null when it can't be had. */
	picture(path: string): Promise<string | null>;

	/** Null for who may not change anything. */
	organizationSettings(): Promise<OrganizationSettings | null>;
	/** `version` as in the settings that the person saw. */
	updateOrganization(
		version: string,
		name: string,
		picture: PictureChange,
	): Promise<UpdateOrganizationOutcome>;
	/** Sensitive. */
	setMfaRequirement(version: string, required: boolean): Promise<UpdateOrganizationOutcome>;
	/** Switches to the personal account. */
	leaveOrganization(): Promise<LeaveOrganizationOutcome>;
	/** Sensitive. Switches to the personal account. */
	deleteOrganization(name: string): Promise<DeleteOrganizationOutcome>;

	/** By name; `search` is a part of a name or address, all when empty. */
	members(search: string, after: string | null): Promise<MembersPage>;
	addMember(email: string, roles: Role[]): Promise<AddMemberOutcome>;
	/** `from`: the roles as the person saw them. */
	changeMemberRoles(member: string, from: Role[], roles: Role[]): Promise<ChangeMemberRolesOutcome>;
	removeMember(member: string): Promise<RemoveMemberOutcome>;
}
