//! What the icon in the system's tray tells, and whether closing the window leaves the app there.

use chrono::NaiveDate;

use crate::exports::Export;
use crate::home::ExportState;
use crate::local_values::{read, try_write};
use crate::ports::{LocalStore, LocalStoreError};

/// Key of whether closing the window leaves the app in the tray: a boolean.
pub const CLOSE_TO_TRAY: &str = "close_to_tray";

/// What the tray tells of the person who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrayState {
    /// Whether announcements are shown; `None` while nobody is signed in, or nothing is known of them.
    pub notifications: Option<bool>,
    /// The person's own exports that are not at their end, in the organization in view, the newest first.
    pub exports: Vec<RunningExport>,
}

/// An export that is not at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunningExport {
    /// First day of its range, in the organization's time zone.
    pub first_day: NaiveDate,
    /// Last day of its range, included.
    pub last_day: NaiveDate,
    /// How far it has come, of a hundred; `None` while that can't be said.
    pub percent: Option<u8>,
}

impl RunningExport {
    /// `None` for one that has ended, or that somebody else asked for.
    pub(crate) fn of(export: &Export) -> Option<Self> {
        let runs = export.is_own && export.state == Some(ExportState::InProgress);
        runs.then(|| Self {
            first_day: export.first_day,
            last_day: export.last_day,
            percent: export
                .expected_rows
                .and_then(|expected| percent(export.rows, expected)),
        })
    }
}

/// Never a hundred of what has not ended.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it lies between 0 and 99"
)]
fn percent(rows: f64, expected: f64) -> Option<u8> {
    let share = rows / expected * 100.0;
    share.is_finite().then(|| share.clamp(0.0, 99.0) as u8)
}

/// Whether closing the window leaves the app in the tray. Not unless the person wants it.
#[must_use]
pub fn closes_to_tray(store: &dyn LocalStore) -> bool {
    read(store, CLOSE_TO_TRAY).unwrap_or_default()
}

/// Remembers whether closing the window leaves the app in the tray.
///
/// # Errors
/// When the store can't be written.
pub fn remember_closing_to_tray(store: &dyn LocalStore, on: bool) -> Result<(), LocalStoreError> {
    try_write(store, CLOSE_TO_TRAY, &on)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::memory::MemoryLocalStore;

    #[test]
    fn closing_ends_the_app_unless_the_person_wants_it_otherwise() {
        let store = MemoryLocalStore::default();
        assert!(!closes_to_tray(&store));
        remember_closing_to_tray(&store, true).expect("a store in memory");
        assert!(closes_to_tray(&store));
        for nonsense in [json!("yes"), json!(1), json!(null), json!({})] {
            store
                .set(CLOSE_TO_TRAY, nonsense)
                .expect("a store in memory");
            assert!(!closes_to_tray(&store));
        }
    }

    #[test]
    fn what_runs_is_never_told_to_be_at_its_end() {
        for (rows, expected, told) in [
            (0.0, 10.0, Some(0)),
            (4.2, 10.0, Some(42)),
            (10.0, 10.0, Some(99)),
            (12.0, 10.0, Some(99)),
            (0.0, 0.0, None),
        ] {
            assert_eq!(percent(rows, expected), told, "{rows} of {expected}");
        }
    }
}
