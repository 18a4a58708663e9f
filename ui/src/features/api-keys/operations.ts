import type { ApiKeyExpiry } from "$lib/bindings/ApiKeyExpiry";
import type { ApiKeyOverlap } from "$lib/bindings/ApiKeyOverlap";
import type { ApiKeys } from "$lib/bindings/ApiKeys";
import type { CreateApiKeyOutcome } from "$lib/bindings/CreateApiKeyOutcome";
import type { RevokeApiKeyOutcome } from "$lib/bindings/RevokeApiKeyOutcome";
import type { RotateApiKeyOutcome } from "$lib/bindings/RotateApiKeyOutcome";
import type { TriedApiKey } from "$lib/bindings/TriedApiKey";
import type { OwnProfile } from "$lib/state/profile.svelte";

/**
 * What the panel asks for, whoever the keys belong to. Changes answer null when the person gave them up; all reject
 * with what the host said.
 */
export interface ApiKeyOperations {
	/** Null where there are no keys. */
	list(): Promise<ApiKeys | null>;
	create(name: string, expiry: ApiKeyExpiry): Promise<CreateApiKeyOutcome | null>;
	rotate(key: string, overlap: ApiKeyOverlap): Promise<RotateApiKeyOutcome | null>;
	revoke(key: string): Promise<RevokeApiKeyOutcome | null>;
	tryOut(secret: string): Promise<TriedApiKey>;
	copySecret(text: string): Promise<void>;
}

/** The keys of the organization in view. */
export const ownKeys = (profile: OwnProfile): ApiKeyOperations => ({
	list: () => profile.ask((host) => host.apiKeys()),
	create: (name, expiry) => profile.changeHereConfirmed((host) => host.createApiKey(name, expiry)),
	rotate: (key, overlap) => profile.changeHereConfirmed((host) => host.rotateApiKey(key, overlap)),
	revoke: (key) => profile.changeHereConfirmed((host) => host.revokeApiKey(key)),
	tryOut: (secret) => profile.ask((host) => host.tryApiKey(secret)),
	copySecret: (text) => profile.ask((host) => host.copySecret(text)),
});
