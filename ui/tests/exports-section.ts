import { waitFor } from "@testing-library/svelte";
import type { FakeHost } from "../src/lib/host/fake";
import { scenarios } from "../src/lib/host/scenarios";
import { hook, renderApp } from "./render-app";

/** Starts the app with exports on the profile page. */
export async function open(change: (host: FakeHost) => void = () => undefined) {
	const rendered = await renderApp((host) => {
		scenarios["exports"]?.(host);
		change(host);
	});
	await waitFor(() => hook("new-export"));
	return rendered;
}

/** The portal has these exports and no others. */
export const alone = (host: FakeHost, latest: NonNullable<FakeHost["exportsAnswer"]>["latest"]): void => {
	if (host.exportsAnswer) Object.assign(host.exportsAnswer, { latest, hasMore: false });
};
/** What stands in what has a hook. */
export const shown = (name: string): string => hook(name).textContent.replace(/\s+/g, " ").trim();
/** The exports that are shown. */
export const rows = (): HTMLElement[] => [
	...document.querySelectorAll<HTMLElement>("[data-test=export-row]"),
];
/** What stands in an element. */
export const text = (element: HTMLElement | undefined): string =>
	element?.textContent.replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ") ?? "";
