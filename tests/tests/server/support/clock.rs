//! A clock that stands still until it is told.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeZone, Utc};
use portal_server::surroundings::Clock;

/// Starts at 08:00 UTC on 2 March 2026.
#[derive(Clone, Debug, Default)]
pub(crate) struct SettableClock {
    elapsed: Arc<Mutex<Duration>>,
    behind: Arc<Mutex<Duration>>,
}

impl SettableClock {
    /// Lets this much time pass.
    pub(crate) fn advance(&self, by: Duration) {
        *self.elapsed.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    /// Sets the hands back by this much, as the system's time can be; no less time has passed for that.
    pub(crate) fn set_back(&self, by: Duration) {
        *self.behind.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    /// Sets the hands forward again by this much of what they were set back: as after a sleep, in which no time has passed.
    pub(crate) fn wake_up_after(&self, asleep: Duration) {
        *self.behind.lock().unwrap_or_else(PoisonError::into_inner) -= asleep;
    }
}

impl Clock for SettableClock {
    fn now(&self) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 2, 8, 0, 0).unwrap() + self.elapsed()
            - *self.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn elapsed(&self) -> Duration {
        *self.elapsed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
