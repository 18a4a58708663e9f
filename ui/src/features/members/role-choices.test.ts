import { render, screen } from "@testing-library/svelte";
import { expect, test } from "vitest";
import type { GrantableRole } from "$lib/bindings/GrantableRole";
import RoleChoices from "./RoleChoices.svelte";

const grantable: GrantableRole[] = [
	{ role: "admin", exclusive: true },
	{ role: "billing_admin", exclusive: false },
	{ role: "device_technician", exclusive: false },
	{ role: "device_enroller", exclusive: false },
	{ role: "workflow_editor", exclusive: false },
	{ role: "workflow_deployer", exclusive: false },
	{ role: "chart_editor", exclusive: false },
	{ role: "chart_viewer_only", exclusive: true },
];

test("each role says what it allows, to screen readers too", () => {
	render(RoleChoices, { grantable, chosen: [] });
	const described = screen
		.getAllByRole("checkbox")
		.map((box) => document.getElementById(box.getAttribute("aria-describedby") ?? "")?.textContent);
	expect(described).toHaveLength(grantable.length);
	expect(new Set(described).size).toBe(grantable.length);
	expect(described[1]).toBe("Manages credits, not members or settings.");
	screen.getByRole("checkbox", { name: "Billing Admin" });
});
