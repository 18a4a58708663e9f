import type { Stage } from "$lib/bindings/Stage";
import type { FakeHost } from "./fake";
import { remotePortal } from "./sample";

const MINUTE_MS = 60_000;

/** Where the app begins. */
export function startAt(host: FakeHost, stage: Stage): void {
	host.boot.start = { ...host.boot.start, stage };
}

/** The app knows who is signed in, and the profile as it was five minutes ago. */
export function remembered(host: FakeHost): void {
	const fetchedAt = new Date(host.now().getTime() - 5 * MINUTE_MS).toISOString();
	startAt(host, {
		kind: "signed_in",
		portal: remotePortal,
		snapshot: { profile: structuredClone(host.profile), fetchedAt },
	});
}
