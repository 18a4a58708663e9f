//! How often something may be done in a row, and by whom it is counted.

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

use crate::surroundings::Clock;

/// After so many checks the keys that have recovered are dropped.
const CHECKS_BETWEEN_SWEEPS: u32 = 1_024;

/// A limit that holds for each key by itself.
pub(super) struct Limit<K: Clone + Eq + Hash> {
    limiter: RateLimiter<K, DashMapStateStore<K>, MonotonicClock, NoOpMiddleware<Duration>>,
    checks: AtomicU32,
}

/// Attempts are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyAttempts {
    /// When the next one counts.
    pub retry_after: Duration,
}

impl<K: Clone + Eq + Hash> Limit<K> {
    /// So many in a row; `recovery` earns one more.
    pub(super) fn new(in_a_row: NonZeroU32, recovery: Duration, clock: &Arc<dyn Clock>) -> Self {
        // A recovery time of zero would mean no limit, which is not on offer.
        let quota = Quota::with_period(recovery.max(Duration::from_nanos(1)))
            .unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN))
            .allow_burst(in_a_row);
        Self {
            limiter: RateLimiter::dashmap_with_clock(quota, MonotonicClock(Arc::clone(clock))),
            checks: AtomicU32::new(0),
        }
    }

    /// Counts one.
    ///
    /// # Errors
    ///
    /// When they are used up. This one then doesn't count.
    pub(super) fn check(&self, key: &K) -> Result<(), TooManyAttempts> {
        let checks = self.checks.fetch_add(1, Ordering::Relaxed);
        if checks.is_multiple_of(CHECKS_BETWEEN_SWEEPS) {
            self.limiter.retain_recent();
        }
        self.limiter
            .check_key(key)
            .map_err(|refused| TooManyAttempts {
                retry_after: refused.wait_time_from(self.limiter.clock().now()),
            })
    }
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
struct MonotonicClock(Arc<dyn Clock>);

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
