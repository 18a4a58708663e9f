import type { OrganizationNameRefusal } from "$lib/bindings/OrganizationNameRefusal";
import { explainName, NAME_LENGTH, refuseName } from "./organization-name";

/** Why something was not accepted. */
export interface Refusal {
	about: "name" | "picture" | null;
	code: string;
	text: string;
}

/** A name as it is being typed. Once it was refused, it is looked at with every key. */
export class Naming {
	#typed = $state("");
	#refusal = $state.raw<Refusal | null>(null);

	constructor(name = "") {
		this.#typed = name;
	}

	get typed(): string {
		return this.#typed;
	}

	set typed(name: string) {
		this.#typed = name;
		// An empty field is explained when it is sent, not while something is about to be typed.
		const reason = refuseName(name);
		this.#refusal = reason && (reason !== "empty" || this.#refusal) ? this.#explain(reason) : null;
	}

	/** Without the space around it. */
	get name(): string {
		return this.#typed.trim();
	}

	get refusal(): Refusal | null {
		return this.#refusal;
	}

	/** Whether it can be sent; if not, the refusal says why. */
	check(): boolean {
		const reason = refuseName(this.#typed);
		this.#refusal = reason && this.#explain(reason);
		return !reason;
	}

	/** The portal does not accept it. */
	refuse(reason: OrganizationNameRefusal, maximum: number): void {
		this.#refusal = this.#explain(reason, maximum);
	}

	#explain(reason: OrganizationNameRefusal, maximum = NAME_LENGTH): Refusal {
		return { about: "name", code: `name_${reason}`, text: explainName(reason, maximum) };
	}
}
