import { expect, test } from "vitest";
import type { Role } from "$lib/bindings/Role";
import { grantableRoles } from "$lib/host/sample-organizations";
import { sameRoles, toggleRole } from "./role-choice";

test.each<[chosen: Role[], role: Role, on: boolean, roles: Role[], cleared: Role[]]>([
	[["chart_editor"], "admin", true, ["admin"], ["chart_editor"]],
	[["admin"], "chart_viewer_only", true, ["chart_viewer_only"], ["admin"]],
	[["admin"], "chart_editor", true, ["chart_editor"], ["admin"]],
	[["chart_editor"], "billing_admin", true, ["billing_admin", "chart_editor"], []],
	[["billing_admin", "chart_editor"], "billing_admin", false, ["chart_editor"], []],
	[["admin"], "admin", false, [], []],
])("from %j, %s %s", (chosen, role, on, roles, cleared) => {
	expect(toggleRole(chosen, role, on, grantableRoles)).toEqual({ roles, cleared });
});

test("the order of roles makes no difference", () => {
	expect(sameRoles(["admin", "owner"], ["owner", "admin"])).toBe(true);
	expect(sameRoles(["admin"], ["admin", "owner"])).toBe(false);
});
