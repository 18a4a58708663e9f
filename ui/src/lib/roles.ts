import type { Role } from "$lib/bindings/Role";
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

/** All of them in one line, such as “Billing Admin, Device Technician”. */
export function listRoles(roles: Role[]): string {
	const format = new Intl.ListFormat(document.documentElement.lang, { type: "unit" });
	return format.format(roles.map(roleName));
}
