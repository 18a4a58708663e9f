//! Services of the system that were missing or failed, and can be used again: noticed without a restart.

use std::sync::Arc;
use std::time::Duration;

use profile_core::app::ProfileApp;
use profile_core::services::ServiceState;
use tokio::sync::mpsc::unbounded_channel;

use crate::notifier;
use crate::platform::{self, SystemPart};
use crate::services::ServiceBoard;
use crate::theme::ThemeReader;
use crate::time_budget::within;
use crate::token_store::KeyringTokenStore;

/// Between two looks at what is there and does not work: nothing tells when it does.
const AGAIN: Duration = Duration::from_secs(4);

/// How long the keyring may take to say whether it can be used.
const BUDGET: Duration = Duration::from_secs(3);

/// What is looked after.
pub(crate) struct Returning {
    pub(crate) app: ProfileApp,
    pub(crate) board: ServiceBoard,
    pub(crate) keyring: Arc<KeyringTokenStore>,
    pub(crate) theme: ThemeReader,
}

impl Returning {
    /// Notices for as long as the app runs.
    pub(crate) async fn notice(self) {
        let (came, mut arrivals) = unbounded_channel();
        std::thread::spawn(move || {
            platform::follow_arrivals(|part| {
                // Nobody looks any more once the app ends.
                let _ = came.send(part);
            });
        });
        let mut keyring = self.keyring.state();
        loop {
            let seen = self.board.now();
            let broken = self.broken();
            tokio::select! {
                Some(part) = arrivals.recv() => self.look(part).await,
                () = tokio::time::sleep(AGAIN), if !broken.is_empty() => {
                    for part in broken {
                        self.look(part).await;
                    }
                }
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

    async fn look(&self, part: SystemPart) {
        match part {
            SystemPart::Notifications => notifier::look_for_service(self.board.clone()).await,
            SystemPart::Appearance => self.theme.read_again(),
            SystemPart::Keyring => self.look_at_keyring().await,
        }
    }

    async fn look_at_keyring(&self) {
        let failed = *self.keyring.state().borrow() != ServiceState::Available;
        let takes_secrets = within(BUDGET, platform::keyring_takes_secrets).await;
        if failed && takes_secrets == Some(true) {
            tracing::info!("the keyring can be used again");
            self.keyring.returned();
            self.app.keyring_returned().await;
            self.board.report_keyring_return();
        }
    }
}
