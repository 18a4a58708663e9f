//! How fast a file comes.

use std::time::Duration;

use tokio::time::Instant;

/// Over how long the speed is measured.
const LATELY: Duration = Duration::from_secs(4);

/// How fast octets come.
pub(super) struct Speed {
    since: Instant,
    from: u64,
    told: Instant,
    last: Option<u64>,
}

impl Speed {
    /// Of what begins to come now, after `done` octets.
    pub(super) fn from(done: u64) -> Self {
        let now = Instant::now();
        Self {
            since: now,
            from: done,
            told: now,
            last: None,
        }
    }

    /// Octets in a second; `None` until that can be said.
    pub(super) fn at(&mut self, done: u64) -> Option<u64> {
        let passed = self.since.elapsed();
        if passed >= LATELY || (self.last.is_none() && passed >= LATELY / 4) {
            let milliseconds = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX).max(1);
            self.last = Some((done - self.from).saturating_mul(1000) / milliseconds);
            (self.since, self.from) = (Instant::now(), done);
        }
        self.last
    }

    /// Whether it is time to tell again.
    pub(super) fn is_due(&mut self, every: Duration) -> bool {
        let is_due = self.told.elapsed() >= every;
        if is_due {
            self.told = Instant::now();
        }
        is_due
    }
}
