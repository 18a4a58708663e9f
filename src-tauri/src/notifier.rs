//! Announcements as native notifications.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use notify_rust::Notification;
use profile_core::announcements::Announcement;
use profile_core::notifications::Told;
use profile_core::ports::{Notifier, NotifierError};
use profile_core::services::ServiceState;

use crate::announcement_texts::{action, texts, texts_of_several};
use crate::file_view;
use crate::messages::Messages;
use crate::platform::{self, Offer, Offers};
use crate::services::ServiceBoard;
use crate::time_budget::within;

const BUDGET: Duration = Duration::from_secs(2);

/// Does what a press on a notification asks for, which told the person this.
pub(crate) type Pressed = Arc<dyn Fn(Vec<Told>) + Send + Sync>;

/// Hands announcements to the system's notification service, and reports whether there is one.
pub(crate) struct NativeNotifier {
    messages: Messages,
    board: ServiceBoard,
    pressed: Pressed,
}

impl NativeNotifier {
    pub(crate) fn new(messages: Messages, board: ServiceBoard, pressed: Pressed) -> Self {
        Self {
            messages,
            board,
            pressed,
        }
    }

    /// What a notification lets the person do which tells them this.
    fn offers(&self, told: &[Told]) -> Offers {
        let (pressed, all) = (Arc::clone(&self.pressed), told.to_vec());
        Offers {
            press: Offer {
                label: self.messages.text("notifications_open", &[]),
                act: Box::new(move || pressed(all)),
            },
            button: match told {
                [one] => button(&self.messages, &one.announcement),
                _ => None,
            },
        }
    }
}

/// Blocks: asks the service what it takes, and hands the notification over.
fn notify(title: &str, body: &str, offers: Offers) -> notify_rust::error::Result<()> {
    let mut notification = Notification::new();
    notification
        .appname("Portal Profile")
        .icon("portal-profile")
        .summary(title);
    platform::show_notification(notification, body, offers)
}

/// What `announcement` lets the person do right from the notification.
fn button(messages: &Messages, announcement: &Announcement) -> Option<Offer> {
    let label = action(messages, announcement)?;
    let Announcement::ExportSaved { path, .. } = announcement else {
        return None;
    };
    let file = PathBuf::from(path);
    let act = move || {
        if let Err(error) = file_view::show(&file) {
            tracing::warn!(%error, "a file is not shown in its folder");
        }
    };
    Some(Offer {
        label,
        act: Box::new(act),
    })
}

/// Asks whether there is a notification service, and reports it.
pub(crate) async fn look_for_service(board: ServiceBoard) {
    let state = within(BUDGET, platform::notification_service).await;
    board.report_notifications(state.unwrap_or(ServiceState::Failed));
}

#[async_trait]
impl Notifier for NativeNotifier {
    async fn show(&self, told: &[Told]) -> Result<(), NotifierError> {
        let (title, body) = match told {
            [one] => texts(&self.messages, &one.announcement),
            several => texts_of_several(&self.messages, several),
        };
        let offers = self.offers(told);
        let shown = within(BUDGET, move || {
            notify(&title, &body, offers)
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
