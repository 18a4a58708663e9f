//! What announcements say.

use profile_core::announcements::Announcement;
use profile_core::export_downloads::PauseReason;
use profile_core::notifications::Told;
use profile_core::pages::Page;
use profile_core::preferences::Theme;

use crate::amounts::is_positive;
use crate::messages::{Filling, Messages};
use crate::status_texts;

/// The title and the body of `announcement`.
pub(crate) fn texts(messages: &Messages, announcement: &Announcement) -> (String, String) {
    let (title, body) = ids(announcement);
    let values = values(messages, announcement);
    (messages.text(title, &values), messages.text(body, &values))
}

/// Of so many of several things a notification says what happened.
const MOST_NAMED: usize = 4;

/// Title and body of a notification that tells of several things.
pub(crate) fn texts_of_several(messages: &Messages, told: &[Told]) -> (String, String) {
    let count = Filling::count(told.len());
    let named = if told.len() > MOST_NAMED {
        MOST_NAMED - 1
    } else {
        told.len()
    };
    let (named, rest) = told.split_at(named);
    let mut lines: Vec<_> = named
        .iter()
        .map(|it| texts(messages, &it.announcement).0)
        .collect();
    if !rest.is_empty() {
        let count = Filling::count(rest.len());
        lines.push(messages.text("announce_several_more", &[("count", count)]));
    }
    let title = messages.text("announce_several_title", &[("count", count)]);
    (title, lines.join("\n"))
}

/// What a person can do about `announcement`, in a word or two.
pub(crate) fn action(messages: &Messages, announcement: &Announcement) -> Option<String> {
    match announcement {
        Announcement::ExportSaved { .. } => {
            Some(messages.text("announce_export_saved_action", &[]))
        }
        _ => None,
    }
}

fn ids(announcement: &Announcement) -> (&'static str, &'static str) {
    match announcement {
        Announcement::SignedIn { .. } => ("announce_signed_in_title", "announce_signed_in_body"),
        Announcement::SignedOut { .. } => ("announce_signed_out_title", "announce_signed_out_body"),
        Announcement::DisplayNameChanged { .. } => (
            "announce_display_name_changed_title",
            "announce_display_name_changed_body",
        ),
        Announcement::ThemeChanged { theme } => (
            "announce_theme_changed_title",
            match theme {
                Theme::System => "announce_theme_changed_body_system",
                Theme::Light => "announce_theme_changed_body_light",
                Theme::Dark => "announce_theme_changed_body_dark",
            },
        ),
        Announcement::NotificationsOn => (
            "announce_notifications_on_title",
            "announce_notifications_on_body",
        ),
        Announcement::MfaEnabled => ("announce_mfa_enabled_title", "announce_mfa_enabled_body"),
        Announcement::MfaDisabled => ("announce_mfa_disabled_title", "announce_mfa_disabled_body"),
        Announcement::RecoveryCodesRegenerated => (
            "announce_recovery_codes_regenerated_title",
            "announce_recovery_codes_regenerated_body",
        ),
        Announcement::PasswordChanged => (
            "announce_password_changed_title",
            "announce_password_changed_body",
        ),
        Announcement::SessionRevoked => (
            "announce_session_revoked_title",
            "announce_session_revoked_body",
        ),
        Announcement::OtherSessionsRevoked { count } => (
            "announce_other_sessions_revoked_title",
            match count {
                0 => "announce_other_sessions_revoked_body_none",
                _ => "announce_other_sessions_revoked_body",
            },
        ),
        Announcement::ApiKeyCreated { .. } => (
            "announce_api_key_created_title",
            "announce_api_key_created_body",
        ),
        Announcement::ApiKeyRotated { .. } => (
            "announce_api_key_rotated_title",
            "announce_api_key_rotated_body",
        ),
        Announcement::ApiKeyRevoked { .. } => (
            "announce_api_key_revoked_title",
            "announce_api_key_revoked_body",
        ),
        Announcement::OrganizationCreated { .. } => (
            "announce_organization_created_title",
            "announce_organization_created_body",
        ),
        Announcement::OrganizationSaved { .. } => (
            "announce_organization_saved_title",
            "announce_organization_saved_body",
        ),
        Announcement::MfaRequired { .. } => {
            ("announce_mfa_required_title", "announce_mfa_required_body")
        }
        Announcement::MfaNotRequired { .. } => (
            "announce_mfa_not_required_title",
            "announce_mfa_not_required_body",
        ),
        Announcement::OrganizationLeft { .. } => (
            "announce_organization_left_title",
            "announce_organization_left_body",
        ),
        Announcement::OrganizationDeleted { .. } => (
            "announce_organization_deleted_title",
            "announce_organization_deleted_body",
        ),
        Announcement::MemberAdded { .. } => {
            ("announce_member_added_title", "announce_member_added_body")
        }
        Announcement::MemberRolesChanged { .. } => (
            "announce_member_roles_changed_title",
            "announce_member_roles_changed_body",
        ),
        Announcement::MemberRemoved { .. } => (
            "announce_member_removed_title",
            "announce_member_removed_body",
        ),
        Announcement::PagePinned { page, workspace } => (
            "announce_page_pinned_title",
            match (page, workspace) {
                (Page::Home, _) => "announce_page_pinned_body_home",
                (Page::Charts, Some(_)) => "announce_page_pinned_body_workspace",
                (Page::Charts, None) => "announce_page_pinned_body_charts",
                (Page::Members, _) => "announce_page_pinned_body_members",
                (Page::Profile, _) => "announce_page_pinned_body_profile",
            },
        ),
        Announcement::PageUnpinned => (
            "announce_page_unpinned_title",
            "announce_page_unpinned_body",
        ),
        Announcement::CreditsLow { balance, .. } => (
            "announce_credits_low_title",
            if is_positive(balance) {
                "announce_credits_low_body"
            } else {
                "announce_credits_low_body_none"
            },
        ),
        Announcement::CreditsAdded { .. } => (
            "announce_credits_added_title",
            "announce_credits_added_body",
        ),
        Announcement::PaymentDeclined { .. } => (
            "announce_payment_declined_title",
            "announce_payment_declined_body",
        ),
        Announcement::PaymentExpired { .. } => (
            "announce_payment_expired_title",
            "announce_payment_expired_body",
        ),
        Announcement::CheckoutNotOpened { .. } => (
            "announce_checkout_not_opened_title",
            "announce_checkout_not_opened_body",
        ),
        Announcement::ExportSaved { .. } => {
            ("announce_export_saved_title", "announce_export_saved_body")
        }
        Announcement::ExportPaused { reason, .. } => (
            "announce_export_paused_title",
            match reason {
                PauseReason::ByPerson => "announce_export_paused_body",
                PauseReason::DiskFull { .. } => "announce_export_paused_body_disk_full",
                PauseReason::MfaRequired => "announce_export_paused_body_mfa",
                PauseReason::TargetUnusable { .. } => "announce_export_paused_body_target",
            },
        ),
        Announcement::ExportNotSaved { .. } => (
            "announce_export_not_saved_title",
            "announce_export_not_saved_body",
        ),
        Announcement::ChangeNotSaved { .. } => (
            "announce_change_not_saved_title",
            "announce_change_not_saved_body",
        ),
        Announcement::Status(status) => status_texts::ids(status),
    }
}

