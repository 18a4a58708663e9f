//! How often a code may be wrong. The counters lie in the database, so that a restart forgets none,
//! and are shared by every place that takes a code.
//!
//! Two scopes are counted. An account as tried from one network is slowed down soon, so that a
//! stranger who has the password runs into it. The account as a whole is slowed down late and little,
//! against guessing from many networks, and not where its person signed in from before. No scope is ever
//! closed for good, and recovery codes wait for none.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::known_networks;
use super::limit::network_of;
use crate::store::entities::code_failures;
use crate::store::{StoreError, code_failures as failures};

/// A pause that grows with each failure in a row.
struct Pauses {
    /// Failures that cost nothing.
    free: i32,
    /// After the first that is not free; doubled by each one after it.
    first: TimeDelta,
    /// The longest.
    longest: TimeDelta,
}

const FROM_ONE_NETWORK: Pauses = Pauses {
    free: 5,
    first: TimeDelta::seconds(30),
    longest: TimeDelta::hours(1),
};

const IN_ALL: Pauses = Pauses {
    free: 20,
    first: TimeDelta::seconds(30),
    longest: TimeDelta::minutes(5),
};

/// Failures this far back don't count any more.
const MEMORY: TimeDelta = TimeDelta::days(1);

impl Pauses {
    fn after(&self, failures: i32) -> Option<TimeDelta> {
        let beyond = failures.checked_sub(self.free).filter(|&more| more > 0)?;
        let doublings = u32::try_from(beyond - 1).unwrap_or_default().min(16);
        Some((self.first * 2_i32.pow(doublings)).min(self.longest))
    }
}

/// The counters that one attempt meets.
pub(super) struct CodeLimit {
    of_network: String,
    of_account: String,
    account: Uuid,
    peer: IpAddr,
    now: DateTime<Utc>,
}

impl CodeLimit {
    /// The counters of `account` as tried from `peer`.
    pub(super) fn new(account: Uuid, peer: IpAddr, now: DateTime<Utc>) -> Self {
        Self {
            of_network: format!("{account} {}", network_of(peer)),
            of_account: account.to_string(),
            account,
            peer,
            now,
        }
    }

    /// How long a code from the authenticator is not looked at yet.
    pub(super) async fn pause(
        &self,
        database: &impl ConnectionTrait,
    ) -> Result<Option<Duration>, StoreError> {
        let of_network = self.pause_of(database, &self.of_network, FROM_ONE_NETWORK);
        let of_network = of_network.await?;
        let of_account = self.pause_of(database, &self.of_account, IN_ALL).await?;
        if of_account > of_network
            && !known_networks::is_known(database, self.account, self.peer).await?
        {
            return Ok(of_account);
        }
        Ok(of_network)
    }

    /// Counts a failure. To be called while the account is held.
    pub(super) async fn count(&self, database: &impl ConnectionTrait) -> Result<(), StoreError> {
        failures::forget_before(database, self.now - MEMORY).await?;
        for (scope, pauses) in [
            (&self.of_network, FROM_ONE_NETWORK),
            (&self.of_account, IN_ALL),
        ] {
            let before = failures::of(database, scope).await?;
            let count = before.map_or(0, |row| row.failures).saturating_add(1);
            let row = code_failures::Model {
                scope: scope.clone(),
                failures: count,
                last_failed_at: self.now,
                blocked_until: pauses.after(count).map(|pause| self.now + pause),
            };
            failures::keep(database, row).await?;
        }
        Ok(())
    }

    /// Forgets the failures from this network: its owner is in.
    pub(super) async fn forget(&self, database: &impl ConnectionTrait) -> Result<(), StoreError> {
        failures::forget(database, &self.of_network).await
    }

    async fn pause_of(
        &self,
        database: &impl ConnectionTrait,
        scope: &str,
        pauses: Pauses,
    ) -> Result<Option<Duration>, StoreError> {
        let row = failures::of(database, scope).await?;
        let until = row.and_then(|row| row.blocked_until);
        Ok(until.and_then(|until| {
            Some(until - self.now)
                // One that is longer than any was noted by a clock that was ahead.
                .filter(|left| *left <= pauses.longest)?
                .to_std()
                .ok()
                .filter(|left| !left.is_zero())
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let minutes = |failures| {
            let pause = FROM_ONE_NETWORK.after(failures);
            pause.map(|pause| pause.num_seconds())
        };
        assert_eq!(minutes(5), None);
        assert_eq!(minutes(6), Some(30));
        assert_eq!(minutes(7), Some(60));
        assert_eq!(minutes(12), Some(1_920));
        assert_eq!(minutes(1_000_000), Some(3_600));
        assert_eq!(IN_ALL.after(20), None);
        assert_eq!(IN_ALL.after(i32::MAX), Some(TimeDelta::minutes(5)));
    }
}
