//! How often one may try to sign in, by network peer and by account.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::surroundings::Clock;

/// After so many checks the keys that have recovered are dropped.
const CHECKS_BETWEEN_SWEEPS: u32 = 1_024;

/// Refusals that follow each other sooner are one piece of news.
const NEWS_AGAIN_AFTER: Duration = Duration::from_secs(60 * 60);

/// How often one may try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptPolicy {
    /// Attempts on one account from one peer in a row; also those of one session on its own account.
    pub per_account_and_peer: NonZeroU32,
    /// Time in which these earn one more attempt.
    pub account_and_peer_recovery: Duration,
    /// Attempts on one account in a row, whatever the peers. Far more, so that a stranger at one peer
    /// keeps nobody out, and few enough that guessing from many peers leads nowhere. Once strangers have
    /// used them up, networks that the person signed in from before still have those above.
    pub per_account: NonZeroU32,
    /// Time in which an account earns one more attempt.
    pub account_recovery: Duration,
    /// Attempts from one peer in a row, whatever the accounts.
    pub per_peer: NonZeroU32,
    /// Time in which a peer earns one more attempt.
    pub peer_recovery: Duration,
}

impl Default for AttemptPolicy {
    /// Room for a person who tries their passwords and for an office behind one address, not for
    /// guessing.
    fn default() -> Self {
        const TWENTY: NonZeroU32 = NonZeroU32::new(20).unwrap();
        const SIXTY: NonZeroU32 = NonZeroU32::new(60).unwrap();
        const THREE_HUNDRED: NonZeroU32 = NonZeroU32::new(300).unwrap();
        Self {
            per_account_and_peer: TWENTY,
            account_and_peer_recovery: Duration::from_secs(30),
            per_account: THREE_HUNDRED,
            account_recovery: Duration::from_secs(5),
            per_peer: SIXTY,
            peer_recovery: Duration::from_secs(2),
        }
    }
}

/// Counts attempts. Unknown accounts count like others, so that the limit tells nothing.
pub struct Attempts {
    by_account: Limiter<[u8; 32]>,
    by_account_and_peer: Limiter<([u8; 32], IpAddr)>,
    by_session: Limiter<Uuid>,
    by_peer: Limiter<IpAddr>,
    /// Whose refusals have been told.
    told: Limiter<[u8; 32]>,
    checks: AtomicU32,
}

pub(super) type Limiter<K> =
    RateLimiter<K, DashMapStateStore<K>, MonotonicClock, NoOpMiddleware<Duration>>;

impl Attempts {
    /// Starts counting.
    #[must_use]
    pub fn new(policy: AttemptPolicy, clock: Arc<dyn Clock>) -> Self {
        let clock = MonotonicClock(clock);
        let (recovery, burst) = (
            policy.account_and_peer_recovery,
            policy.per_account_and_peer,
        );
        Self {
            by_account: limiter(policy.account_recovery, policy.per_account, clock.clone()),
            by_account_and_peer: limiter(recovery, burst, clock.clone()),
            by_session: limiter(recovery, burst, clock.clone()),
            by_peer: limiter(policy.peer_recovery, policy.per_peer, clock.clone()),
            told: limiter(NEWS_AGAIN_AFTER, NonZeroU32::MIN, clock),
            checks: AtomicU32::new(0),
        }
    }

    /// Counts one attempt of `peer` on the account named `account`.
    ///
    /// # Errors
    ///
    /// When either has used up its attempts. The attempt then doesn't count.
    pub fn check(&self, peer: IpAddr, account: &str) -> Result<(), AttemptRefused> {
        self.check_peer(peer)
            .map_err(|limit| limit.of(UsedUp::Peer))?;
        // Hashed, because what is typed here may be of any length, or be a password.
        let hash = Sha256::digest(account).into();
        self.check_key(&self.by_account_and_peer, &(hash, network_of(peer)))
            .map_err(|limit| limit.of(UsedUp::AccountFromPeer))?;
        self.check_key(&self.by_account, &hash)
            .map_err(|limit| limit.of(UsedUp::Account))
    }

