//! Purchases that the app waits for in the background, to say what came of them wherever the person is by then.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use portal_client as contract;

use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use super::{ProfileApp, lock};
use crate::announcements::Announcement;
use crate::credit_purchases::{CreditPurchase, CreditPurchaseState};
use crate::failure::{Failure, FailureCode};
use crate::from_portal;
use crate::profile::Role;

/// Looks with the shortest pause between them; from then on each pause is twice the one before.
const SOON: u32 = 90;

/// The longest pause, in shortest ones.
const LONGEST: u32 = 30;

/// Looks at a purchase that ended without a payment, which may be on its way all the same: about an hour's.
const LATE: u32 = 150;

/// The purchases that the app waits for in one session.
#[derive(Default)]
pub(super) struct AwaitedPurchases {
    by_id: Mutex<HashMap<String, Awaited>>,
    /// Organizations where it is known which purchases go on that were begun before.
    known: Mutex<HashSet<String>>,
}

/// A purchase that was awaited in this session. It never comes back to an earlier stage, so a reply that took longer
/// than a later one changes nothing.
struct Awaited {
    stage: Stage,
    /// Looks at this stage.
    looks: u32,
    /// Whether anybody looked during the pause that goes on.
    seen: bool,
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Stage {
    /// Its checkout is open.
    Open,
    /// It ended without a payment, which may come late.
    Unpaid,
    /// The payment is there.
    Paid,
    /// Nothing more is to come.
    Over,
}

/// What follows from how far a purchase has come.
#[derive(Debug, PartialEq)]
enum News {
    /// It is to be waited for.
    Begun,
    /// The person is to be told.
    Reached,
    None,
}

impl AwaitedPurchases {
    /// Takes note of how far a purchase has come.
    fn note(&self, id: &str, state: Option<CreditPurchaseState>) -> News {
        let stage = Stage::at(state);
        let mut all = lock(&self.by_id);
        let Some(awaited) = all.get_mut(id) else {
            if !state.is_some_and(CreditPurchaseState::goes_on) {
                return News::None;
            }
            all.insert(id.to_owned(), Awaited::at(stage));
            return News::Begun;
        };
        awaited.seen = true;
        if stage <= awaited.stage {
            return News::None;
        }
        *awaited = Awaited::at(stage);
        News::Reached
    }

    /// For how long to wait before the next look; `None` when there is nothing more to wait for.
    fn pause(&self, id: &str, shortest: Duration) -> Option<Duration> {
        let mut all = lock(&self.by_id);
        let awaited = all.get_mut(id)?;
        if awaited.stage == Stage::Unpaid && awaited.looks >= LATE {
            awaited.stage = Stage::Over;
        }
        if awaited.stage == Stage::Over {
            return None;
        }
        let pause = pause_after(awaited.looks, shortest);
        awaited.looks = awaited.looks.saturating_add(1);
        awaited.seen = false;
        Some(pause)
    }

    /// Whether somebody looked during the pause.
    fn is_seen(&self, id: &str) -> bool {
        lock(&self.by_id).get(id).is_some_and(|it| it.seen)
    }

    /// Waits for a purchase no more, until one of the organization's is seen again.
    fn forget(&self, id: &str, organization: Option<&str>) {
        lock(&self.by_id).remove(id);
        if let Some(organization) = organization {
            lock(&self.known).remove(organization);
        }
    }
}

impl Awaited {
    fn at(stage: Stage) -> Self {
        let (looks, seen) = (0, true);
        Self { stage, looks, seen }
    }
}

impl Stage {
    fn at(state: Option<CreditPurchaseState>) -> Self {
        use CreditPurchaseState::{
            Cancelled, Created, Credited, Declined, Expired, Paid, Pending, Refunded,
        };

        match state {
            Some(Created | Pending) => Self::Open,
            Some(Declined | Expired | Cancelled) | None => Self::Unpaid,
            Some(Paid) => Self::Paid,
            Some(Credited | Refunded) => Self::Over,
        }
    }
}

/// The pause after so many looks.
fn pause_after(looks: u32, shortest: Duration) -> Duration {
    let doublings = looks.saturating_sub(SOON);
    let times = 1_u32.checked_shl(doublings).unwrap_or(LONGEST);
    shortest.saturating_mul(times.min(LONGEST))
}

impl ProfileApp {
    /// Looks for purchases that go on in the organization in view and were begun before this session, or before the
    /// app was started, once for each: the app waits for them from then on. Nothing is asked of a person who may not
    /// buy there.
    pub async fn look_for_open_purchases(&self) {
        // Never what asks for the keyring.
        let Ok(session) = self.session() else { return };
        let (Some(_), Some(seen)) = (session.held_token(), session.seen()) else {
            return;
        };
        let organization = seen.snapshot.profile.organization;
        let may_buy =
            organization.sees_credits && organization.roles.iter().copied().any(Role::buys_credits);
        let id = &*organization.id;
        if !may_buy || lock(&session.purchases.known).contains(id) {
            return;
        }
        let look = |access: OrganizationAccess| async move {
            access.portal.open_credit_purchases(access.caller()).await
        };
        match self.ask_aside(&session, Some(id), look).await {
            Ok(purchases) => {
                lock(&session.purchases.known).insert(id.to_owned());
                for purchase in purchases {
                    self.heed(&session, Some(id), purchase);
                }
            }
            Err(error) => tracing::debug!(%error, "purchases that go on are not known"),
        }
    }

