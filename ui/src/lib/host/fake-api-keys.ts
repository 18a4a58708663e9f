import type { ApiKey } from "$lib/bindings/ApiKey";
import type { ApiKeyExpiry } from "$lib/bindings/ApiKeyExpiry";
import type { ApiKeyOverlap } from "$lib/bindings/ApiKeyOverlap";
import type { ApiKeySummary } from "$lib/bindings/ApiKeySummary";
import type { ApiKeys } from "$lib/bindings/ApiKeys";
import type { CreateApiKeyOutcome } from "$lib/bindings/CreateApiKeyOutcome";
import type { IssuedApiKey } from "$lib/bindings/IssuedApiKey";
import type { RevokeApiKeyOutcome } from "$lib/bindings/RevokeApiKeyOutcome";
import type { RotateApiKeyOutcome } from "$lib/bindings/RotateApiKeyOutcome";
import type { TriedApiKey } from "$lib/bindings/TriedApiKey";
import { FakePerson } from "./fake-person";
import { curlWith, sampleDevices, secretOf } from "./sample-security";

const OVERLAP_MINUTES: Record<ApiKeyOverlap, number> = { none: 0, hour: 60, day: 1440, week: 10_080 };

/** API keys at the fake portal; none while there is no summary of them. */
export class FakeApiKeys extends FakePerson {
	keys: ApiKey[] = [];
	/** Answers in place of creating a key. */
	createKeyAnswer: CreateApiKeyOutcome | null = null;
	/** Answers in place of giving a key a new secret. */
	rotateKeyAnswer: RotateApiKeyOutcome | null = null;
	/** Answers in place of ending a key. */
	revokeKeyAnswer: RevokeApiKeyOutcome | null = null;
	tried: TriedApiKey = { devices: sampleDevices, milliseconds: 12 };

	apiKeys(): Promise<ApiKeys | null> {
		return this.answer("apiKeys", [], () => {
			const summary = this.keySummary();
			return summary && { keys: structuredClone(this.keys), limit: summary.limit };
		});
	}

	createApiKey(name: string, expiry: ApiKeyExpiry): Promise<CreateApiKeyOutcome> {
		return this.sensitive("createApiKey", [name, expiry], () => {
			if (this.createKeyAnswer) return this.createKeyAnswer;
			const key: ApiKey = {
				id: `key_${this.keys.length + 1}`,
				name,
				prefix: "portal_key_new4f6m2q",
				createdAt: this.ago(0),
				expiresAt: expiry.kind === "days" ? this.ago(-expiry.days * 1440) : null,
				lastUsedAt: null,
				lastUsedBy: null,
				status: "active",
				previousSecretUntil: null,
				createdBy: null,
			};
			this.keys = [key, ...this.keys];
			return { kind: "issued", issued: this.#issue(key), snapshot: this.snapshot() };
		});
	}

	rotateApiKey(id: string, overlap: ApiKeyOverlap): Promise<RotateApiKeyOutcome> {
		return this.sensitive("rotateApiKey", [id, overlap], () => {
			if (this.rotateKeyAnswer) return this.rotateKeyAnswer;
			const key = this.keys.find((each) => each.id === id);
			if (!key) return { kind: "not_found" };
			key.previousSecretUntil = overlap === "none" ? null : this.ago(-OVERLAP_MINUTES[overlap]);
			return { kind: "issued", issued: this.#issue(key), snapshot: this.snapshot() };
		});
	}

	revokeApiKey(id: string): Promise<RevokeApiKeyOutcome> {
		return this.sensitive("revokeApiKey", [id], () => {
			if (this.revokeKeyAnswer) return this.revokeKeyAnswer;
			this.keys = this.keys.filter((each) => each.id !== id);
			return { kind: "revoked", snapshot: this.snapshot() };
		});
	}

	tryApiKey(secret: string): Promise<TriedApiKey> {
		return this.answer("tryApiKey", [secret], () => this.tried);
	}

	/** The keys of the organization in view at a glance. */
	protected keySummary(): ApiKeySummary | null {
		return this.profile.apiKeys;
	}

	#issue(key: ApiKey): IssuedApiKey {
		const secret = secretOf(key);
		return { key: structuredClone(key), secret, curl: curlWith(secret) };
	}
}
