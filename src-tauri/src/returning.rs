//! Services of the system that were missing or failed, and can be used again: noticed without a restart.

use std::sync::Arc;
use std::time::Duration;

use profile_core::app::ProfileApp;
use profile_core::services::ServiceState;
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::MissedTickBehavior;

use crate::notifier;
use crate::platform::{self, SystemPart};
use crate::services::ServiceBoard;
use crate::theme::ThemeReader;
use crate::time_budget::within;
use crate::token_store::KeyringTokenStore;

/// Between two looks at what is there and does not work: nothing tells when it does.
const AGAIN: Duration = Duration::from_secs(4);

/// A keyring that answers and keeps nothing is tried again ever later, at last after a minute.
const MOST_LEFT_OUT: u32 = 15;

/// How long the keyring may take to say whether it can be used.
const BUDGET: Duration = Duration::from_secs(3);

/// What is looked after.
pub(crate) struct Returning {
    app: ProfileApp,
    board: ServiceBoard,
    keyring: Arc<KeyringTokenStore>,
    theme: ThemeReader,
    /// So many looks are left out before a keyring is tried again that answers and keeps nothing.
    to_leave_out: u32,
    /// So many were left out since it was tried.
    left_out: u32,
}

impl Returning {
    pub(crate) fn new(
        app: ProfileApp,
        board: ServiceBoard,
        keyring: Arc<KeyringTokenStore>,
        theme: ThemeReader,
    ) -> Self {
        Self {
            app,
            board,
            keyring,
            theme,
            to_leave_out: 0,
            left_out: 0,
        }
    }

    /// Notices for as long as the app runs.
    pub(crate) async fn notice(mut self) {
        let (came, mut arrivals) = unbounded_channel();
        std::thread::spawn(move || {
            platform::follow_arrivals(|part| {
                // Nobody looks any more once the app ends.
                let _ = came.send(part);
            });
        });
        let mut keyring = self.keyring.state();
        let mut again = tokio::time::interval(AGAIN);
        again.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let seen = self.board.now();
            let broken = self.broken();
            tokio::select! {
                Some(part) = arrivals.recv() => self.look(&[part], true).await,
                _ = again.tick(), if !broken.is_empty() => self.look(&broken, false).await,
                _ = self.board.unlike(Some(seen)) => {}
                Ok(()) = keyring.changed() => {}
            }
        }
    }

    /// What is there and does not work. What is missing tells when it comes.
    fn broken(&self) -> Vec<SystemPart> {
        let services = self.board.now();
        let state = |part: &SystemPart| match part {
            SystemPart::Notifications => services.notifications,
            SystemPart::Appearance => services.appearance,
            SystemPart::Keyring => *self.keyring.state().borrow(),
        };
        [
            SystemPart::Notifications,
            SystemPart::Appearance,
            SystemPart::Keyring,
        ]
        .into_iter()
        .filter(|part| state(part) == ServiceState::Failed)
        .collect()
    }

    /// Looks at parts, all at the same time. Whether they have come just now makes a difference to the keyring alone.
    async fn look(&mut self, parts: &[SystemPart], came: bool) {
        if parts.contains(&SystemPart::Appearance) {
            self.theme.read_again();
        }
        let notifications = async {
            if parts.contains(&SystemPart::Notifications) {
                notifier::look_for_service(self.board.clone()).await;
            }
        };
        let keyring = async {
            if parts.contains(&SystemPart::Keyring) {
                let part = self.keyring.part();
                within(BUDGET, move || {
                    platform::keyring_takes_secrets(part.as_deref())
                })
                .await
            } else {
                None
            }
        };
        let ((), takes_secrets) = tokio::join!(notifications, keyring);
        if parts.contains(&SystemPart::Keyring) {
            self.see_keyring(takes_secrets == Some(true), came).await;
        }
    }

    async fn see_keyring(&mut self, takes_secrets: bool, came: bool) {
        if *self.keyring.state().borrow() == ServiceState::Available {
            return;
        }
        if !takes_secrets {
            if came {
                self.keyring.arrived();
            }
            return;
        }
        if !came && self.left_out < self.to_leave_out {
            self.left_out += 1;
            return;
        }
        tracing::info!("the keyring can be used again");
        self.keyring.returned();
        self.left_out = 0;
        if self.app.keyring_returned().await {
            self.to_leave_out = 0;
            self.board.report_keyring_return();
        } else {
            self.to_leave_out = (self.to_leave_out * 2 + 1).min(MOST_LEFT_OUT);
        }
    }
}
