import { firstFrameOf } from "$features/start/first-frame-of";
import type { Host } from "$lib/host/host";
import { inForce, language } from "$lib/language.svelte";
import type { Session } from "$lib/state/session.svelte";

/** How long the profile stays as it is before the next start is prepared. */
const QUIET_MS = 1_000;

/** Prepares the first frame of the next start whenever the profile that it will show, or its language, has changed. */
export function drawAhead(session: Session, host: Host): void {
	$effect.root(() => {
		$effect(() => {
			const { screen } = session;
			language();
			if (screen.kind !== "signed_in") return;
			const { freshness, snapshot } = screen.profile;
			if (freshness !== "ready" || !snapshot) return;
			const quiet = setTimeout(() => void keepFirstFrame(host), QUIET_MS);
			return () => clearTimeout(quiet);
		});
	});
}

/** A start without it takes a little longer; there is nothing to tell anybody. */
async function keepFirstFrame(host: Host): Promise<void> {
	const unkept = await host.unkeptFirstFrame().catch(() => null);
	// It is drawn in the language of now.
	if (unkept && inForce(unkept.boot.language) === language())
		await host.keepFirstFrame(unkept.drawnFrom, firstFrameOf(unkept.boot)).catch(() => undefined);
}