fn values(messages: &Messages, announcement: &Announcement) -> Vec<(&'static str, Filling)> {
    match announcement {
        Announcement::Status(status) => status_texts::values(messages, status),
        Announcement::SignedIn {
            display_name,
            portal,
        } => vec![
            ("displayName", display_name.clone().into()),
            ("portal", portal.clone().into()),
        ],
        Announcement::SignedOut { portal } => vec![("portal", portal.clone().into())],
        Announcement::DisplayNameChanged { display_name }
        | Announcement::MemberAdded { display_name }
        | Announcement::MemberRolesChanged { display_name } => {
            vec![("displayName", display_name.clone().into())]
        }
        Announcement::OtherSessionsRevoked { count } => vec![("count", Filling::count(count))],
        Announcement::ApiKeyCreated { name }
        | Announcement::ApiKeyRotated { name }
        | Announcement::ApiKeyRevoked { name }
        | Announcement::OrganizationCreated { name }
        | Announcement::OrganizationSaved { name }
        | Announcement::OrganizationLeft { name }
        | Announcement::OrganizationDeleted { name }
        | Announcement::ExportSaved { name, .. }
        | Announcement::ExportPaused { name, .. }
        | Announcement::ExportNotSaved { name } => vec![("name", name.clone().into())],
        Announcement::MfaRequired { organization }
        | Announcement::MfaNotRequired { organization }
        | Announcement::MemberRemoved { organization }
        | Announcement::CheckoutNotOpened { organization }
        | Announcement::ChangeNotSaved { organization } => {
            vec![("organization", organization.clone().into())]
        }
        Announcement::CreditsLow {
            organization,
            threshold,
            balance,
        } => vec![
            ("organization", organization.clone().into()),
            ("threshold", Filling::Number(threshold.clone())),
            ("balance", Filling::Number(balance.clone())),
        ],
        Announcement::CreditsAdded {
            organization,
            credits,
        }
        | Announcement::PaymentDeclined {
            organization,
            credits,
        }
        | Announcement::PaymentExpired {
            organization,
            credits,
        } => vec![
            ("organization", organization.clone().into()),
            ("credits", Filling::Number(credits.clone())),
        ],
        Announcement::PagePinned { workspace, .. } => workspace
            .iter()
            .map(|workspace| ("workspace", workspace.clone().into()))
            .collect(),
        Announcement::ThemeChanged { .. }
        | Announcement::NotificationsOn
        | Announcement::MfaEnabled
        | Announcement::MfaDisabled
        | Announcement::RecoveryCodesRegenerated
        | Announcement::PasswordChanged
        | Announcement::SessionRevoked
        | Announcement::PageUnpinned => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
