import type { Services } from "$lib/bindings/Services";
import type { Host } from "$lib/host/host";

/** Which parts of the operating system the app can use, as far as it is known. */
export class SystemServices {
	#host: Host;
	#onKeyringReturn: () => void;
	#known = $state.raw<Services | null>(null);

	/** @param onKeyringReturn The keyring can be used again after it could not. */
	constructor(host: Host, onKeyringReturn: () => void) {
		this.#host = host;
		this.#onKeyringReturn = onKeyringReturn;
		host.onServicesChanged((services) => this.#learn(services));
	}

	#learn(services: Services): void {
		const returned = services.keyringReturns > (this.#known?.keyringReturns ?? 0);
		this.#known = services;
		if (returned) this.#onKeyringReturn();
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
		const services = await this.#host.services().catch(() => null);
		if (services) this.#learn(services);
	}
}
