//! What this machine remembers between runs, in the local store. Values that can't be read are dropped.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::local_values::{put_first, read, read_list, write};
use crate::portals::KnownPortal;
use crate::ports::{LocalStore, TokenKey};
use crate::preferences::{ColorScheme, Theme};

/// Key of the theme chosen last: a [`Theme`] such as `"dark"`.
pub const THEME: &str = "theme";
/// Key of the system's color scheme as last seen: a [`ColorScheme`] such as `"dark"`.
pub const SYSTEM_COLOR_SCHEME: &str = "system_color_scheme";
/// Key of the portals connected to before: a list of [`KnownPortal`], the last one first.
pub const PORTALS: &str = "portals";
/// Key of the last session: a [`RememberedSession`].
pub const SESSION: &str = "session";

/// Key of how far people were told what happens on portals: a list of [`StatusPosition`], the last one first.
pub const STATUS_POSITIONS: &str = "status_positions";

/// Key of the purchases of credits that are awaited: a list of [`RememberedPurchase`], the last one first.
pub const CREDIT_PURCHASES: &str = "credit_purchases";

/// More positions than this are not remembered.
const MOST_POSITIONS: usize = 50;

/// More awaited purchases than this are not remembered.
const MOST_PURCHASES: usize = 50;

/// More portals than this are not offered.
const MOST_PORTALS: usize = 10;

/// Who signed in last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedSession {
    /// The portal's id.
    pub portal: String,
    /// The address signed in with, offered at the next sign-in.
    pub email: String,
    /// The account whose token the keyring holds; absent after the session ended.
    pub account: Option<String>,
}

/// How far this machine told a person what happens on a portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusPosition {
    /// The portal's id.
    pub portal: String,
    /// The person's account.
    pub account: String,
    /// The portal's mark of the last update that was told.
    pub cursor: String,
}

impl StatusPosition {
    /// Whether it is about the person of `session`.
    fn is_of(&self, session: &TokenKey) -> bool {
        (&self.portal, &self.account) == (&session.portal, &session.account)
    }
}

/// A purchase of credits of which a person is to be told what comes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedPurchase {
    /// The portal's id.
    pub portal: String,
    /// The person's account.
    pub account: String,
    /// The id of the organization that it is for.
    pub organization: String,
    /// The purchase's id.
    pub id: String,
    /// Since when it is known, in UTC, that it ended without a payment, which may come late; absent before.
    pub unpaid_since: Option<DateTime<Utc>>,
}

impl RememberedPurchase {
    /// Whether both are about one purchase, awaited by the same person.
    fn is_same(&self, other: &Self) -> bool {
        (&self.portal, &self.account, &self.organization, &self.id)
            == (
                &other.portal,
                &other.account,
                &other.organization,
                &other.id,
            )
    }
}

/// The theme chosen last on this machine, so that the first frame has the right colours.
#[must_use]
pub fn theme(store: &dyn LocalStore) -> Theme {
    read(store, THEME).unwrap_or_default()
}

/// Remembers the theme for the next first frame.
pub(crate) fn remember_theme(store: &dyn LocalStore, theme: Theme) {
    write(store, THEME, &theme);
}

/// The system's color scheme as last seen; for a first frame that can't wait for the system's answer.
#[must_use]
pub fn system_color_scheme(store: &dyn LocalStore) -> Option<ColorScheme> {
    read(store, SYSTEM_COLOR_SCHEME)
}

/// Remembers the system's color scheme for the next start.
pub fn remember_system_color_scheme(store: &dyn LocalStore, scheme: ColorScheme) {
    write(store, SYSTEM_COLOR_SCHEME, &scheme);
}

/// The portals connected to before, the last one first. One that can't be read doesn't cost the others.
#[must_use]
pub fn portals(store: &dyn LocalStore) -> Vec<KnownPortal> {
    read_list(store, PORTALS)
}

/// Puts `portal` first among the known ones.
pub(crate) fn remember_portal(store: &dyn LocalStore, portal: KnownPortal) {
    put_first(store, PORTALS, portal, MOST_PORTALS, |it, other| {
        it.id == other.id
    });
}

/// Who signed in last.
#[must_use]
pub fn session(store: &dyn LocalStore) -> Option<RememberedSession> {
    read(store, SESSION)
}

