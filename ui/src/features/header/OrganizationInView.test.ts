import { readFileSync } from "node:fs";
import { waitFor } from "@testing-library/svelte";
import { afterEach, expect, test } from "vitest";
import { scenarios } from "$lib/host/scenarios";
import { hook, renderApp } from "../../../tests/render-app";

const long = "W".repeat(100);

const open = (scenario: string) =>
	renderApp((host) => {
		host.profile.organization.name = long;
		scenarios[scenario]?.(host);
	});

/** Applies what a component says about its look; nothing is laid out in tests. */
function drawAs(component: string): void {
	const style = document.createElement("style");
	const source = readFileSync(`src/features/${component}.svelte`, "utf8");
	style.textContent = (/<style>(.*)<\/style>/s.exec(source)?.[1] ?? "").replace(/:global\((.*?)\)/g, "$1");
	document.head.append(style);
}

afterEach(() => {
	for (const style of document.head.querySelectorAll("style")) style.remove();
});

test("a long name of an organization can be read whole", async () => {
	await open("profile");
	await waitFor(() => expect(hook("organization-name").title).toBe(long));
});

test("a long name takes two lines, with the pencil beside them", async () => {
	await open("profile");
	await waitFor(() => hook("edit-organization"));
	drawAs("organizations/OrganizationSwitcher");
	drawAs("header/OrganizationInView");
	expect(getComputedStyle(hook("organization-name")).getPropertyValue("line-clamp")).toBe("2");
	const pencil = hook("edit-organization");
	expect(pencil.parentElement).toBe(hook("switch-organization").parentElement);
	expect(getComputedStyle(hook("switch-organization")).maxWidth).toMatch(/^calc\(100% - \d+px\)$/);
});
