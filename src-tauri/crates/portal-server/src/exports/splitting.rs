//! Into how many parts an export is split that took longer than allowed: by how far it came.

use chrono::{Days, NaiveDate};

use crate::domain::ExportState;
use crate::store::entities::export;

/// The most parts that one is split into.
const MOST: u32 = 12;

/// How much of the allowed time each part should take.
const SHARE: f64 = 0.7;

/// Into how many parts an export is split; `None` for one that did not time out, and for a single day.
#[must_use]
pub fn parts_of(export: &export::Model) -> Option<u32> {
    let days = (export.last_day - export.first_day).num_days() + 1;
    let most = u32::try_from(days).unwrap_or(MOST).min(MOST);
    if export.state != ExportState::TimedOut || most < 2 {
        return None;
    }
    let whole = (export.ends_at - export.begins_at).num_milliseconds() as f64;
    let reached = export.reached_at.map(|at| at - export.begins_at);
    let reached = reached.map_or(0, |it| it.num_milliseconds()) as f64;
    let parts = (whole / (reached * SHARE)).ceil();
    // Nothing reached is infinity, which the cast takes to the largest number.
    Some((parts as u32).clamp(2, most))
}

/// Splits days into parts that follow each other, as even as they can be; no more of them than days.
pub(super) fn split(first: NaiveDate, last: NaiveDate, parts: u32) -> Vec<(NaiveDate, NaiveDate)> {
    let days = u64::try_from((last - first).num_days() + 1).unwrap_or(1);
    let parts = u64::from(parts).clamp(1, days.max(1));
    let begin = |part: u64| first + Days::new(days * part / parts);
    (0..parts)
        .map(|part| (begin(part), begin(part + 1) - Days::new(1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn parts_follow_each_other_without_a_gap() {
        let (first, last) = (day("2024-01-01"), day("2024-12-31"));
        for parts in 1..=12 {
            let split = split(first, last, parts);
            assert_eq!(split.len(), parts as usize);
            assert_eq!(split[0].0, first);
            assert_eq!(split[split.len() - 1].1, last);
            for pair in split.windows(2) {
                assert_eq!(pair[0].1 + Days::new(1), pair[1].0);
            }
            let lengths = split
                .iter()
                .map(|(first, last)| (*last - *first).num_days());
            let (least, most) = (lengths.clone().min(), lengths.max());
            assert!(most <= least.map(|least| least + 1));
        }
    }

    #[test]
    fn no_part_is_without_a_day() {
        let (first, last) = (day("2024-02-28"), day("2024-03-01"));
        let days = split(first, last, 12);
        assert_eq!(days.len(), 3);
        assert!(days.iter().all(|(first, last)| first == last));
    }
}
