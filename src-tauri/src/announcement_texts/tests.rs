//! Tests of what announcements say.

use profile_core::language::Language;

use super::*;

#[test]
fn credits_that_run_low_are_counted() {
    let messages = Messages::of(Language::En);
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
}

#[test]
fn every_announcement_has_its_words_in_every_language() {
    let name = || "Ada Lovelace".to_owned();
    let pinned = |page, workspace| Announcement::PagePinned { page, workspace };
    let paused = |reason| Announcement::ExportPaused {
        name: name(),
        reason,
    };
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
        Announcement::ExportSaved {
            name: name(),
            path: "/tmp/a".to_owned(),
        },
        paused(PauseReason::ByPerson),
        paused(PauseReason::DiskFull { missing: 7 }),
        paused(PauseReason::MfaRequired),
        paused(PauseReason::TargetUnusable {
            detail: "gone".to_owned(),
        }),
        Announcement::ExportNotSaved { name: name() },
        Announcement::CreditsLow {
            organization: name(),
            threshold: "1000.000".to_owned(),
            balance: "987.500".to_owned(),
        },
        Announcement::ChangeNotSaved {
            organization: name(),
        },
    ];
    for language in Language::ALL {
        let messages = Messages::of(language);
        for announcement in &announcements {
            let (title, body) = texts(&messages, announcement);
            for text in [title, body] {
                assert!(!text.starts_with("announce_"), "{announcement:?}: {text}");
                assert!(!text.contains('{'), "{announcement:?}: {text}");
            }
        }
    }
}
