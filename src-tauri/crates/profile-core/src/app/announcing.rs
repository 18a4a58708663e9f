//! Telling the person what happened, outside the page.

use super::ProfileApp;
use super::current_session::CurrentSession;
use super::notifications::Told;
use crate::ports::NotifierError;
use crate::preferences::{Preferences, Theme};
use crate::services::ServiceState;

impl ProfileApp {
    /// As [`Self::announce`], by the preferences seen last; without any, notifications are on.
    pub(super) fn announce_to(&self, session: &CurrentSession, told: impl Into<Told>) {
        let preferences = session.seen().map(|seen| seen.snapshot.profile.preferences);
        let preferences = preferences.unwrap_or(Preferences {
            toast_notifications: true,
            theme: Theme::System,
        });
        self.announce(session, preferences, told);
    }

    /// Keeps what happened for the notification centre, and announces it if the person wants that, after what was
    /// announced before. Neither delays nor fails the action; whether notifications reach the person is seen in
    /// [`Self::services`].
    pub(super) fn announce(
        &self,
        session: &CurrentSession,
        preferences: Preferences,
        told: impl Into<Told>,
    ) {
        let told = told.into();
        self.keep_notification(session, &told);
        if !preferences.toast_notifications {
            return;
        }
        let app = self.clone();
        let mut turn = self.shared.announced.next();
        tokio::spawn(async move {
            turn.come().await;
            let notifier = &app.shared.ports.notifier;
            let outcome = notifier.show(told.announcement()).await;
            if let Err(error) = &outcome {
                tracing::warn!(%error, "an announcement was not shown");
            }
            app.update_services(|states| {
                states.notifications = match outcome {
                    Ok(()) => ServiceState::Available,
                    Err(NotifierError::Missing) => ServiceState::Missing,
                    Err(NotifierError::Failed(_)) => ServiceState::Failed,
                };
            });
        });
    }
}
