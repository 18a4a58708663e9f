import type { Services } from "$lib/bindings/Services";
import type { Host } from "$lib/host/host";

/** Which parts of the operating system the app can use, as far as it is known. */
export class SystemServices {
	#host: Host;
	#known = $state.raw<Services | null>(null);

	constructor(host: Host) {
		this.#host = host;
		host.onServicesChanged((services) => (this.#known = services));
	}

	get tokenStorage() {
		return this.#known?.tokenStorage ?? null;
	}

	get notifications() {
		return this.#known?.notifications ?? "available";
	}

	get appearance() {
		return this.#known?.appearance ?? "available";
	}

	get tray() {
		return this.#known?.tray ?? "available";
	}

	/** Asks again. Never asked, everything counts as available: nothing is warned about on a guess. */
	async look(): Promise<void> {
		this.#known = await this.#host.services().catch(() => this.#known);
	}
}
