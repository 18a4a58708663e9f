//! What the notification centre shows: the texts are those of the native notifications.

use chrono::{DateTime, Utc};
use profile_core::notifications::{Notification, Place};
use serde::Serialize;
use ts_rs::TS;

use crate::announcement_texts::texts;
use crate::messages::Messages;

/// What the person was told on this machine.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Notifications {
    /// The newest first, as many as were asked for.
    pub(crate) newest: Vec<ShownNotification>,
    /// How many there are.
    pub(crate) count: u32,
    /// How many the person did not see yet.
    pub(crate) unread: u32,
}

/// Something that the person was told.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShownNotification {
    /// Later ones have higher numbers.
    pub(crate) id: u32,
    /// When it happened, in UTC.
    pub(crate) at: DateTime<Utc>,
    /// In a few words.
    pub(crate) title: String,
    /// In a sentence or two.
    pub(crate) body: String,
    /// Where to find what it is about; absent when that is gone.
    pub(crate) place: Option<Place>,
    /// The id of the organization that it happened in, if in one.
    pub(crate) organization: Option<String>,
    /// Whether the person saw it.
    pub(crate) is_read: bool,
}

impl Notifications {
    /// `kept` in words, but no more than the `most` newest ones.
    pub(crate) fn of(kept: Vec<Notification>, most: u32, messages: &Messages) -> Self {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        Self {
            count: count(kept.len()),
            unread: count(kept.iter().filter(|it| !it.is_read).count()),
            newest: kept
                .into_iter()
                .take(most)
                .map(|it| shown(it, messages))
                .collect(),
        }
    }
}

fn shown(notification: Notification, messages: &Messages) -> ShownNotification {
    let (title, body) = texts(messages, &notification.announcement);
    ShownNotification {
        id: notification.id,
        at: notification.at,
        title,
        body,
        place: notification.announcement.place(),
        organization: notification.organization,
        is_read: notification.is_read,
    }
}