/// Remembers who signed in last.
pub(crate) fn remember_session(store: &dyn LocalStore, session: &RememberedSession) {
    write(store, SESSION, session);
}

/// Nobody is offered at the next sign-in.
pub(crate) fn forget_session(store: &dyn LocalStore) {
    if let Err(error) = store.remove(SESSION) {
        tracing::warn!(%error, "who signed in last is not forgotten");
    }
}

/// How far the person of `session` was told; `None` when they never were.
pub(crate) fn status_position(store: &dyn LocalStore, session: &TokenKey) -> Option<String> {
    let positions: Vec<StatusPosition> = read_list(store, STATUS_POSITIONS);
    let position = positions.into_iter().find(|it| it.is_of(session));
    position.map(|position| position.cursor)
}

/// Remembers how far a person was told, in place of an earlier position of the same person.
pub(crate) fn remember_status_position(store: &dyn LocalStore, position: StatusPosition) {
    put_first(
        store,
        STATUS_POSITIONS,
        position,
        MOST_POSITIONS,
        |it, other| (&it.portal, &it.account) == (&other.portal, &other.account),
    );
}

/// The position of the person of `session` is none any more.
pub(crate) fn forget_status_position(store: &dyn LocalStore, session: &TokenKey) {
    let mut known: Vec<StatusPosition> = read_list(store, STATUS_POSITIONS);
    let before = known.len();
    known.retain(|it| !it.is_of(session));
    if known.len() < before {
        write(store, STATUS_POSITIONS, &known);
    }
}

/// The purchases that the person of `session` waits for in an organization, the last one first.
pub(crate) fn purchases_awaited_by(
    session: &TokenKey,
    organization: &str,
    store: &dyn LocalStore,
) -> Vec<RememberedPurchase> {
    let mut purchases = awaited_purchases(store);
    purchases.retain(|it| {
        (&*it.portal, &*it.account, &*it.organization)
            == (&*session.portal, &*session.account, organization)
    });
    purchases
}

fn awaited_purchases(store: &dyn LocalStore) -> Vec<RememberedPurchase> {
    read_list(store, CREDIT_PURCHASES)
}

/// Remembers that a purchase is awaited, and how far it has come.
pub(crate) fn remember_purchase(store: &dyn LocalStore, purchase: RememberedPurchase) {
    let is_same = RememberedPurchase::is_same;
    put_first(store, CREDIT_PURCHASES, purchase, MOST_PURCHASES, is_same);
}

/// A purchase is awaited no more.
pub(crate) fn forget_purchase(store: &dyn LocalStore, purchase: &RememberedPurchase) {
    let mut known = awaited_purchases(store);
    let before = known.len();
    known.retain(|other| !other.is_same(purchase));
    if known.len() < before {
        write(store, CREDIT_PURCHASES, &known);
    }
}

