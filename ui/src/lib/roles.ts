import type { Role } from "$lib/bindings/Role";
import { language } from "$lib/language.svelte";
import { m } from "$lib/messages";

const names: Record<Role, () => string> = {
	owner: m.role_owner,
	admin: m.role_admin,
	billing_admin: m.role_billing_admin,
	device_technician: m.role_device_technician,
	device_enroller: m.role_device_enroller,
	workflow_editor: m.role_workflow_editor,
	workflow_deployer: m.role_workflow_deployer,
	chart_editor: m.role_chart_editor,
	chart_viewer_only: m.role_chart_viewer_only,
};

/** What a role is called. */
export const roleName = (role: Role): string => names[role]();

const explained: Partial<Record<Role, () => string>> = {
	admin: m.role_admin_explained,
	billing_admin: m.role_billing_admin_explained,
	device_technician: m.role_device_technician_explained,
	device_enroller: m.role_device_enroller_explained,
	workflow_editor: m.role_workflow_editor_explained,
	workflow_deployer: m.role_workflow_deployer_explained,
	chart_editor: m.role_chart_editor_explained,
	chart_viewer_only: m.role_chart_viewer_only_explained,
};

/** What a role that can be given allows, in a few words. */
export const explainRole = (role: Role): string | undefined => explained[role]?.();

/** All of them in one line, such as “Billing Admin, Device Technician”. */
export function listRoles(roles: Role[]): string {
	const format = new Intl.ListFormat(language(), { type: "unit" });
	return format.format(roles.map(roleName));
}
