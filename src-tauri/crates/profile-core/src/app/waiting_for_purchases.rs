//! Waiting for purchases in the background, to say what came of them wherever the person is by then, and also when they
//! came to their end while the app was closed.

use std::sync::Arc;

use portal_client as contract;

use super::access::Access;
use super::awaited_purchases::{News, Stage};
use super::current_session::CurrentSession;
use super::{ProfileApp, lock};
use crate::announcements::Announcement;
use crate::credit_purchases::{CreditPurchase, CreditPurchaseState};
use crate::failure::{Failure, FailureCode};
use crate::from_portal;
use crate::profile::Role;
use crate::remembered::{self, RememberedPurchase};

impl ProfileApp {
    /// Looks for purchases that go on as long as the app is there: at regular intervals, and soon after the profile or
    /// credits were looked at. To be spawned once.
    pub async fn watch_purchases(self) {
        let shared = Arc::downgrade(&self.shared);
        let due = Arc::clone(&self.shared.purchases_due);
        let every = self.shared.patience.open_purchases;
        drop(self);
        while let Some(shared) = shared.upgrade() {
            let app = Self { shared };
            app.look_for_open_purchases().await;
            drop(app);
            // Whichever comes first.
            let _ = tokio::time::timeout(every, due.notified()).await;
        }
    }

    /// Makes for a look soon.
    pub(super) fn look_for_purchases_soon(&self) {
        self.shared.purchases_due.notify_one();
    }

    /// Looks for purchases that go on in the organization in view and were begun before this session, or before the
    /// app was started, once for each: the app waits for them from then on. Nothing is asked of a person who may not
    /// buy there.
    pub async fn look_for_open_purchases(&self) {
        // Never what asks for the keyring.
        let Ok(session) = self.session() else { return };
        let (Some(_), Some(seen)) = (session.token.held(), session.seen()) else {
            return;
        };
        let organization = seen.snapshot.profile.organization;
        let may_buy =
            organization.sees_credits && organization.roles.iter().copied().any(Role::buys_credits);
        let id = &*organization.id;
        if !may_buy || lock(&session.purchases.known).contains(id) {
            return;
        }
        self.recall_purchases(&session, id);
        let look = |access: Access| async move {
            let access = access.about(Some(id));
            access.portal.open_credit_purchases(access.caller()).await
        };
        match self.ask_aside(&session, look).await {
            Ok(purchases) => {
                lock(&session.purchases.known).insert(id.to_owned());
                for purchase in purchases {
                    self.heed(&session, Some(id), purchase).await;
                }
            }
            Err(error) => tracing::debug!(%error, "purchases that go on are not known"),
        }
    }

    /// Waits again for the purchases of an organization that were awaited when the app or the session came to its end:
    /// the portal does not count those that ended meanwhile among the ones that go on.
    fn recall_purchases(&self, session: &Arc<CurrentSession>, organization: &str) {
        let (store, now) = (
            &*self.shared.ports.local_store,
            self.shared.ports.clock.now(),
        );
        for purchase in remembered::purchases_awaited_by(&session.key, organization, store) {
            if session.purchases.recall(&purchase, now) {
                self.wait_for(session, Some(organization), purchase.id);
            }
        }
    }

    /// Takes a look at a purchase into account: the app waits for one that goes on, and says what came of one that it
    /// waited for.
    pub(super) async fn heed(
        &self,
        session: &Arc<CurrentSession>,
        organization: Option<&str>,
        purchase: contract::CreditPurchase,
    ) -> CreditPurchase {
        let purchase = from_portal::credit_purchase(purchase);
        let id = &*purchase.id;
        match session.purchases.note(id, purchase.state) {
            News::Begun => {
                self.wait_for(session, organization, id.to_owned());
                self.keep_awaited(session, organization, id).await;
            }
            News::Reached => {
                // First, so that no start says it again.
                self.keep_awaited(session, organization, id).await;
                if session.check().is_ok() {
                    self.tell_of(session, organization, &purchase);
                }
            }
            News::None => {}
        }
        purchase
    }