    /// Whether `refused` is news to the person of the account named `account`.
    pub fn is_refusal_news(&self, refused: &AttemptRefused, peer: IpAddr, account: &str) -> bool {
        match refused.used_up {
            // It may name any number of accounts: none of them takes up memory unless the peer itself is news.
            // And any number of peers may name one account, which is told no more often for that.
            UsedUp::Peer => self.is_news(&network_of(peer).to_string()) && self.is_news(account),
            UsedUp::AccountFromPeer | UsedUp::Account => self.is_news(account),
        }
    }

    /// Whether it is news that attempts on the account named `account` are refused: that is so once,
    /// and again after an hour, whatever refuses them. Asking makes it no news.
    pub fn is_news(&self, account: &str) -> bool {
        self.told.check_key(&Sha256::digest(account).into()).is_ok()
    }

    /// Counts one attempt of `peer` that is on no account.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    pub fn check_peer(&self, peer: IpAddr) -> Result<(), TooManyAttempts> {
        self.sweep_at_times();
        self.check_key(&self.by_peer, &network_of(peer))
    }

    /// Counts one attempt of a signed-in person on their own password, which nobody else can use up.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    pub fn check_session(&self, session: Uuid) -> Result<(), TooManyAttempts> {
        self.sweep_at_times();
        self.check_key(&self.by_session, &session)
    }

    fn check_key<K: Clone + Eq + Hash>(
        &self,
        limiter: &Limiter<K>,
        key: &K,
    ) -> Result<(), TooManyAttempts> {
        limiter.check_key(key).map_err(|refused| TooManyAttempts {
            retry_after: refused.wait_time_from(limiter.clock().now()),
        })
    }

    fn sweep_at_times(&self) {
        let checks = self.checks.fetch_add(1, Ordering::Relaxed);
        if checks.is_multiple_of(CHECKS_BETWEEN_SWEEPS) {
            self.by_account.retain_recent();
            self.by_account_and_peer.retain_recent();
            self.by_session.retain_recent();
            self.by_peer.retain_recent();
            self.told.retain_recent();
        }
    }
}

/// Attempts are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyAttempts {
    /// When the next one counts.
    pub retry_after: Duration,
}

/// Whose attempts are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsedUp {
    /// Those of the peer.
    Peer,
    /// Those of the peer on the account.
    AccountFromPeer,
    /// Those on the account, of all peers together.
    Account,
}

/// An attempt on an account is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptRefused {
    /// When the next one counts.
    pub retry_after: Duration,
    /// Whose attempts are used up.
    pub used_up: UsedUp,
}

impl TooManyAttempts {
    fn of(self, used_up: UsedUp) -> AttemptRefused {
        AttemptRefused {
            retry_after: self.retry_after,
            used_up,
        }
    }
}

fn limiter<K: Clone + Eq + Hash>(
    recovery: Duration,
    burst: NonZeroU32,
    clock: MonotonicClock,
) -> Limiter<K> {
    // A recovery time of zero would mean no limit, which is not on offer.
    let quota = Quota::with_period(recovery.max(Duration::from_nanos(1)))
        .unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN))
        .allow_burst(burst);
    RateLimiter::dashmap_with_clock(quota, clock)
}

/// Whom an address stands for: one who has an IPv6 address has a whole /64 of them.
pub(super) fn network_of(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => {
            let network = address.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(network.into())
        }
        v4 => v4,
    }
}

/// The portal's clock as the limiter wants it: unmoved when the system's time is set.
#[derive(Clone)]
pub(super) struct MonotonicClock(pub(super) Arc<dyn Clock>);

impl GovernorClock for MonotonicClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::network_of;

    #[test]
    fn an_ipv6_network_is_one_peer() {
        let network = |text: &str| network_of(text.parse().unwrap());
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:1"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
