//! Moments before and after others.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// The end of time when there is no such moment.
pub(super) fn after(moment: DateTime<Utc>, duration: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(duration)
        .ok()
        .and_then(|delta| moment.checked_add_signed(delta))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// The beginning of time when there is no such moment.
pub(super) fn before(moment: DateTime<Utc>, duration: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(duration)
        .ok()
        .and_then(|delta| moment.checked_sub_signed(delta))
        .unwrap_or(DateTime::<Utc>::MIN_UTC)
}
