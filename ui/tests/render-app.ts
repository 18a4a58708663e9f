import { render, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect } from "vitest";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import App from "../src/App.svelte";
import { FakeHost } from "../src/lib/host/fake";
import { scenarios } from "../src/lib/host/scenarios";
import { speak } from "../src/lib/language.svelte";
import type { Path } from "../src/lib/state/router.svelte";
import { createApp, type App as AppState } from "../src/lib/state/app";

// The app loads parts when they are needed; here all are loaded before the first test, so that none has to wait for them.
import.meta.glob("../src/features/**/*.svelte", { eager: true });

/** A page under test, with the host that it stands on. */
export interface RenderedApp {
	host: FakeHost;
	app: AppState;
	user: UserEvent;
}

/**
 * Starts the whole page on a fake host.
 *
 * @param path The page that is opened as soon as somebody is signed in; null for the one that opens by itself.
 */
export async function renderApp(
	prepare: (host: FakeHost) => void,
	path: Path | null = "/profile",
): Promise<RenderedApp> {
	const host = new FakeHost();
	prepare(host);
	speak(host.boot.language);
	const app = createApp(host);
	if (path) app.router.open(path);
	const user = userEvent.setup();
	render(App, { app });
	app.session.start();
	await tick();
	return { host, app, user };
}

/** Starts the whole page in one of the fake host's scenarios, and waits for the profile. */
export async function openScenario(name: string): Promise<RenderedApp> {
	const rendered = await renderApp((host) => scenarios[name]?.(host));
	await waitFor(() => expect(hook("profile-page").dataset["state"]).toBe("ready"));
	return rendered;
}

/** The element with a `data-test` hook; fails when there is none or more than one. */
export function hook(name: string): HTMLElement {
	const found = document.querySelectorAll<HTMLElement>(`[data-test="${name}"]`);
	if (found.length !== 1) throw new Error(`${found.length} elements have data-test="${name}"`);
	return found[0] as HTMLElement;
}

/** Like {@link hook}, for something that can be disabled. */
export const button = (name: string): HTMLButtonElement => hook(name) as HTMLButtonElement;

/** Whether anything has a `data-test` hook. */
export const has = (name: string): boolean => document.querySelector(`[data-test="${name}"]`) !== null;

/** The input of a name; fails when there is none. */
export function input(name: string): HTMLInputElement {
	const found = document.querySelector<HTMLInputElement>(`input[name="${name}"]`);
	if (!found) throw new Error(`no input is named ${name}`);
	return found;
}
