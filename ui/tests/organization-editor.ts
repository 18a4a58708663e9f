import { waitFor } from "@testing-library/svelte";
import { expect } from "vitest";
import type { OrganizationSettings } from "../src/lib/bindings/OrganizationSettings";
import type { FakeHost } from "../src/lib/host/fake";
import { scenarios } from "../src/lib/host/scenarios";
import { hook, input, renderApp } from "./render-app";

/** Starts the app with the profile page. */
export async function start(scenario = "profile", prepare: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios[scenario]?.(host);
		prepare(host);
	});
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	return rendered;
}

/** Opens the settings of the organization in view. */
export async function open(scenario = "profile", prepare?: (host: FakeHost) => void) {
	const rendered = await start(scenario, prepare);
	await rendered.user.click(hook("edit-organization"));
	await waitFor(() => expect(hook("organization-page").dataset["state"]).toBe("ready"));
	return rendered;
}

type Rendered = Awaited<ReturnType<typeof open>>;

/** Types another name. */
export async function rename({ user }: Rendered, name = "ACME Robots"): Promise<void> {
	await user.clear(input("organizationName"));
	await user.type(input("organizationName"), name);
}

/** What stands in the field for the name. */
export const name = () => input("organizationName").value;

/** What somebody else made of the settings. */
export function theirs({ profile, settings }: FakeHost): OrganizationSettings {
	const { initials, hue, image, mfaRequiredSince } = profile.organization;
	return { ...settings, name: "ACME Machines", initials, hue, image, mfaRequiredSince, version: "7" };
}

/** Types another name, and saves it after somebody else saved theirs. */
export async function meetTheirs() {
	const rendered = await open();
	await rename(rendered);
	rendered.host.updateAnswer = { kind: "changed_meanwhile", settings: theirs(rendered.host) };
	await rendered.user.keyboard("{Enter}");
	await waitFor(() => hook("changed-meanwhile"));
	rendered.host.updateAnswer = null;
	return rendered;
}