    /// Keeps for the next start whether a purchase is awaited.
    async fn keep_awaited(
        &self,
        session: &Arc<CurrentSession>,
        organization: Option<&str>,
        id: &str,
    ) {
        let Some(organization) = organization else {
            return;
        };
        let session = Arc::clone(session);
        let mut purchase = RememberedPurchase {
            portal: session.key.portal.clone(),
            account: session.key.account.clone(),
            organization: organization.to_owned(),
            id: id.to_owned(),
            unpaid_since: None,
        };
        self.with_files(move |shared| {
            if session.check().is_err() {
                return;
            }
            let store = &*shared.ports.local_store;
            // Read only here, so that the last write has the last stage.
            match session.purchases.stage(&purchase.id) {
                Some(Stage::Open | Stage::Paid) => remembered::remember_purchase(store, purchase),
                Some(Stage::Unpaid) => {
                    purchase.unpaid_since = Some(shared.ports.clock.now());
                    remembered::remember_purchase(store, purchase);
                }
                Some(Stage::Over) | None => remembered::forget_purchase(store, &purchase),
            }
        })
        .await;
    }

    /// Waits for a purchase as long as the session is in force.
    fn wait_for(&self, session: &Arc<CurrentSession>, organization: Option<&str>, id: String) {
        let shortest = self.shared.patience.purchases;
        let organization = organization.map(str::to_owned);
        // A pause keeps neither the app nor the session.
        let (shared, session) = (Arc::downgrade(&self.shared), Arc::downgrade(session));
        tokio::spawn(async move {
            let next = || session.upgrade()?.purchases.pause(&id, shortest);
            while let Some(pause) = next() {
                tokio::time::sleep(pause).await;
                let (Some(shared), Some(session)) = (shared.upgrade(), session.upgrade()) else {
                    return;
                };
                if session.check().is_err() {
                    return;
                }
                let app = Self { shared };
                let looking = app.look_at_awaited(&session, organization.as_deref(), &id);
                if !looking.await {
                    break;
                }
            }
            if let (Some(shared), Some(session)) = (shared.upgrade(), session.upgrade()) {
                let app = Self { shared };
                let keeping = app.keep_awaited(&session, organization.as_deref(), &id);
                keeping.await;
            }
        });
    }

    /// Looks at a purchase that is awaited, unless somebody just did; answers whether to look again, which is so also
    /// without an answer.
    async fn look_at_awaited(
        &self,
        session: &Arc<CurrentSession>,
        organization: Option<&str>,
        id: &str,
    ) -> bool {
        if session.purchases.is_seen(id) {
            return true;
        }
        let look = |access: Access| async move {
            let access = access.about(organization);
            access.portal.credit_purchase(access.caller(), id).await
        };
        match self.ask_aside(session, look).await {
            Ok(Some(purchase)) => {
                self.heed(session, organization, purchase).await;
            }
            Err(error) if !is_refusal(&error) => {
                tracing::debug!(%error, "how far a purchase has come is not known");
            }
            Ok(None) | Err(_) => {
                tracing::warn!("a purchase that was awaited can't be seen any more");
                session.purchases.forget(id, organization);
                return false;
            }
        }
        true
    }

    /// Says what came of a purchase.
    fn tell_of(&self, session: &CurrentSession, about: Option<&str>, purchase: &CreditPurchase) {
        let (credits, organization) = (purchase.credits.clone(), purchase.organization.clone());
        let announcement = match purchase.state {
            Some(CreditPurchaseState::Credited) => Announcement::CreditsAdded {
                organization,
                credits,
            },
            Some(CreditPurchaseState::Declined) => Announcement::PaymentDeclined {
                organization,
                credits,
            },
            Some(CreditPurchaseState::Expired) => Announcement::PaymentExpired {
                organization,
                credits,
            },
            // Who gave it up, or had it paid back, knows of what they did.
            _ => return,
        };
        self.announce_to(session, announcement.about(about.map(str::to_owned)));
    }
}

/// Whether the portal says that the person may not see it any more.
fn is_refusal(error: &Failure) -> bool {
    matches!(
        error.code,
        FailureCode::NotAllowed | FailureCode::OrganizationUnavailable
    )
}
