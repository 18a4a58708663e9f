//! What announcements say.

use profile_core::announcements::Announcement;
use profile_core::pages::Page;
use profile_core::preferences::Theme;

use crate::messages::Messages;

/// The title and the body of `announcement`.
pub(crate) fn texts(messages: &Messages, announcement: &Announcement) -> (String, String) {
    let (title, body) = ids(announcement);
    let values = values(announcement);
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    (messages.text(title, &values), messages.text(body, &values))
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
                1 => "announce_other_sessions_revoked_body_one",
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
        Announcement::CreditsLow {
            threshold, balance, ..
        } => (
            match &*written(threshold) {
                "1" => "announce_credits_low_title_one",
                _ => "announce_credits_low_title",
            },
            match &*written(balance) {
                "0" => "announce_credits_low_body_none",
                "1" => "announce_credits_low_body_one",
                less if less.starts_with('-') => "announce_credits_low_body_none",
                _ => "announce_credits_low_body",
            },
        ),
        Announcement::CreditsAdded { credits, .. } => (
            "announce_credits_added_title",
            match &*written(credits) {
                "1" => "announce_credits_added_body_one",
                _ => "announce_credits_added_body",
            },
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
        Announcement::ChangeNotSaved { .. } => (
            "announce_change_not_saved_title",
            "announce_change_not_saved_body",
        ),
    }
}

