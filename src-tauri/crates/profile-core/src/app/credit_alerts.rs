//! Telling a person that credits run low: each time that a balance falls below what they chose, once on this machine.

use std::sync::{Arc, Mutex};

use portal_client::CreditAlert;
use tokio::sync::Notify;

use super::access::Access;
use super::current_session::CurrentSession;
use super::{ProfileApp, lock};
use crate::announcements::Announcement;
use crate::remembered::{self, AnnouncedCrossing};

/// What was announced, and what makes for the next look.
#[derive(Default)]
pub(super) struct CreditAlerts {
    /// Something happened that makes a look worthwhile.
    due: Arc<Notify>,
    /// Held by the look that is under way.
    turn: tokio::sync::Mutex<()>,
    /// Crossings announced in this run, also where the local store can't be written.
    announced: Mutex<Vec<AnnouncedCrossing>>,
}

impl ProfileApp {
    /// Looks for credits that run low, and for purchases that go on, as long as the app is there: at regular intervals,
    /// and soon after the profile or credits were looked at. To be spawned once.
    pub async fn watch_credits(self) {
        let shared = Arc::downgrade(&self.shared);
        let due = Arc::clone(&self.shared.credit_alerts.due);
        let every = self.shared.patience.credit_alerts;
        drop(self);
        while let Some(shared) = shared.upgrade() {
            let app = Self { shared };
            tokio::join!(app.look_for_low_credits(), app.look_for_open_purchases());
            drop(app);
            // Whichever comes first.
            let _ = tokio::time::timeout(every, due.notified()).await;
        }
    }

    /// Makes for a look soon.
    pub(super) fn look_at_credits_soon(&self) {
        self.shared.credit_alerts.due.notify_one();
    }

    /// Announces where credits fell below what the person of the session in force chose, unless this machine did so
    /// already. While notifications are off, it is noted as if it had been announced.
    pub async fn look_for_low_credits(&self) {
        let _turn = self.shared.credit_alerts.turn.lock().await;
        // Never what asks for the keyring.
        let (Ok(session), true) = (self.session(), self.is_token_held()) else {
            return;
        };
        let look = |access: Access| async move { access.portal.credit_alerts(&access.token).await };
        match self.ask_aside(&session, look).await {
            Ok(alerts) => {
                for alert in alerts {
                    self.announce_low_credits(&session, alert).await;
                }
            }
            Err(error) => tracing::debug!(%error, "credits that run low are not known"),
        }
    }

    async fn announce_low_credits(&self, session: &Arc<CurrentSession>, alert: CreditAlert) {
        let crossing = AnnouncedCrossing {
            portal: session.key.portal.clone(),
            account: session.key.account.clone(),
            organization: alert.organization_id.into_inner(),
            crossing: alert.crossing,
        };
        if !self.note(crossing).await || session.check().is_err() {
            return;
        }
        let announcement = Announcement::CreditsLow {
            organization: alert.organization_name,
            threshold: alert.threshold,
            balance: alert.balance,
        };
        self.announce_to(session, announcement);
    }

    /// Notes that a crossing is announced; answers whether it was not before. What can't be written to the local store
    /// holds for this run. Called by the holder of the turn.
    async fn note(&self, crossing: AnnouncedCrossing) -> bool {
        let announced = |known: &[AnnouncedCrossing]| known.contains(&crossing);
        let store = &*self.shared.ports.local_store;
        if announced(&lock(&self.shared.credit_alerts.announced))
            || announced(&remembered::announced_crossings(store))
        {
            return false;
        }
        lock(&self.shared.credit_alerts.announced).push(crossing.clone());
        self.with_files(move |shared| {
            remembered::remember_crossing(&*shared.ports.local_store, crossing);
        })
        .await;
        true
    }

    fn is_token_held(&self) -> bool {
        self.session()
            .is_ok_and(|session| session.held_token().is_some())
    }
}
