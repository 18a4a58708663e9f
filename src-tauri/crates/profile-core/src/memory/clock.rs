//! A clock for tests.

use std::sync::Mutex;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::lock;
use crate::clock::end_of_day;
use crate::ports::Clock;

/// A clock that a test sets.
pub struct SetClock(Mutex<DateTime<FixedOffset>>);

impl SetClock {
    /// A clock that stands at `now`, for a person in the time zone UTC.
    #[must_use]
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Mutex::new(now.fixed_offset()))
    }

    /// Moves the clock to `now`; the time zone stays.
    pub fn set(&self, now: DateTime<Utc>) {
        let mut held = lock(&self.0);
        *held = now.with_timezone(held.offset());
    }

    /// Moves the person to another time zone; the time stays.
    pub fn set_zone(&self, zone: FixedOffset) {
        let mut held = lock(&self.0);
        *held = held.with_timezone(&zone);
    }
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        lock(&self.0).to_utc()
    }

    fn today(&self) -> NaiveDate {
        lock(&self.0).date_naive()
    }

    fn end_of_day(&self, day: NaiveDate) -> DateTime<Utc> {
        end_of_day(lock(&self.0).offset(), day)
    }
}
