import type { SecurityActor } from "$lib/bindings/SecurityActor";
import type { SecurityCategory } from "$lib/bindings/SecurityCategory";
import type { SecurityEventKind } from "$lib/bindings/SecurityEventKind";
import { m } from "$lib/messages";

const kinds: Record<SecurityEventKind, () => string> = {
	signed_in: m.event_signed_in,
	signed_in_with_code: m.event_signed_in_with_code,
	signed_in_with_recovery_code: m.event_signed_in_with_recovery_code,
	sign_in_failed: m.event_sign_in_failed,
	second_factor_failed: m.event_second_factor_failed,
	attempts_refused: m.event_attempts_refused,
	signed_out: m.event_signed_out,
	identity_confirmed: m.event_identity_confirmed,
	confirmation_failed: m.event_confirmation_failed,
	mfa_enabled: m.event_mfa_enabled,
	mfa_disabled: m.event_mfa_disabled,
	recovery_codes_regenerated: m.event_recovery_codes_regenerated,
	password_changed: m.event_password_changed,
	password_change_failed: m.event_password_change_failed,
	session_revoked: m.event_session_revoked,
	sessions_revoked: m.event_sessions_revoked,
	api_key_created: m.event_api_key_created,
	api_key_rotated: m.event_api_key_rotated,
	api_key_revoked: m.event_api_key_revoked,
	mfa_required: m.event_mfa_required,
	mfa_not_required: m.event_mfa_not_required,
	membership_added: m.event_membership_added,
	roles_changed: m.event_roles_changed,
	membership_removed: m.event_membership_removed,
	organization_created: m.event_organization_created,
	organization_deleted: m.event_organization_deleted,
	api_keys_turned_on: m.event_api_keys_turned_on,
	api_keys_turned_off: m.event_api_keys_turned_off,
	exports_turned_on: m.event_exports_turned_on,
	exports_turned_off: m.event_exports_turned_off,
	other: m.event_other,
};

const categories: Record<SecurityCategory, () => string> = {
	sign_in: m.category_sign_in,
	mfa: m.category_mfa,
	password: m.category_password,
	sessions: m.category_sessions,
	api_keys: m.category_api_keys,
	organizations: m.category_organizations,
	exports: m.category_exports,
};

const actors: Record<SecurityActor, () => string> = {
	self: m.actor_self,
	unknown: m.actor_unknown,
	operator: m.actor_operator,
	administrator: m.actor_administrator,
};

/** What happened. */
export const eventName = (kind: SecurityEventKind): string => kinds[kind]();

/** Who did it. */
export const actorName = (actor: SecurityActor): string => actors[actor]();

/** The categories to choose from, with their names. */
export const categoryChips = () =>
	(Object.keys(categories) as SecurityCategory[]).map((value) => ({ value, label: categories[value]() }));
