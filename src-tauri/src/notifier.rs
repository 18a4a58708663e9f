//! Announcements as native notifications.

use std::time::Duration;

use async_trait::async_trait;
use notify_rust::Notification;
use profile_core::announcements::Announcement;
use profile_core::ports::{Notifier, NotifierError};
use profile_core::preferences::Theme;
use profile_core::services::ServiceState;

use crate::messages::Messages;
use crate::platform;
use crate::services::ServiceBoard;
use crate::time_budget::within;

const BUDGET: Duration = Duration::from_secs(2);

/// Hands announcements to the system's notification service, and reports whether there is one.
pub(crate) struct NativeNotifier {
    messages: Messages,
    board: ServiceBoard,
}

impl NativeNotifier {
    pub(crate) fn new(messages: Messages, board: ServiceBoard) -> Self {
        Self { messages, board }
    }
}

/// Blocks: asks the service what it takes, and hands the notification over.
fn notify(title: &str, body: &str) -> notify_rust::error::Result<()> {
    Notification::new()
        .appname("Portal Profile")
        .icon("portal-profile")
        .summary(title)
        .body(&platform::notification_body(body))
        .show()
        .map(drop)
}

/// Asks whether there is a notification service, and reports it.
pub(crate) async fn look_for_service(board: ServiceBoard) {
    let state = within(BUDGET, platform::notification_service).await;
    board.report_notifications(state.unwrap_or(ServiceState::Failed));
}

fn texts(messages: &Messages, announcement: &Announcement) -> (String, String) {
    let (title, body, values) = match announcement {
        Announcement::SignedIn {
            display_name,
            portal,
        } => (
            "announce_signed_in_title",
            "announce_signed_in_body",
            vec![("displayName", display_name), ("portal", portal)],
        ),
        Announcement::SignedOut { portal } => (
            "announce_signed_out_title",
            "announce_signed_out_body",
            vec![("portal", portal)],
        ),
        Announcement::DisplayNameChanged { display_name } => (
            "announce_display_name_changed_title",
            "announce_display_name_changed_body",
            vec![("displayName", display_name)],
        ),
        Announcement::ThemeChanged { theme } => (
            "announce_theme_changed_title",
            match theme {
                Theme::System => "announce_theme_changed_body_system",
                Theme::Light => "announce_theme_changed_body_light",
                Theme::Dark => "announce_theme_changed_body_dark",
            },
            vec![],
        ),
        Announcement::NotificationsOn => (
            "announce_notifications_on_title",
            "announce_notifications_on_body",
            vec![],
        ),
    };
    let values: Vec<_> = values
        .into_iter()
        .map(|(name, value)| (name, value.as_str()))
        .collect();
    (messages.text(title, &values), messages.text(body, &values))
}

#[async_trait]
impl Notifier for NativeNotifier {
    async fn show(&self, announcement: &Announcement) -> Result<(), NotifierError> {
        let (title, body) = texts(&self.messages, announcement);
        let shown = within(BUDGET, move || {
            notify(&title, &body)
                .map_err(|error| (platform::notification_service(), error.to_string()))
        })
        .await;
        let (state, outcome) = match shown {
            Some(Ok(())) => (ServiceState::Available, Ok(())),
            Some(Err((ServiceState::Missing, _))) => {
                (ServiceState::Missing, Err(NotifierError::Missing))
            }
            Some(Err((_, detail))) => (ServiceState::Failed, Err(NotifierError::Failed(detail))),
            None => (
                ServiceState::Failed,
                Err(NotifierError::Failed("no answer in time".to_owned())),
            ),
        };
        self.board.report_notifications(state);
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_announcement_has_its_words() -> Result<(), serde_json::Error> {
        let messages = Messages::english()?;
        let name = || "Ada Lovelace".to_owned();
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
