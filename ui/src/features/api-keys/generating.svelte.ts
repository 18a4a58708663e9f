import type { CalendarDate } from "@internationalized/date";
import type { CreateApiKeyOutcome } from "$lib/bindings/CreateApiKeyOutcome";
import type { IssuedApiKey } from "$lib/bindings/IssuedApiKey";
import { formatCount } from "$lib/amounts";
import { m } from "$lib/messages";
import { Attempt } from "$lib/state/attempt.svelte";
import { toExpiry, type ExpiryChoice } from "./expiry";
import { explainName, NAME_LENGTH, refuseName } from "./key-name";
import type { ApiKeyOperations } from "./operations";

/** Why no key was made. */
export interface Refusal {
	about: "name" | "expiry" | null;
	code: string;
	text: string;
}

type Refused = Exclude<CreateApiKeyOutcome, { kind: "issued" }>;

function explain(outcome: Refused): Refusal {
	switch (outcome.kind) {
		case "name_refused": {
			const text = explainName(outcome.reason, outcome.maximumLength);
			return { about: "name", code: `name_${outcome.reason}`, text };
		}
		case "expiry_refused":
			return { about: "expiry", code: outcome.kind, text: m.expiry_refused() };
		case "limit_reached":
			return {
				about: null,
				code: outcome.kind,
				text: m.api_keys_limit({ limit: formatCount(outcome.limit) }),
			};
		case "unavailable":
			return { about: null, code: outcome.kind, text: m.api_keys_unavailable() };
		case "unsupported":
			return { about: null, code: outcome.kind, text: `${m.unsupported()} ${m.unsupported_next()}` };
	}
}

/** A key to be made, from its name to its secret. */
export class GeneratingKey {
	#operations: ApiKeyOperations;
	readonly attempt = new Attempt();
	name = $state("");
	expiry = $state<ExpiryChoice>("90");
	day = $state.raw<CalendarDate | undefined>(undefined);
	#refusal = $state.raw<Refusal | null>(null);

	constructor(operations: ApiKeyOperations) {
		this.#operations = operations;
	}

	get refusal(): Refusal | null {
		return this.#refusal;
	}

	/** Answers the key with its secret; null when there is none, for a reason that is known then. */
	async generate(): Promise<IssuedApiKey | null> {
		this.#refusal = this.#check();
		const expiry = toExpiry(this.expiry, this.day);
		if (this.#refusal || !expiry) return null;
		const outcome = await this.attempt.run(() => this.#operations.create(this.name.trim(), expiry));
		if (outcome?.kind === "issued") return outcome.issued;
		this.#refusal = outcome && explain(outcome);
		return null;
	}

	#check(): Refusal | null {
		const reason = refuseName(this.name);
		if (reason) return { about: "name", code: `name_${reason}`, text: explainName(reason, NAME_LENGTH) };
		if (toExpiry(this.expiry, this.day)) return null;
		return { about: "expiry", code: "date_missing", text: m.expiry_date_missing() };
	}
}
