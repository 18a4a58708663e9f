import type { KnownPortal } from "$lib/bindings/KnownPortal";
import type { Portal } from "$lib/bindings/Portal";

/** The portals used before, after `portal` was just connected to: the latest comes first. */
export function withLatest(portal: Portal, known: KnownPortal[]): KnownPortal[] {
	const { id, name, builtIn } = portal;
	// The built-in portal gets a new address each run.
	const address = builtIn ? "" : portal.address;
	const latest = { id, name, address, lastUsed: new Date().toISOString() };
	return [latest, ...known.filter((other) => other.id !== id)];
}
