//! The lock: after so long without the person, the window shows nothing of them and their session tokens are locked away.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::local_values::{read, try_write};
use crate::ports::{LocalStore, LocalStoreError};

/// Key of after how many minutes without the person the app locks: a number, absent while it never does.
pub const LOCK_AFTER: &str = "lock_after_minutes";

/// More than a day would be no lock.
const MOST_MINUTES: u32 = 24 * 60;

/// Whether the person has to unlock the app before it shows anything of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LockState {
    /// It is open.
    #[default]
    Unlocked,
    /// Nothing of the person is shown, and nothing is asked for on their behalf.
    Locked,
}

/// Whether session tokens can be locked away on this system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LockSupport {
    /// They can.
    Available,
    /// There is no keyring that answers.
    NoKeyring,
    /// The system's keyring has no part that can be locked by itself.
    Unsupported,
}

/// When the app locks, as the person chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LockSetting {
    /// After so many minutes without the person; `null`: never.
    pub after_minutes: Option<u32>,
    /// Whether it can.
    pub support: LockSupport,
}

/// After how many minutes without the person the app locks. Never unless they want it.
#[must_use]
pub fn locks_after(store: &dyn LocalStore) -> Option<u32> {
    read(store, LOCK_AFTER).and_then(usable)
}

/// Remembers after how many minutes the app locks, or that it never does.
pub(crate) fn remember_locking_after(
    store: &dyn LocalStore,
    minutes: Option<u32>,
) -> Result<(), LocalStoreError> {
    match minutes {
        Some(minutes) => try_write(store, LOCK_AFTER, &minutes),
        None => store.remove(LOCK_AFTER),
    }
}

/// A number of minutes that makes for a lock: from one to a day.
pub(crate) fn usable(minutes: u32) -> Option<u32> {
    (1..=MOST_MINUTES).contains(&minutes).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::memory::MemoryLocalStore;

    #[test]
    fn it_is_off_until_the_person_wants_it() {
        let store = MemoryLocalStore::default();
        assert_eq!(locks_after(&store), None);
        remember_locking_after(&store, Some(15)).unwrap();
        assert_eq!(locks_after(&store), Some(15));
        remember_locking_after(&store, None).unwrap();
        assert_eq!(locks_after(&store), None);
    }

    #[test]
    fn what_makes_for_no_lock_is_dropped() {
        let store = MemoryLocalStore::default();
        for value in [json!(0), json!(1441), json!(-5), json!("soon"), json!(true)] {
            store.set(LOCK_AFTER, value).unwrap();
            assert_eq!(locks_after(&store), None);
        }
    }
}
