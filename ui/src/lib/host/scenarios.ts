import { chartScenarios } from "./chart-scenarios";
import type { FakeHost } from "./fake";
import { homeScenarios } from "./home-scenarios";
import { organizationScenarios } from "./organization-scenarios";
import { securityScenarios } from "./security-scenarios";
import { adasPersonalAccount, builtInPortal, remotePortal } from "./sample";
import { adasAccount, formerAccount, gracesAccount } from "./sample-accounts";
import { remembered, startAt } from "./starting";

const MINUTE_MS = 60_000;

function withoutSnapshot(host: FakeHost): void {
	startAt(host, { kind: "signed_in", portal: remotePortal, snapshot: null });
}

function locking(host: FakeHost): void {
	host.lock = { afterMinutes: 15, support: "available" };
	host.boot.locksAfter = 15;
	remembered(host);
}

/** The states in which a person can find the page, by name. */
export const scenarios: Record<string, (host: FakeHost) => void> = {
	connect: () => undefined,
	known: (host) => {
		const ago = (minutes: number) => new Date(host.now().getTime() - minutes * MINUTE_MS).toISOString();
		host.boot.start.knownPortals = [
			{ id: remotePortal.id, name: remotePortal.name, address: remotePortal.address, lastUsed: ago(190) },
			{ id: "built-in", name: "Built-in portal", address: "", lastUsed: ago(60 * 50) },
		];
	},
	damaged: (host) => {
		host.boot.start.notices = [
			{ kind: "local_store_set_aside", path: "/home/ada/.local/share/portal-profile/settings.damaged.json" },
		];
	},
	"sign-in": (host) => startAt(host, { kind: "sign_in", portal: remotePortal, email: "ada@acme.example" }),
	samples: (host) => startAt(host, { kind: "sign_in", portal: builtInPortal, email: null }),
	"samples-starting": (host) => {
		startAt(host, { kind: "sign_in", portal: { ...builtInPortal, sampleAccounts: [] }, email: null });
		host.hold("openBuiltInPortal");
	},
	"too-many-attempts": (host) => {
		scenarios["sign-in"]?.(host);
		host.signInAnswer = { kind: "too_many_attempts", retryAfterSeconds: 45 };
	},
	profile: remembered,
	accounts: (host) => {
		host.known = [adasAccount, gracesAccount, formerAccount];
		remembered(host);
	},
	locked: (host) => {
		locking(host);
		startAt(host, { kind: "locked" });
	},
	locking,
	roles: (host) => {
		host.profile.organization.roles = [
			"billing_admin",
			"device_technician",
			"workflow_editor",
			"chart_editor",
		];
		remembered(host);
	},
	personal: (host) => {
		host.profile.organization = structuredClone(adasPersonalAccount);
		remembered(host);
	},
	stale: (host) => {
		remembered(host);
		host.hold("refreshProfile");
	},
	loading: (host) => {
		withoutSnapshot(host);
		host.hold("refreshProfile");
	},
	failed: (host) => {
		withoutSnapshot(host);
		host.fail("refreshProfile", "portal_unreachable");
	},
	offline: (host) => {
		remembered(host);
		host.fail("refreshProfile", "portal_unreachable");
	},
	"keyring-unavailable": (host) => {
		remembered(host);
		host.fail("refreshProfile", "keyring_unavailable");
	},
	"session-ended": (host) => {
		remembered(host);
		host.fail("refreshProfile", "session_ended");
	},
	"no-services": (host) => {
		remembered(host);
		host.system = {
			...host.system,
			tokenStorage: "memory_no_keyring",
			notifications: "missing",
			appearance: "failed",
			tray: "missing",
		};
	},
	"keyring-locked": (host) => {
		remembered(host);
		host.system = { ...host.system, tokenStorage: "memory_keyring_locked" };
	},
	...securityScenarios,
	...homeScenarios,
	...chartScenarios,
	...organizationScenarios,
	"already-running": (host) => startAt(host, { kind: "already_running" }),
	"data-directory-unusable": (host) =>
		startAt(host, {
			kind: "data_directory_unusable",
			path: "/home/ada/.local/share/portal-profile",
			detail: "Permission denied (os error 13)",
		}),
};
