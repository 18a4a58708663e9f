import type { ApiKey } from "$lib/bindings/ApiKey";
import type { Enrollment } from "$lib/bindings/Enrollment";
import type { MfaRequirement } from "$lib/bindings/MfaRequirement";
import type { OpenSession } from "$lib/bindings/OpenSession";
import type { SecurityEvent } from "$lib/bindings/SecurityEvent";
import type { SecurityEventKind } from "$lib/bindings/SecurityEventKind";
import type { TriedApiKey } from "$lib/bindings/TriedApiKey";

/** What protects the people in `sample`. */

/** Codes that the fake portal takes for what their names say. */
export const codes = { right: "123456", used: "111111", ahead: "222222", behind: "333333" };

export const recoveryCodes: string[] = [
	"k3vd-9mqa-x7rt-2hfe",
	"w8pz-4ncy-u6jb-5gls",
	"q2rf-7txe-m9ka-3vwd",
	"h5yj-8bsu-c4np-6zql",
	"t7ga-2wme-r9xk-4dfv",
	"n6lc-5hqz-y3ju-8pbt",
	"e9xs-3kvf-a7wd-2mrg",
	"u4bt-6zpn-l8hc-9yqj",
	"f2md-7gra-v5ek-3xws",
	"j8qy-4cub-p6tl-5nhz",
];

/** A picture in place of a QR code, for drawing the page without an app behind it. */
const pattern = Array.from({ length: 625 }, (_, at) => ((at * 7919) % 13 < 6 ? at : -1))
	.filter((at) => at >= 0)
	.map((at) => `<path d="M${(at % 25) + 4} ${Math.floor(at / 25) + 4}h1v1h-1z"/>`)
	.join("");

export const enrollment: Enrollment = {
	id: "enr_01",
	secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
	qrCode: `data:image/svg+xml;base64,${btoa(
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33"><path fill="#fff" d="M0 0h33v33H0z"/>${pattern}</svg>`,
	)}`,
	expiresAt: "2126-05-03T10:10:00Z",
};

export const acmeRequires: MfaRequirement = {
	organization: "org_01acme",
	name: "ACME Robotics",
	since: "2026-05-03T12:00:00Z",
	contacts: ["Grace Hopper"],
	viewerIsContact: true,
	inView: false,
};

export const thisSession: OpenSession = {
	id: "ses_01",
	device: "ada-desktop",
	client: "Portal Profile 0.1.0 (Linux)",
	address: "192.0.2.10",
	startedAt: "2026-05-03T12:00:00Z",
	lastActiveAt: "2026-05-03T12:30:00Z",
	expiresAt: "2126-06-02T12:00:00Z",
	current: true,
};

export const otherSessions: OpenSession[] = [
	{
		...thisSession,
		id: "ses_02",
		device: "ada-laptop",
		client: "Portal Profile 0.1.0 (macOS)",
		address: "198.51.100.7",
		current: false,
	},
	{ ...thisSession, id: "ses_03", device: null, client: "curl/8.5.0", address: null, current: false },
];

const event = (id: number, kind: SecurityEventKind, rest: Partial<SecurityEvent>): SecurityEvent => ({
	id: `evt_${id}`,
	at: new Date(Date.parse("2026-05-03T12:00:00Z") - id * 3_600_000).toISOString(),
	kind,
	category: "sign_in",
	actor: "self",
	subject: null,
	client: "Portal Profile 0.1.0 (Linux)",
	address: "192.0.2.10",
	...rest,
});

export const events: SecurityEvent[] = [
	event(1, "signed_in_with_code", {}),
	event(2, "sign_in_failed", { actor: "unknown", client: null, address: "203.0.113.9" }),
	event(3, "api_key_created", { category: "api_keys", subject: "Nightly import" }),
	event(4, "mfa_enabled", { category: "mfa" }),
	event(5, "mfa_required", {
		category: "organizations",
		actor: "operator",
		subject: "ACME Robotics",
		client: null,
	}),
	event(6, "password_changed", { category: "password" }),
	event(7, "session_revoked", { category: "sessions", subject: "curl/8.5.0", address: null }),
	event(8, "other", { category: "other" }),
	event(9, "signed_in", {}),
];

export const sampleKeys: ApiKey[] = [
	{
		id: "key_01",
		name: "Nightly import",
		prefix: "portal_key_4f6m2q7xra",
		createdAt: "2026-05-03T12:00:00Z",
		expiresAt: "2126-05-03T12:00:00Z",
		lastUsedAt: "2026-05-04T12:00:00Z",
		lastUsedBy: "curl/8.5.0",
		status: "active",
		previousSecretUntil: "2126-05-04T12:00:00Z",
		createdBy: null,
	},
	{
		id: "key_02",
		name: "Line 4 dashboard",
		prefix: "portal_key_9ksz3v1mwb",
		createdAt: "2026-04-03T12:00:00Z",
		expiresAt: "2026-06-01T12:00:00Z",
		lastUsedAt: null,
		lastUsedBy: null,
		status: "expiring",
		previousSecretUntil: null,
		createdBy: null,
	},
	{
		id: "key_03",
		name: "Trial",
		prefix: "portal_key_h2d8p5tcne",
		createdAt: "2025-04-03T12:00:00Z",
		expiresAt: "2025-05-03T12:00:00Z",
		lastUsedAt: "2025-05-01T12:00:00Z",
		lastUsedBy: null,
		status: "expired",
		previousSecretUntil: null,
		createdBy: null,
	},
];

export const secretOf = (key: ApiKey): string => `${key.prefix}v5t8wc3ynj6k1zq4rb7m2xh9_d41c0f`;

export const curlWith = (secret: string): string =>
	`curl https://portal.acme.example/graphql -H 'api-secret: ${secret}' -H 'content-type: application/json' -d '{"query":"{ devices { data { id name } } }"}'`;

export const sampleDevices: TriedApiKey["devices"] = [
	{ id: "dev_01", name: "Line 4 press" },
	{ id: "dev_02", name: "Line 4 conveyor" },
];
