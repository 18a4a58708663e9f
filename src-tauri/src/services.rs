//! Which of the system's services the app found, as the page shows it.

use profile_core::services::ServiceState;
use profile_core::session::TokenStorage;
use serde::Serialize;
use tokio::sync::watch;
use ts_rs::TS;

/// Which of the system's services the app found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Services {
    /// Where the session token lives; `null` while that isn't known.
    pub(crate) token_storage: Option<TokenStorage>,
    /// Native notifications.
    pub(crate) notifications: ServiceState,
    /// The system's dark or light setting.
    pub(crate) appearance: ServiceState,
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
        }))
    }

    pub(crate) fn now(&self) -> Services {
        *self.0.borrow()
    }

    pub(crate) fn changes(&self) -> watch::Receiver<Services> {
        self.0.subscribe()
    }

    pub(crate) fn report_notifications(&self, state: ServiceState) {
        self.change(|services| services.notifications = state);
    }

    pub(crate) fn report_appearance(&self, state: ServiceState) {
        self.change(|services| services.appearance = state);
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
