//! The notification centre of the session in force.

use std::collections::HashMap;
use std::io;

use chrono::{DateTime, Utc};
use tokio::sync::oneshot;

use super::current_session::CurrentSession;
use super::{ProfileApp, Shared, lock};
use crate::announcements::Announcement;
use crate::failure::{Failure, FailureCode};
use crate::notification_history::NotificationHistory;
use crate::notifications::{Notification, Place, Told};
use crate::ports::TokenKey;
use crate::session::TokenStorage;

/// An announcement, and what is known of it besides.
pub(super) struct Telling {
    announcement: Announcement,
    organization: Option<String>,
    at: Option<DateTime<Utc>>,
}

impl From<Announcement> for Telling {
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
    pub(super) fn about(self, organization: Option<String>) -> Telling {
        Telling {
            organization,
            ..Telling::from(self)
        }
    }
}

impl Telling {
    /// It happened at this moment, not just now.
    pub(super) fn at(self, at: DateTime<Utc>) -> Self {
        Self {
            at: Some(at),
            ..self
        }
    }

    /// Tells it the person whose session this is, by the clock that says `now`.
    pub(super) fn to(self, session: &CurrentSession, now: DateTime<Utc>) -> Told {
        let in_view = || Some(session.seen()?.snapshot.profile.organization.id);
        let is_of_one = self
            .announcement
            .place()
            .is_some_and(Place::is_of_organization);
        let organization = self.organization.or_else(in_view);
        Told {
            account: session.key.clone(),
            at: self.at.unwrap_or(now),
            organization: organization.filter(|_| is_of_one),
            announcement: self.announcement,
        }
    }
}

/// The histories of the accounts that were looked at: the numbers given in this run hold on.
pub(super) type Histories = HashMap<Owner, NotificationHistory>;

/// Whose notifications are meant, and whether they may be kept on disk.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Owner {
    pub(super) key: TokenKey,
    is_kept: bool,
}

impl Owner {
    /// What a session leaves on this machine that no keyring holds is gone with it. Before the keyring was read, the
    /// session is one that an earlier run left there.
    fn of(session: &CurrentSession) -> Self {
        Self {
            key: session.key.clone(),
            is_kept: matches!(session.token.storage(), None | Some(TokenStorage::Keyring)),
        }
    }
}

impl ProfileApp {
    /// What the person was told on this machine, the newest first.
    ///
    /// # Errors
    /// [`FailureCode::NotSignedIn`] and the like, and [`FailureCode::NotificationsUnreadable`].
    pub async fn notifications(&self) -> Result<Vec<Notification>, Failure> {
        self.in_history(|_| ()).await
    }

    /// The person saw those numbered from `from` to `until`.
    ///
    /// # Errors
    /// As [`Self::notifications`].
    pub async fn read_notifications(
        &self,
        from: u32,
        until: u32,
    ) -> Result<Vec<Notification>, Failure> {
        self.in_history(move |history| {
            history.change(|it| {
                it.is_read |= (from..=until).contains(&it.id);
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

    /// The person saw some of what they were told on the desktop, each in the history of its own account.
    ///
    /// # Errors
    /// [`FailureCode::NotificationsUnreadable`].
    pub async fn read_told(&self, told: Vec<Told>) -> Result<(), Failure> {
        for told in told.chunk_by(|one, next| one.account == next.account) {
            let (owner, told) = (self.owner(&told[0].account), told.to_vec());
            let is_one = move |it: &Notification| {
                let mut same = told.iter();
                same.any(|told| told.at == it.at && told.announcement == it.announcement)
            };
            self.in_history_of(owner, move |history| {
                history.change(|it| {
                    it.is_read |= is_one(it);
                    true
                });
            })
            .await?;
        }
        let news = self.portal_news();
        news.send_modify(|news| news.notifications += 1);
        Ok(())
    }

    /// Whose notifications those of an account are, in view or not.
    fn owner(&self, key: &TokenKey) -> Owner {
        if let Ok(session) = self.session()
            && session.key == *key
        {
            return Owner::of(&session);
        }
        let aside = self.shared.set_aside().get(key).cloned();
        Owner {
            key: key.clone(),
            is_kept: aside.is_none_or(|kept| !kept.token.lives_in_memory()),
        }
    }

    /// Waits until what the person was told so far is kept, and shown.
    pub async fn leave_notifications(&self) {
        self.shared.notified.over().await;
        self.leave_announcements().await;
    }

    /// Keeps what the person is told, in the order in which it happened.
    pub(super) fn keep_notification(&self, session: &CurrentSession, told: &Told) {
        let (owner, told) = (Owner::of(session), told.clone());
        let now = self.shared.ports.clock.now();
        let mut turn = self.shared.notified.next();
        let app = self.clone();
        tokio::spawn(async move {
            turn.come().await;
            app.with_files(move |shared| {
                let kept = with_history(shared, &owner, now, |history| {
                    history.add(now, |id| Notification {
                        id,
                        at: told.at,
                        is_read: !told.announcement.comes_by_itself(),
                        announcement: told.announcement,
                        organization: told.organization,
                    });
                });
                if let Err(error) = kept {
                    tracing::warn!(%error, "a notification is not kept");
                }
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
        let answer = self.in_history_of(Owner::of(&session), change).await;
        session.check()?;
        answer
    }

    async fn in_history_of(
        &self,
        owner: Owner,
        change: impl FnOnce(&mut NotificationHistory) + Send + 'static,
    ) -> Result<Vec<Notification>, Failure> {
        let now = self.shared.ports.clock.now();
        let (answer, answered) = oneshot::channel();
        self.with_files(move |shared| {
            let all = with_history(shared, &owner, now, |history| {
                change(history);
                history.all(now)
            });
            // Whoever asked may have gone.
            let _ = answer.send(all);
        })
        .await;
        let answer = answered
            .await
            .map_err(|_| "the work on files was cut off".to_owned());
        let answer = answer.and_then(|all| all.map_err(|error| error.to_string()));
        answer.map_err(|detail| Failure::new(FailureCode::NotificationsUnreadable, detail))
    }
}

fn with_history<T>(
    shared: &Shared,
    owner: &Owner,
    now: DateTime<Utc>,
    work: impl FnOnce(&mut NotificationHistory) -> T,
) -> io::Result<T> {
    let mut histories = lock(&shared.notifications);
    if let Some(history) = histories.get_mut(owner) {
        return Ok(work(history));
    }
    let mut history = if owner.is_kept {
        NotificationHistory::of(&shared.history_folder, &owner.key, now)?
    } else {
        NotificationHistory::in_memory()
    };
    let answer = work(&mut history);
    // There is one of each account.
    histories.retain(|of, _| of.key != owner.key);
    histories.insert(owner.clone(), history);
    Ok(answer)
}
