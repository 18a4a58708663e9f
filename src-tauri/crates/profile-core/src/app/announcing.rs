//! Telling the person what happened, outside the page.

use std::sync::Mutex;

use super::current_session::CurrentSession;
use super::notifications::Telling;
use super::{ProfileApp, lock};
use crate::notifications::Told;
use crate::ports::NotifierError;
use crate::preferences::{Preferences, Theme};
use crate::services::ServiceState;

/// What waits to be shown together. There is none unless something was shown a moment ago.
#[derive(Default)]
pub(super) struct Burst(Mutex<Option<Vec<Told>>>);

impl ProfileApp {
    /// As [`Self::announce`], by the preferences seen last; without any, notifications are on.
    pub(super) fn announce_to(&self, session: &CurrentSession, telling: impl Into<Telling>) {
        let preferences = session.seen().map(|seen| seen.snapshot.profile.preferences);
        let preferences = preferences.unwrap_or(Preferences {
            toast_notifications: true,
            theme: Theme::System,
        });
        self.announce(session, preferences, telling);
    }

    /// Keeps what happened for the notification centre, and announces it if the person wants that, after what was
    /// announced before. Neither delays nor fails the action; whether notifications reach the person is seen in
    /// [`Self::services`].
    ///
    /// What the person did is announced at once. What comes by itself may come in bursts, as after a night: it is
    /// gathered into one notification, but for the first.
    pub(super) fn announce(
        &self,
        session: &CurrentSession,
        preferences: Preferences,
        telling: impl Into<Telling>,
    ) {
        let told = telling.into().to(session, self.shared.ports.clock.now());
        self.keep_notification(session, &told);
        // Nothing of the person shows on a desktop that they left.
        if !preferences.toast_notifications || self.is_locked() {
            return;
        }
        let mut burst = lock(&self.shared.burst.0);
        if !told.announcement.comes_by_itself() {
            let mut waiting = burst.as_mut().map(std::mem::take).unwrap_or_default();
            // What an account was told that is not in view any more waits for it in its history.
            waiting.retain(|it| it.account == told.account);
            self.show(waiting);
            self.show(vec![told]);
        } else if let Some(waiting) = &mut *burst {
            waiting.push(told);
        } else {
            *burst = Some(Vec::new());
            self.show(vec![told]);
            tokio::spawn(self.clone().show_burst());
        }
    }

    /// Shows what waits together, time after time, until nothing does.
    async fn show_burst(self) {
        loop {
            tokio::time::sleep(self.shared.patience.burst).await;
            let mut burst = lock(&self.shared.burst.0);
            match burst.as_mut().map(std::mem::take) {
                Some(waiting) if !waiting.is_empty() => self.show(self.still_wanted(waiting)),
                _ => {
                    *burst = None;
                    return;
                }
            }
        }
    }

    /// What is for the person who is there, and wants notifications, by now.
    fn still_wanted(&self, waiting: Vec<Told>) -> Vec<Told> {
        let Ok(session) = self.session() else {
            return Vec::new();
        };
        let seen = session.seen();
        let wants = seen.is_none_or(|it| it.snapshot.profile.preferences.toast_notifications);
        let is_for_them = |told: &Told| wants && told.account == session.key;
        waiting.into_iter().filter(is_for_them).collect()
    }

    /// Shows what waits to be shown together, and ends when all is shown.
    pub(super) async fn leave_announcements(&self) {
        let waiting = lock(&self.shared.burst.0).as_mut().map(std::mem::take);
        let waiting = self.still_wanted(waiting.unwrap_or_default());
        if !waiting.is_empty() {
            self.show(waiting);
            self.shared.announced.over().await;
        }
    }

    /// Shows what was told, each account its own, after what was shown before.
    fn show(&self, told: Vec<Told>) {
        if told.is_empty() {
            return;
        }
        let app = self.clone();
        let mut turn = self.shared.announced.next();
        tokio::spawn(async move {
            turn.come().await;
            for told in told.chunk_by(|one, next| one.account == next.account) {
                app.show_now(told).await;
            }
        });
    }

    async fn show_now(&self, told: &[Told]) {
        let outcome = self.shared.ports.notifier.show(told).await;
        if let Err(error) = &outcome {
            tracing::warn!(%error, "an announcement was not shown");
        }
        self.update_services(|states| {
            states.notifications = match outcome {
                Ok(()) => ServiceState::Available,
                Err(NotifierError::Missing) => ServiceState::Missing,
                Err(NotifierError::Failed(_)) => ServiceState::Failed,
            };
        });
    }
}
