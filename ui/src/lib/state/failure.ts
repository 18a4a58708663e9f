import type { CommandError } from "$lib/bindings/CommandError";
import type { FailureCode } from "$lib/bindings/FailureCode";
import { m } from "$lib/messages";

/** Why something failed: a code of the app, or `unexpected` when the app itself is at fault. */
export interface Failure {
	readonly code: FailureCode | "unexpected";
	/** What happened, for people who ask for details. */
	readonly detail: string;
}

/** What to tell a person about a failure. */
interface Words {
	/** What happened. */
	happened: () => string;
	/** What to do about it. */
	next: () => string;
}

const words: Record<Failure["code"], Words> = {
	address_invalid: { happened: m.failure_address_invalid, next: m.failure_address_invalid_next },
	address_insecure: { happened: m.failure_address_insecure, next: m.failure_address_insecure_next },
	portal_unreachable: { happened: m.failure_portal_unreachable, next: m.failure_portal_unreachable_next },
	portal_timed_out: { happened: m.failure_portal_timed_out, next: m.failure_portal_timed_out_next },
	portal_redirects: { happened: m.failure_portal_redirects, next: m.failure_portal_redirects_next },
	certificate_untrusted: {
		happened: m.failure_certificate_untrusted,
		next: m.failure_certificate_untrusted_next,
	},
	not_a_portal: { happened: m.failure_not_a_portal, next: m.failure_not_a_portal_next },
	contract_unsupported: {
		happened: m.failure_contract_unsupported,
		next: m.failure_contract_unsupported_next,
	},
	reply_invalid: { happened: m.failure_reply_invalid, next: m.failure_reply_invalid_next },
	portal_failed: { happened: m.failure_portal_failed, next: m.failure_portal_failed_next },
	too_many_requests: { happened: m.failure_too_many_requests, next: m.failure_too_many_requests_next },
	session_ended: { happened: m.failure_session_ended, next: m.failure_session_ended_next },
	keyring_unavailable: {
		happened: m.failure_keyring_unavailable,
		next: m.failure_keyring_unavailable_next,
	},
	locked: { happened: m.failure_locked, next: m.failure_locked_next },
	unlock_declined: { happened: m.failure_unlock_declined, next: m.failure_unlock_declined_next },
	display_name_empty: { happened: m.failure_display_name_empty, next: m.failure_display_name_empty_next },
	display_name_too_long: {
		happened: m.failure_display_name_too_long,
		next: m.failure_display_name_too_long_next,
	},
	display_name_invalid: {
		happened: m.failure_display_name_invalid,
		next: m.failure_display_name_invalid_next,
	},
	built_in_portal_failed: {
		happened: m.failure_built_in_portal_failed,
		next: m.failure_built_in_portal_failed_next,
	},
	not_signed_in: { happened: m.failure_not_signed_in, next: m.failure_not_signed_in_next },
	confirmation_required: {
		happened: m.failure_confirmation_required,
		next: m.failure_confirmation_required_next,
	},
	mfa_enrollment_required: {
		happened: m.failure_mfa_enrollment_required,
		next: m.failure_mfa_enrollment_required_next,
	},
	api_key_refused: { happened: m.failure_api_key_refused, next: m.failure_api_key_refused_next },
	file_not_saved: { happened: m.failure_file_not_saved, next: m.failure_file_not_saved_next },
	clipboard_unavailable: {
		happened: m.failure_clipboard_unavailable,
		next: m.failure_clipboard_unavailable_next,
	},
	notifications_unreadable: {
		happened: m.failure_notifications_unreadable,
		next: m.failure_notifications_unreadable_next,
	},
	print_unavailable: {
		happened: m.failure_print_unavailable,
		next: m.failure_print_unavailable_next,
	},
	settings_not_saved: { happened: m.failure_settings_not_saved, next: m.failure_settings_not_saved_next },
	login_unchanged: { happened: m.failure_login_unchanged, next: m.failure_login_unchanged_next },
	organization_unavailable: {
		happened: m.failure_organization_unavailable,
		next: m.failure_organization_unavailable_next,
	},
	organization_changed: {
		happened: m.failure_organization_changed,
		next: m.failure_organization_changed_next,
	},
	not_allowed: { happened: m.failure_not_allowed, next: m.failure_not_allowed_next },
	unexpected: { happened: m.failure_unexpected, next: m.failure_unexpected_next },
};

function isCommandError(thrown: unknown): thrown is CommandError {
	const code = (thrown as CommandError | null)?.code;
	return typeof code === "string" && code in words;
}

/** What was thrown by an operation of the host, as a failure that the page has words for. */
export function failureFrom(thrown: unknown): Failure {
	if (isCommandError(thrown)) return { code: thrown.code, detail: thrown.message };
	return { code: "unexpected", detail: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** Failures with causes that the words for their code can't name. */
const withDetail: ReadonlySet<Failure["code"]> = new Set<Failure["code"]>([
	"built_in_portal_failed",
	"certificate_untrusted",
	"file_not_saved",
	"not_a_portal",
	"portal_failed",
	"notifications_unreadable",
	"print_unavailable",
	"login_unchanged",
	"settings_not_saved",
	"reply_invalid",
	"unexpected",
]);

/** Failures after which it is not known whether the portal did what it was asked for. */
const withoutAnswer: ReadonlySet<Failure["code"]> = new Set<Failure["code"]>([
	"portal_failed",
	"portal_timed_out",
	"portal_unreachable",
	"reply_invalid",
]);

/** Whether the portal may have done what it was asked for all the same. */
export const leavesOpen = ({ code }: Failure): boolean => withoutAnswer.has(code);

/** What to add for people who ask for details; null where it says no more than the words do. */
export const detailOf = ({ code, detail }: Failure): string | null =>
	withDetail.has(code) && detail ? detail : null;

/** What happened, in one sentence. */
export const whatHappened = (failure: Failure): string => words[failure.code].happened();

/** What the person can do about it. */
export const whatToDo = (failure: Failure): string => words[failure.code].next();