/// None of the purchases of the person of `session` is awaited any more.
pub(crate) fn forget_purchases(store: &dyn LocalStore, session: &TokenKey) {
    let mut known = awaited_purchases(store);
    let before = known.len();
    known.retain(|it| (&it.portal, &it.account) != (&session.portal, &session.account));
    if known.len() < before {
        write(store, CREDIT_PURCHASES, &known);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::memory::MemoryLocalStore;

    fn portal(id: &str) -> KnownPortal {
        KnownPortal {
            id: id.into(),
            name: "A portal".into(),
            address: id.into(),
            last_used: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn values_that_do_not_parse_are_dropped() {
        let store = MemoryLocalStore::default();
        store.set(THEME, json!("sepia")).unwrap();
        store.set(SESSION, json!({ "portal": 7 })).unwrap();
        store.set(SYSTEM_COLOR_SCHEME, json!(null)).unwrap();
        assert_eq!(theme(&store), Theme::System);
        assert_eq!(session(&store), None);
        assert_eq!(system_color_scheme(&store), None);
    }

    #[test]
    fn a_damaged_portal_does_not_cost_the_others() {
        let store = MemoryLocalStore::default();
        remember_portal(&store, portal("https://a.example"));
        let Some(serde_json::Value::Array(mut values)) = store.get(PORTALS) else {
            panic!("no list")
        };
        values.push(json!({ "id": 7 }));
        store.set(PORTALS, values.into()).unwrap();
        assert_eq!(portals(&store), [portal("https://a.example")]);
    }

    #[test]
    fn the_last_position_of_each_person_is_remembered() {
        let position = |account: &str, cursor: &str| StatusPosition {
            portal: "https://a.example".into(),
            account: account.into(),
            cursor: cursor.into(),
        };
        let session = |account: &str| TokenKey {
            portal: "https://a.example".into(),
            account: account.into(),
        };
        let store = MemoryLocalStore::default();
        let damaged = json!([{ "cursor": 7 }]);
        store.set(STATUS_POSITIONS, damaged).unwrap();
        for told in [
            position("ada", "a7"),
            position("grace", "g7"),
            position("ada", "a9"),
        ] {
            remember_status_position(&store, told);
        }
        let until = |account: &str| status_position(&store, &session(account));
        assert_eq!(until("ada").as_deref(), Some("a9"));
        assert_eq!(until("grace").as_deref(), Some("g7"));
        assert_eq!(until("linus"), None);
        forget_status_position(&store, &session("ada"));
        assert_eq!(until("ada"), None);
        assert_eq!(until("grace").as_deref(), Some("g7"));
        for number in 0..100 {
            remember_status_position(&store, position(&number.to_string(), "p1"));
        }
        let positions: Vec<StatusPosition> = read_list(&store, STATUS_POSITIONS);
        assert_eq!(positions.len(), MOST_POSITIONS);
    }

    #[test]
    fn each_awaited_purchase_is_remembered_once_and_forgotten_alone() {
        let purchase = |account: &str, id: &str| RememberedPurchase {
            portal: "https://a.example".into(),
            account: account.into(),
            organization: "org_1".into(),
            id: id.into(),
            unpaid_since: None,
        };
        let store = MemoryLocalStore::default();
        let damaged = json!([{ "id": 7 }]);
        store.set(CREDIT_PURCHASES, damaged).unwrap();
        let unpaid = RememberedPurchase {
            unpaid_since: Some(DateTime::UNIX_EPOCH),
            ..purchase("ada", "pur_1")
        };
        for awaited in [
            purchase("ada", "pur_1"),
            purchase("grace", "pur_1"),
            purchase("ada", "pur_2"),
            unpaid.clone(),
        ] {
            remember_purchase(&store, awaited);
        }
        forget_purchase(&store, &purchase("ada", "pur_2"));
        let expected = [unpaid, purchase("grace", "pur_1")];
        assert_eq!(awaited_purchases(&store), expected);
        forget_purchase(&store, &purchase("ada", "pur_1"));
        assert_eq!(awaited_purchases(&store), [purchase("grace", "pur_1")]);
        for number in 0..100 {
            remember_purchase(&store, purchase("ada", &number.to_string()));
        }
        assert_eq!(awaited_purchases(&store).len(), MOST_PURCHASES);
    }

    #[test]
    fn nobody_waits_for_the_purchases_of_others() {
        let store = MemoryLocalStore::default();
        let mut all = Vec::new();
        for portal in ["https://a.example", "https://b.example"] {
            for account in ["ada", "grace"] {
                for organization in ["org_1", "org_2"] {
                    let purchase = RememberedPurchase {
                        portal: portal.into(),
                        account: account.into(),
                        organization: organization.into(),
                        id: "pur_1".into(),
                        unpaid_since: None,
                    };
                    remember_purchase(&store, purchase.clone());
                    all.push(purchase);
                }
            }
        }
        for purchase in all {
            let session = TokenKey {
                portal: purchase.portal.clone(),
                account: purchase.account.clone(),
            };
            let own = purchases_awaited_by(&session, &purchase.organization, &store);
            assert_eq!(own, [purchase]);
        }
    }

    #[test]
    fn the_portal_used_last_is_first_and_the_list_stays_short() {
        let store = MemoryLocalStore::default();
        for number in 0..20 {
            remember_portal(&store, portal(&format!("https://{number}.example")));
        }
        remember_portal(&store, portal("https://15.example"));
        let ids: Vec<_> = portals(&store)
            .into_iter()
            .map(|portal| portal.id)
            .collect();
        assert_eq!(ids.len(), MOST_PORTALS);
        assert_eq!(ids[..2], ["https://15.example", "https://19.example"]);
    }
}
