import type { FakeHost } from "./fake";
import { adasPersonalAccount, remotePortal } from "./sample";
import { acmeRequires, sampleKeys } from "./sample-security";
import { remembered, startAt } from "./starting";

function protect(host: FakeHost, recoveryCodesLeft = 10): void {
	const { mfa } = host.profile.security;
	mfa.enabledAt = "2026-05-03T12:00:00Z";
	mfa.recoveryCodesLeft = recoveryCodesLeft;
}

function lookAtPersonalAccount(host: FakeHost): void {
	host.profile.organization = structuredClone(adasPersonalAccount);
	host.profile.apiKeys = { usable: host.keys.length, expiring: 0, limit: 20 };
}

/** The states in which a person can find what protects the account. */
export const securityScenarios: Record<string, (host: FakeHost) => void> = {
	"second-step": (host) => {
		protect(host);
		startAt(host, { kind: "sign_in", portal: remotePortal, email: "ada@acme.example" });
	},
	mfa: (host) => {
		protect(host);
		remembered(host);
	},
	"mfa-required": (host) => {
		protect(host);
		host.profile.security.mfa.requiredBy = [acmeRequires];
		remembered(host);
	},
	"enrollment-required": (host) => {
		host.profile.security.mfa.requiredBy = [acmeRequires];
		remembered(host);
	},
	"enrollment-required-in-view": (host) => {
		host.profile.security.mfa.requiredBy = [{ ...acmeRequires, inView: true }];
		remembered(host);
	},
	"few-codes": (host) => {
		protect(host, 3);
		remembered(host);
	},
	unconfirmed: (host) => {
		protect(host);
		host.confirmed = false;
		remembered(host);
	},
	"api-keys": (host) => {
		host.keys = structuredClone(sampleKeys);
		lookAtPersonalAccount(host);
		remembered(host);
	},
	"api-keys-empty": (host) => {
		lookAtPersonalAccount(host);
		remembered(host);
	},
};
