//! The notification centre of the session in force.

use chrono::{DateTime, Utc};
use tokio::sync::oneshot;

use super::current_session::CurrentSession;
use super::{ProfileApp, Shared, lock};
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::notification_history::NotificationHistory;
use crate::notifications::{Notification, Place};
use crate::ports::TokenKey;

/// An announcement, and what is kept with it.
pub(super) struct Told {
    announcement: Announcement,
    organization: Option<String>,
    at: Option<DateTime<Utc>>,
}

impl From<Announcement> for Told {
    fn from(announcement: Announcement) -> Self {
        Self {
            announcement,
            organization: None,
            at: None,
        }
    }
}

impl Announcement {
    /// It is about this organization, whichever is in view.
    pub(super) fn about(self, organization: Option<String>) -> Told {
        Told {
            organization,
            ..Told::from(self)
        }
    }
}

impl Told {
    /// It happened at this moment, not just now.
    pub(super) fn at(self, at: DateTime<Utc>) -> Self {
        Self {
            at: Some(at),
            ..self
        }
    }

    pub(super) fn announcement(&self) -> &Announcement {
        &self.announcement
    }
}

/// The history of the account that was looked at last.
pub(super) type HistoryInUse = Option<(TokenKey, NotificationHistory)>;

impl ProfileApp {
    /// What the person was told on this machine, the newest first.
    ///
    /// # Errors
    /// [`FailureCode::NotSignedIn`](crate::failure::FailureCode::NotSignedIn) and the like.
    pub async fn notifications(&self) -> Result<Vec<Notification>, Failure> {
        self.in_history(|_| ()).await
    }

    /// The person saw all up to the one numbered `until`.
    ///
    /// # Errors
    /// As [`Self::notifications`].
    pub async fn read_notifications(&self, until: u32) -> Result<Vec<Notification>, Failure> {
        self.in_history(move |history| {
            history.change(|it| {
                it.is_read |= it.id <= until;
                true
            });
        })
        .await
    }

    /// The person has no more use for one.
    ///
    /// # Errors
    /// As [`Self::notifications`].
    pub async fn remove_notification(&self, id: u32) -> Result<Vec<Notification>, Failure> {
        self.in_history(move |history| history.change(|it| it.id != id))
            .await
    }

    /// The person has no more use for all up to the one numbered `until`: what came meanwhile they did not see.
    ///
    /// # Errors
    /// As [`Self::notifications`].
    pub async fn clear_notifications(&self, until: u32) -> Result<Vec<Notification>, Failure> {
        self.in_history(move |history| history.change(|it| it.id > until))
            .await
    }

    /// Keeps what the person is told, in the order in which it happened.
    pub(super) fn keep_notification(&self, session: &CurrentSession, told: &Told) {
        let (key, announcement) = (session.key.clone(), told.announcement.clone());
        let in_view = || Some(session.seen()?.snapshot.profile.organization.id);
        let is_of_one = announcement.place().is_some_and(Place::is_of_organization);
        let organization = told.organization.clone().or_else(in_view);
        let organization = organization.filter(|_| is_of_one);
        let now = self.shared.ports.clock.now();
        let at = told.at.unwrap_or(now);
        let (kept, until_kept) = oneshot::channel::<()>();
        let before = lock(&self.shared.notified).replace(until_kept);
        let app = self.clone();
        tokio::spawn(async move {
            if let Some(before) = before {
                // Nothing is ever sent: it is over once the sender is gone.
                let _ = before.await;
            }
            let _kept = kept;
            app.with_files(move |shared| {
                let is_read = !announcement.comes_by_itself();
                with_history(shared, &key, |history| {
                    history.add(now, |id| Notification {
                        id,
                        at,
                        announcement,
                        organization,
                        is_read,
                    });
                });
            })
            .await;
            let news = app.portal_news();
            news.send_modify(|news| news.notifications += 1);
        });
    }

    async fn in_history(
        &self,
        change: impl FnOnce(&mut NotificationHistory) + Send + 'static,
    ) -> Result<Vec<Notification>, Failure> {
        let session = self.session()?;
        let (key, now) = (session.key.clone(), self.shared.ports.clock.now());
        let (answer, answered) = oneshot::channel();
        self.with_files(move |shared| {
            let all = with_history(shared, &key, |history| {
                change(history);
                history.all(now)
            });
            // Whoever asked may have gone.
            let _ = answer.send(all);
        })
        .await;
        session.check()?;
        Ok(answered.await.unwrap_or_default())
    }
}

fn with_history<T>(
    shared: &Shared,
    key: &TokenKey,
    work: impl FnOnce(&mut NotificationHistory) -> T,
) -> T {
    let mut in_use = lock(&shared.notifications);
    if in_use.as_ref().is_some_and(|(of, _)| of != key) {
        *in_use = None;
    }
    let (_, history) = in_use.get_or_insert_with(|| {
        let history = NotificationHistory::of(&shared.history_folder, key);
        (key.clone(), history)
    });
    work(history)
}
