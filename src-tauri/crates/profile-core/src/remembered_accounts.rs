//! Which accounts are used on this computer, in the local store.

use serde::{Deserialize, Serialize};

use crate::local_values::{put_first, read_list, write};
use crate::ports::{LocalStore, TokenKey};
use crate::remembered::{self, RememberedSession};

/// Key of the accounts used on this computer: a list of [`RememberedAccount`], the last one first.
pub const ACCOUNTS: &str = "accounts";

/// An account that somebody signed in with. How many there are is for the people to say: one that was dropped would leave
/// its session behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedAccount {
    /// The portal's id.
    pub portal: String,
    /// The account's id there.
    pub account: String,
    /// The address signed in with.
    pub email: String,
    /// Whether the keyring holds its token.
    pub is_signed_in: bool,
}

impl RememberedAccount {
    /// What names its token.
    pub(crate) fn key(&self) -> TokenKey {
        TokenKey {
            portal: self.portal.clone(),
            account: self.account.clone(),
        }
    }

    fn is(&self, key: &TokenKey) -> bool {
        (&self.portal, &self.account) == (&key.portal, &key.account)
    }
}

impl RememberedSession {
    /// The session of `account`, as the last one.
    pub(crate) fn of(account: &RememberedAccount) -> Self {
        Self {
            portal: account.portal.clone(),
            email: account.email.clone(),
            account: account.is_signed_in.then(|| account.account.clone()),
        }
    }
}

/// The accounts used on this computer, the last one first.
#[must_use]
pub fn accounts(store: &dyn LocalStore) -> Vec<RememberedAccount> {
    read_list(store, ACCOUNTS)
}

/// The account with `key`, if it is used on this computer.
pub(crate) fn account(store: &dyn LocalStore, key: &TokenKey) -> Option<RememberedAccount> {
    accounts(store).into_iter().find(|it| it.is(key))
}

/// Puts `account` first.
pub(crate) fn remember_account(store: &dyn LocalStore, account: RememberedAccount) {
    put_first(store, ACCOUNTS, account, usize::MAX, |it, other| {
        it.is(&other.key())
    });
}

/// Puts an account last, unless it is in the list.
pub(crate) fn add_missing(
    store: &dyn LocalStore,
    key: &TokenKey,
    email: String,
    is_signed_in: bool,
) {
    let mut known = accounts(store);
    if known.iter().any(|it| it.is(key)) {
        return;
    }
    known.push(RememberedAccount {
        portal: key.portal.clone(),
        account: key.account.clone(),
        email,
        is_signed_in,
    });
    write(store, ACCOUNTS, &known);
}

/// The keyring holds a token of an account, or none any more. Its place in the list stays.
pub(crate) fn set_signed_in(store: &dyn LocalStore, key: &TokenKey, is_signed_in: bool) {
    let mut known = accounts(store);
    let account = known.iter_mut().find(|it| it.is(key));
    if let Some(account) = account.filter(|it| it.is_signed_in != is_signed_in) {
        account.is_signed_in = is_signed_in;
        write(store, ACCOUNTS, &known);
    }
}

/// An account is used here no more: nothing of it is remembered.
pub(crate) fn forget_account(store: &dyn LocalStore, key: &TokenKey) {
    let mut known = accounts(store);
    let gone = known.iter().position(|it| it.is(key));
    let email = gone.map(|at| known.remove(at).email);
    write(store, ACCOUNTS, &known);
    let is_last = |last: &RememberedSession| {
        let same = last.account.as_ref() == Some(&key.account);
        last.portal == key.portal && (same || Some(&last.email) == email.as_ref())
    };
    if remembered::session(store).is_some_and(|last| is_last(&last)) {
        remembered::forget_session(store);
    }
    remembered::forget_status_position(store, key);
    remembered::forget_purchases(store, key);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::memory::MemoryLocalStore;

    fn of(account: &str, is_signed_in: bool) -> RememberedAccount {
        RememberedAccount {
            portal: "https://a.example".into(),
            account: account.into(),
            email: format!("{account}@acme.example"),
            is_signed_in,
        }
    }

    #[test]
    fn each_account_is_there_once_and_the_last_one_first() {
        let store = MemoryLocalStore::default();
        for account in ["ada", "bob", "ada"] {
            remember_account(&store, of(account, true));
        }
        assert_eq!(accounts(&store), [of("ada", true), of("bob", true)]);
        set_signed_in(&store, &of("bob", true).key(), false);
        assert_eq!(accounts(&store), [of("ada", true), of("bob", false)]);
        assert_eq!(account(&store, &of("eve", true).key()), None);
    }

    #[test]
    fn one_that_can_not_be_read_costs_no_other() {
        let store = MemoryLocalStore::default();
        let list = json!([{ "portal": 7 }, of("ada", true), "bob"]);
        store.set(ACCOUNTS, list).unwrap();
        assert_eq!(accounts(&store), [of("ada", true)]);
    }

    #[test]
    fn a_forgotten_account_is_not_offered_at_the_next_sign_in() {
        let store = MemoryLocalStore::default();
        for signed_in in [true, false] {
            for account in ["bob", "ada"] {
                let account = of(account, signed_in);
                remembered::remember_session(&store, &RememberedSession::of(&account));
                remember_account(&store, account);
            }
            forget_account(&store, &of("bob", true).key());
            assert_eq!(accounts(&store), [of("ada", signed_in)]);
            assert!(remembered::session(&store).is_some());
            forget_account(&store, &of("ada", true).key());
            assert_eq!(accounts(&store), []);
            assert_eq!(remembered::session(&store), None);
        }
    }
}
