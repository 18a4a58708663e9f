//! Which of the system's services the app found, as the page shows it.

use profile_core::services::ServiceState;
use profile_core::session::TokenStorage;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use ts_rs::TS;

/// Which of the system's services the app found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Services {
    /// Where the session token lives; `null` while that isn't known.
    pub(crate) token_storage: Option<TokenStorage>,
    /// Native notifications.
    pub(crate) notifications: ServiceState,
    /// The system's dark or light setting.
    pub(crate) appearance: ServiceState,
    /// The tray that the app can be in.
    pub(crate) tray: ServiceState,
    /// How often the keyring could be used again after it could not.
    pub(crate) keyring_returns: u32,
}

/// What is known of the services, for all who report a change and for the one who tells the page.
#[derive(Clone, Debug)]
pub(crate) struct ServiceBoard(watch::Sender<Services>);

impl ServiceBoard {
    /// Everything is taken to be there until it is found missing.
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(Services {
            token_storage: None,
            notifications: ServiceState::Available,
            appearance: ServiceState::Available,
            tray: ServiceState::Available,
            keyring_returns: 0,
        }))
    }

    /// What is known at this moment.
    pub(crate) fn now(&self) -> Services {
        *self.0.borrow()
    }

    /// What is known, once that is not what someone has `seen`.
    pub(crate) async fn unlike(&self, seen: Option<Services>) -> Services {
        unlike(&self.0, seen).await
    }

    pub(crate) fn report_notifications(&self, state: ServiceState) {
        self.change(|services| services.notifications = state);
    }

    pub(crate) fn report_appearance(&self, state: ServiceState) {
        self.change(|services| services.appearance = state);
    }

    pub(crate) fn report_tray(&self, state: ServiceState) {
        self.change(|services| services.tray = state);
    }

    pub(crate) fn report_keyring_return(&self) {
        self.change(|services| services.keyring_returns += 1);
    }

    pub(crate) fn report_token_storage(&self, storage: Option<TokenStorage>) {
        self.change(|services| services.token_storage = storage);
    }

    fn change(&self, change: impl FnOnce(&mut Services)) {
        self.0.send_if_modified(|services| {
            let before = *services;
            change(services);
            *services != before
        });
    }
}

/// The value of `source`, once it is not what someone has `seen`.
pub(crate) async fn unlike<T: Clone + PartialEq>(source: &watch::Sender<T>, seen: Option<T>) -> T {
    let mut values = source.subscribe();
    let news = values
        .wait_for(|value| seen.as_ref() != Some(value))
        .await
        .map(|value| value.clone());
    // Waiting ends with news: the source is there as long as this borrows it.
    news.unwrap_or_else(|_| source.borrow().clone())
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    #[tokio::test]
    async fn what_is_known_is_told_once_and_each_change_after_it() {
        let board = ServiceBoard::new();
        let first = board.unlike(None).await;
        let mut next = pin!(board.unlike(Some(first)));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(next.as_mut().poll(&mut context), Poll::Pending);
        board.report_appearance(ServiceState::Available);
        assert_eq!(next.as_mut().poll(&mut context), Poll::Pending, "no change");
        board.report_appearance(ServiceState::Missing);
        assert_eq!(next.await.appearance, ServiceState::Missing);
    }

    #[tokio::test]
    async fn a_change_between_two_calls_is_told_by_the_second() {
        let board = ServiceBoard::new();
        let first = board.unlike(None).await;
        board.report_notifications(ServiceState::Failed);
        let second = board.unlike(Some(first)).await;
        assert_eq!(second.notifications, ServiceState::Failed);
    }
}
