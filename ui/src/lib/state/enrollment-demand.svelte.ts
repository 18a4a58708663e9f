import type { Mfa } from "$lib/bindings/Mfa";

/** Whether a person is led to set up MFA before anything else. */
export class EnrollmentDemand {
	#mfa: () => Mfa | null;
	/** Asked once for each sign-in or start of the app: what becomes required later waits for the next. */
	#due = $state(true);
	#insisted = $state(false);

	constructor(mfa: () => Mfa | null) {
		this.#mfa = mfa;
	}

	/** Whether the person is led there now. */
	get stands(): boolean {
		const mfa = this.#mfa();
		if (mfa?.enabledAt) return false;
		return this.binding || (this.#due && mfa !== null && mfa.requiredBy.length > 0);
	}

	/** Whether there is no way past it. */
	get binding(): boolean {
		const inView = this.#mfa()?.requiredBy.some((requirement) => requirement.inView);
		return this.#insisted || inView === true;
	}

	/** The portal does nothing else until MFA is on. */
	insist(): void {
		this.#insisted = true;
	}

	/** A fresh profile is there. */
	looked(): void {
		const mfa = this.#mfa();
		if (mfa?.requiredBy.length === 0) this.#due = false;
		// What another organization insisted on does not bind in this one.
		if (mfa && !mfa.requiredBy.some((requirement) => requirement.inView)) this.#insisted = false;
		if (mfa?.enabledAt) this.#insisted = false;
	}

	/** Not now: asked again at the next sign-in. */
	putOff(): void {
		this.#due = false;
	}
}
