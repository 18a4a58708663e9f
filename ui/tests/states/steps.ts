import { waitFor } from "@testing-library/svelte";
import type { FakeHost } from "../../src/lib/host/fake";
import { password } from "../../src/lib/host/sample";
import { codes } from "../../src/lib/host/sample-security";
import type { Path } from "../../src/lib/state/router.svelte";
import { scenarios } from "../../src/lib/host/scenarios";
import { hook, input, renderApp, type RenderedApp } from "../render-app";

/** States of the page by name, each with how to get there. */
export type States = Record<string, () => Promise<unknown>>;

/**
 * Starts the app in a scenario, waits for the page, and goes on from there.
 *
 * @param change What is different from the scenario at the portal.
 * @param path As for {@link renderApp}.
 */
export function from(
	scenario: string,
	page: string,
	then?: (app: RenderedApp) => Promise<unknown>,
	change?: (host: FakeHost) => void,
	path?: Path | null,
): () => Promise<void> {
	return async () => {
		const prepare = scenarios[scenario];
		if (!prepare) throw new Error(`no scenario is named ${scenario}`);
		const app = await renderApp((host) => {
			prepare(host);
			change?.(host);
		}, path);
		await appears(page);
		await then?.(app);
	};
}

/** Waits for what has a hook. */
export const appears = (name: string): Promise<HTMLElement> => waitFor(() => hook(name));

/** Waits until what has a hook is gone. */
export const disappears = (name: string): Promise<void> =>
	waitFor(() => {
		if (document.querySelector(`[data-test="${name}"]`)) throw new Error(`${name} is still there`);
	});

/** Waits until a page or dialog has come as far as `stage`. */
export const stageOf = (page: string, stage: string): Promise<void> =>
	waitFor(() => {
		const { state, step } = hook(page).dataset;
		// Dialogs have a state of their own: open.
		if ((step ?? state) !== stage) throw new Error(`not ${stage} yet`);
	});

/** Waits until the profile is as the portal says. */
export const ready = (): Promise<void> => stageOf("profile-page", "ready");

/** Presses one thing after the other, each once it is there; of several alike the first. */
export async function press({ user }: RenderedApp, ...names: string[]): Promise<void> {
	for (const name of names) {
		const first = () => document.querySelector(`[data-test="${name}"]`) ?? hook(name);
		await user.click(await waitFor(first));
	}
}

/** Types into a field once it is there. */
export async function write({ user }: RenderedApp, name: string, text: string): Promise<void> {
	await user.type(await waitFor(() => input(name)), text);
}

/** Waits until something is said to screen readers. */
export const isSaid = (): Promise<void> =>
	waitFor(() => {
		if (!hook("announcer").textContent) throw new Error("nothing is said yet");
	});

/** Signs in as far as the second step. */
export async function secondStep(app: RenderedApp): Promise<void> {
	await app.user.keyboard(`${password}{Enter}`);
	await appears("second-step");
}

/** Opens the enrolment dialog. */
export async function enroll(app: RenderedApp): Promise<void> {
	await ready();
	await press(app, "mfa-switch");
	await appears("enroll-dialog");
}

/** Verifies the authenticator, so that the recovery codes are shown. */
export async function reachCodes(app: RenderedApp): Promise<void> {
	await enroll(app);
	await write(app, "code", codes.right);
	await appears("recovery-codes");
}

/** Opens a page that the profile page leads to, and waits until it has come as far as `stage`. */
export async function openPage(app: RenderedApp, link: string, page: string, stage = "ready"): Promise<void> {
	await ready();
	await press(app, link);
	await appears(page);
	await stageOf(page, stage);
}
