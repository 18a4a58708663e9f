import type { RevokeApiKeyOutcome } from "$lib/bindings/RevokeApiKeyOutcome";
import type { RotateApiKeyOutcome } from "$lib/bindings/RotateApiKeyOutcome";
import { m } from "$lib/messages";

type Refused =
	Exclude<RotateApiKeyOutcome, { kind: "issued" }> | Exclude<RevokeApiKeyOutcome, { kind: "revoked" }>;

const words: Record<Refused["kind"], () => string> = {
	not_found: m.key_not_found,
	expiry_refused: m.key_expired_already,
	unavailable: m.api_keys_unavailable,
	unsupported: () => `${m.unsupported()} ${m.unsupported_next()}`,
};

/** Why a key that was there was not changed. */
export const explainKey = (kind: Refused["kind"]): string => words[kind]();

export type KeyRefusal = Refused["kind"];