fn values(announcement: &Announcement) -> Vec<(&'static str, String)> {
    match announcement {
        Announcement::SignedIn {
            display_name,
            portal,
        } => vec![
            ("displayName", display_name.clone()),
            ("portal", portal.clone()),
        ],
        Announcement::SignedOut { portal } => vec![("portal", portal.clone())],
        Announcement::DisplayNameChanged { display_name }
        | Announcement::MemberAdded { display_name }
        | Announcement::MemberRolesChanged { display_name } => {
            vec![("displayName", display_name.clone())]
        }
        Announcement::OtherSessionsRevoked { count } => vec![("count", count.to_string())],
        Announcement::ApiKeyCreated { name }
        | Announcement::ApiKeyRotated { name }
        | Announcement::ApiKeyRevoked { name }
        | Announcement::OrganizationCreated { name }
        | Announcement::OrganizationSaved { name }
        | Announcement::OrganizationLeft { name }
        | Announcement::OrganizationDeleted { name } => vec![("name", name.clone())],
        Announcement::MfaRequired { organization }
        | Announcement::MfaNotRequired { organization }
        | Announcement::MemberRemoved { organization }
        | Announcement::CheckoutNotOpened { organization }
        | Announcement::ChangeNotSaved { organization } => {
            vec![("organization", organization.clone())]
        }
        Announcement::CreditsLow {
            organization,
            threshold,
            balance,
        } => vec![
            ("organization", organization.clone()),
            ("threshold", written(threshold)),
            ("balance", written(balance)),
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
            ("organization", organization.clone()),
            ("credits", written(credits)),
        ],
        Announcement::PagePinned { workspace, .. } => workspace
            .iter()
            .map(|workspace| ("workspace", workspace.clone()))
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

/// An exact decimal such as `12480.500`, as people write it: `12,480.5`.
fn written(decimal: &str) -> String {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let (sign, whole) = whole.split_at(usize::from(whole.starts_with('-')));
    let mut text = sign.to_owned();
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    match fraction.trim_end_matches('0') {
        "" => text,
        fraction => format!("{text}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_on_the_page() {
        for (decimal, expected) in [
            ("0.000", "0"),
            ("987.500", "987.5"),
            ("1000.000", "1,000"),
            ("-12480.005", "-12,480.005"),
            ("1000000000000.000", "1,000,000,000,000"),
        ] {
            assert_eq!(written(decimal), expected);
        }
    }

    #[test]
    fn credits_that_run_low_are_counted() -> Result<(), serde_json::Error> {
        let messages = Messages::english()?;
        for (threshold, balance, title, body) in [
            (
                "1000.000",
                "987.500",
                "ACME is below 1,000 credits",
                "987.5 credits are left.",
            ),
            (
                "1.000",
                "0.000",
                "ACME is below 1 credit",
                "No credits are left.",
            ),
            (
                "2.000",
                "1.000",
                "ACME is below 2 credits",
                "1 credit is left.",
            ),
            (
                "2.000",
                "-0.500",
                "ACME is below 2 credits",
                "No credits are left.",
            ),
        ] {
            let low = Announcement::CreditsLow {
                organization: "ACME".to_owned(),
                threshold: threshold.to_owned(),
                balance: balance.to_owned(),
            };
            let expected = (title.to_owned(), body.to_owned());
            assert_eq!(texts(&messages, &low), expected);
        }
        Ok(())
    }

    #[test]
    fn every_announcement_has_its_words() -> Result<(), serde_json::Error> {
        let messages = Messages::english()?;
        let name = || "Ada Lovelace".to_owned();
        let pinned = |page, workspace| Announcement::PagePinned { page, workspace };
        let announcements = [
            Announcement::SignedIn {
                display_name: name(),
                portal: name(),
            },
            Announcement::SignedOut { portal: name() },
            Announcement::DisplayNameChanged {
                display_name: name(),
            },
            Announcement::ThemeChanged {
                theme: Theme::System,
            },
            Announcement::ThemeChanged {
                theme: Theme::Light,
            },
            Announcement::ThemeChanged { theme: Theme::Dark },
            Announcement::NotificationsOn,
            Announcement::MfaEnabled,
            Announcement::MfaDisabled,
            Announcement::RecoveryCodesRegenerated,
            Announcement::PasswordChanged,
            Announcement::SessionRevoked,
            Announcement::OtherSessionsRevoked { count: 0 },
            Announcement::OtherSessionsRevoked { count: 1 },
            Announcement::OtherSessionsRevoked { count: 2 },
            Announcement::ApiKeyCreated { name: name() },
            Announcement::ApiKeyRotated { name: name() },
            Announcement::ApiKeyRevoked { name: name() },
            Announcement::OrganizationCreated { name: name() },
            Announcement::OrganizationSaved { name: name() },
            Announcement::MfaRequired {
                organization: name(),
            },
            Announcement::MfaNotRequired {
                organization: name(),
            },
            Announcement::CreditsAdded {
                organization: name(),
                credits: "1.000".to_owned(),
            },
            Announcement::CreditsAdded {
                organization: name(),
                credits: "5000.000".to_owned(),
            },
            Announcement::PaymentDeclined {
                organization: name(),
                credits: "5000.000".to_owned(),
            },
            Announcement::PaymentExpired {
                organization: name(),
                credits: "5000.000".to_owned(),
            },
            Announcement::CheckoutNotOpened {
                organization: name(),
            },
            Announcement::OrganizationLeft { name: name() },
            Announcement::OrganizationDeleted { name: name() },
            Announcement::MemberAdded {
                display_name: name(),
            },
            Announcement::MemberRolesChanged {
                display_name: name(),
            },
            Announcement::MemberRemoved {
                organization: name(),
            },
            pinned(Page::Home, None),
            pinned(Page::Charts, None),
            pinned(Page::Charts, Some(name())),
            pinned(Page::Members, None),
            pinned(Page::Profile, None),
            Announcement::PageUnpinned,
            Announcement::CreditsLow {
                organization: name(),
                threshold: "1000.000".to_owned(),
                balance: "987.500".to_owned(),
            },
            Announcement::ChangeNotSaved {
                organization: name(),
            },
        ];
        for announcement in announcements {
            let (title, body) = texts(&messages, &announcement);
            for text in [title, body] {
                assert!(!text.starts_with("announce_"), "{announcement:?}: {text}");
                assert!(!text.contains('{'), "{announcement:?}: {text}");
            }
        }
        Ok(())
    }
}