    /// Takes a look at a purchase into account: the app waits for one that goes on, and says what came of one that it
    /// waited for.
    pub(super) fn heed(
        &self,
        session: &Arc<CurrentSession>,
        organization: Option<&str>,
        purchase: contract::CreditPurchase,
    ) -> CreditPurchase {
        let purchase = from_portal::credit_purchase(purchase);
        match session.purchases.note(&purchase.id, purchase.state) {
            News::Begun => self.wait_for(session, organization, purchase.id.clone()),
            News::Reached => self.tell_of(session, &purchase),
            News::None => {}
        }
        purchase
    }

    /// Waits for a purchase as long as the session is in force.
    fn wait_for(&self, session: &Arc<CurrentSession>, organization: Option<&str>, id: String) {
        let shortest = self.shared.patience.purchases;
        let organization = organization.map(str::to_owned);
        // A pause keeps neither the app nor the session.
        let (shared, session) = (Arc::downgrade(&self.shared), Arc::downgrade(session));
        tokio::spawn(async move {
            loop {
                let next = session.upgrade();
                let next = next.and_then(|session| session.purchases.pause(&id, shortest));
                let Some(pause) = next else { return };
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
                    return;
                }
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
        let look = |access: OrganizationAccess| async move {
            access.portal.credit_purchase(access.caller(), id).await
        };
        match self.ask_aside(session, organization, look).await {
            Ok(Some(purchase)) => {
                self.heed(session, organization, purchase);
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
    fn tell_of(&self, session: &CurrentSession, purchase: &CreditPurchase) {
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
        self.announce_to(session, announcement);
    }
}

/// Whether the portal says that the person may not see it any more.
fn is_refusal(error: &Failure) -> bool {
    matches!(
        error.code,
        FailureCode::NotAllowed | FailureCode::OrganizationUnavailable
    )
}

#[cfg(test)]
mod tests {
    use CreditPurchaseState::{
        Cancelled, Created, Credited, Declined, Expired, Paid, Pending, Refunded,
    };

    use super::*;

    const SHORTEST: Duration = Duration::from_secs(2);

    /// What is to be done each time that a purchase is seen in the next state.
    fn noted(states: &[CreditPurchaseState]) -> Vec<News> {
        let awaited = AwaitedPurchases::default();
        let states = states.iter();
        states
            .map(|state| awaited.note("pur_1", Some(*state)))
            .collect()
    }

    #[test]
    fn looks_become_rarer_and_never_stop_while_a_purchase_goes_on() {
        let awaited = AwaitedPurchases::default();
        awaited.note("pur_1", Some(Pending));
        let pauses: Vec<_> = (0..1_000)
            .map(|_| awaited.pause("pur_1", SHORTEST).unwrap())
            .collect();
        assert_eq!(pauses[..90], [SHORTEST; 90]);
        let seconds: Vec<_> = pauses[90..97].iter().map(Duration::as_secs).collect();
        assert_eq!(seconds, [2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(pauses[97..], [30 * SHORTEST; 903]);
    }

    #[test]
    fn a_late_payment_is_waited_for_for_about_an_hour() {
        let awaited = AwaitedPurchases::default();
        awaited.note("pur_1", Some(Pending));
        awaited.note("pur_1", Some(Expired));
        let mut waited = Duration::ZERO;
        while let Some(pause) = awaited.pause("pur_1", SHORTEST) {
            waited += pause;
        }
        assert!(waited > Duration::from_secs(50 * 60), "{waited:?}");
        assert!(waited < Duration::from_secs(70 * 60), "{waited:?}");
        // What comes even later is not announced twice, and waited for no more.
        assert_eq!(awaited.note("pur_1", Some(Credited)), News::None);
    }

    #[test]
    fn each_end_is_told_once_and_a_late_payment_after_it() {
        use News::{Begun, None, Reached};

        let told = noted(&[Created, Pending, Credited, Credited]);
        assert_eq!(told, [Begun, None, Reached, None]);
        let told = noted(&[Pending, Paid, Credited]);
        assert_eq!(told, [Begun, Reached, Reached]);
        for end in [Cancelled, Declined, Expired] {
            let told = noted(&[Pending, end, end, Credited, Credited]);
            assert_eq!(told, [Begun, Reached, None, Reached, None], "{end:?}");
        }
    }

    #[test]
    fn a_reply_that_took_longer_than_a_later_one_begins_nothing_anew() {
        use News::{Begun, None, Reached};

        let told = noted(&[Pending, Credited, Pending, Paid, Credited]);
        assert_eq!(told, [Begun, Reached, None, None, None]);
        let told = noted(&[Pending, Expired, Pending, Expired]);
        assert_eq!(told, [Begun, Reached, None, None]);
    }

    #[test]
    fn what_nobody_waited_for_is_not_told() {
        for end in [Credited, Declined, Expired, Cancelled, Refunded] {
            assert_eq!(noted(&[end]), [News::None], "{end:?}");
        }
        assert_eq!(AwaitedPurchases::default().note("pur_1", None), News::None);
    }

    #[test]
    fn who_was_refused_is_asked_for_again() {
        let awaited = AwaitedPurchases::default();
        awaited.note("pur_1", Some(Pending));
        lock(&awaited.known).insert("org_1".to_owned());
        awaited.forget("pur_1", Some("org_1"));
        assert_eq!(awaited.pause("pur_1", SHORTEST), None);
        assert!(lock(&awaited.known).is_empty());
        assert_eq!(awaited.note("pur_1", Some(Pending)), News::Begun);
    }
}
