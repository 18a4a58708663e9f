//! How far the purchases have come that the app waits for, and when it looks at them next.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::lock;
use crate::credit_purchases::CreditPurchaseState;
use crate::remembered::RememberedPurchase;

/// Looks with the shortest pause between them; from then on each pause is twice the one before.
const SOON: u32 = 90;

/// The longest pause, in shortest ones.
const LONGEST: u32 = 30;

/// Looks at a purchase that ended without a payment, which may be on its way all the same: about an hour's.
const LATE: u32 = 150;

/// For how long a payment may be on its way: what ended before that is looked at once more.
const ON_ITS_WAY: TimeDelta = TimeDelta::hours(1);

/// The purchases that the app waits for in one session.
#[derive(Default)]
pub(super) struct AwaitedPurchases {
    by_id: Mutex<HashMap<String, Awaited>>,
    /// Organizations where it is known which purchases go on that were begun before.
    pub(super) known: Mutex<HashSet<String>>,
}

/// A purchase that is or was awaited in this session. It never comes back to an earlier stage, so a reply that took longer
/// than a later one changes nothing.
struct Awaited {
    stage: Stage,
    /// Looks at this stage.
    looks: u32,
    /// Whether anybody looked during the pause that goes on.
    seen: bool,
}

/// How far a purchase has come, for those who wait for it.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) enum Stage {
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum News {
    /// It is to be waited for.
    Begun,
    /// The person is to be told.
    Reached,
    None,
}

impl AwaitedPurchases {
    /// Takes note of how far a purchase has come.
    pub(super) fn note(&self, id: &str, state: Option<CreditPurchaseState>) -> News {
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

    /// Takes up a purchase again that was awaited before this session; answers whether it was not taken up already.
    pub(super) fn recall(&self, purchase: &RememberedPurchase, now: DateTime<Utc>) -> bool {
        let mut all = lock(&self.by_id);
        if all.contains_key(&purchase.id) {
            return false;
        }
        let awaited = match purchase.unpaid_since {
            None => Awaited::at(Stage::Open),
            Some(since) if now - since < ON_ITS_WAY => Awaited::at(Stage::Unpaid),
            Some(_) => Awaited {
                looks: LATE - 1,
                ..Awaited::at(Stage::Unpaid)
            },
        };
        all.insert(purchase.id.clone(), awaited);
        true
    }

    /// How far a purchase has come; `None` for one that is not awaited.
    pub(super) fn stage(&self, id: &str) -> Option<Stage> {
        lock(&self.by_id).get(id).map(|it| it.stage)
    }

    /// For how long to wait before the next look; `None` when there is nothing more to wait for.
    pub(super) fn pause(&self, id: &str, shortest: Duration) -> Option<Duration> {
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
    pub(super) fn is_seen(&self, id: &str) -> bool {
        lock(&self.by_id).get(id).is_some_and(|it| it.seen)
    }

    /// Waits for a purchase no more, until one of the organization's is seen again.
    pub(super) fn forget(&self, id: &str, organization: Option<&str>) {
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
    fn what_is_recalled_goes_on_where_it_was() {
        let end = DateTime::UNIX_EPOCH;
        for (unpaid_since, minutes, looks) in [
            (None, 0, 1_000),
            (Some(end), 59, LATE),
            (Some(end), 60, 1),
            (Some(end), 10_000, 1),
        ] {
            let awaited = AwaitedPurchases::default();
            let purchase = RememberedPurchase {
                portal: "https://a.example".into(),
                account: "ada".into(),
                organization: "org_1".into(),
                id: "pur_1".into(),
                unpaid_since,
            };
            let now = end + TimeDelta::minutes(minutes);
            assert!(awaited.recall(&purchase, now));
            assert!(!awaited.recall(&purchase, now));
            let pauses = (0..1_000).map_while(|_| awaited.pause("pur_1", SHORTEST));
            assert_eq!(pauses.count(), looks as usize, "{minutes}");
        }
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
