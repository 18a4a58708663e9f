//! The days of an export, as the time that they are.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::domain::{ExportRangeRefusal, LONGEST_EXPORT, midnight};

/// Days of the calendar in a time zone, the last one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportRange {
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day, which belongs to the range.
    pub last_day: NaiveDate,
    /// The time zone whose days they are.
    pub zone: Tz,
    /// When the first day begins, in UTC.
    pub from: DateTime<Utc>,
    /// When the day after the last one begins, in UTC: the first moment that is not in the range.
    pub until: DateTime<Utc>,
}

impl ExportRange {
    /// The range from the first to the last day of `zone`, asked for at `now`. A day begins at midnight: the first of
    /// two where clocks are put back then, as soon as there is a time where they are put forward. A day that the zone
    /// left out takes no time.
    ///
    /// # Errors
    ///
    /// When the days are in the wrong order, have not all begun, or are too many.
    pub fn of_days(
        first_day: NaiveDate,
        last_day: NaiveDate,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Result<Self, ExportRangeRefusal> {
        if last_day < first_day {
            return Err(ExportRangeRefusal::EndBeforeStart);
        }
        if last_day > today(zone, now) {
            return Err(ExportRangeRefusal::InFuture);
        }
        if (last_day - first_day).num_days() >= i64::from(LONGEST_EXPORT) {
            return Err(ExportRangeRefusal::TooLong);
        }
        Ok(Self {
            first_day,
            last_day,
            zone,
            from: midnight(zone, first_day),
            until: midnight(zone, last_day + Days::new(1)),
        })
    }
}

/// The day that it is in `zone`: the last that can be exported.
#[must_use]
pub fn today(zone: Tz, now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&zone).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn range(first: &str, last: &str, zone: Tz) -> Result<ExportRange, ExportRangeRefusal> {
        ExportRange::of_days(day(first), day(last), zone, utc("2026-11-20T12:00:00Z"))
    }

    #[track_caller]
    fn assert_time(first: &str, last: &str, zone: Tz, from: &str, until: &str) {
        let range = range(first, last, zone).unwrap();
        assert_eq!((range.from, range.until), (utc(from), utc(until)));
    }

    #[test]
    fn the_last_day_is_included() {
        let (from, until) = ("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z");
        assert_time("2026-03-02", "2026-03-02", Tz::UTC, from, until);
        let (from, until) = ("2026-02-28T18:15:00Z", "2026-03-02T18:15:00Z");
        assert_time("2026-03-01", "2026-03-02", Tz::Asia__Kathmandu, from, until);
    }

    #[test]
    fn days_have_23_and_25_hours_where_clocks_are_changed() {
        let (from, until) = ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
        assert_time("2026-03-29", "2026-03-29", Tz::Europe__Berlin, from, until);
        let (from, until) = ("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        assert_time("2026-10-25", "2026-10-25", Tz::Europe__Berlin, from, until);
    }

    #[test]
    fn a_midnight_that_is_left_out_or_comes_twice_is_the_first_time_there_is() {
        // Clocks in Chile went from midnight to one.
        let (from, until) = ("2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z");
        assert_time(
            "2026-09-06",
            "2026-09-06",
            Tz::America__Santiago,
            from,
            until,
        );
        // Clocks in Havana went from one to midnight again.
        let (from, until) = ("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z");
        assert_time("2026-11-01", "2026-11-01", Tz::America__Havana, from, until);
    }

    #[test]
    fn a_day_that_a_zone_left_out_takes_no_time() {
        // Samoa had no 30 December 2011.
        let (from, until) = ("2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z");
        let skipped = range("2011-12-30", "2011-12-30", Tz::Pacific__Apia).unwrap();
        assert_eq!((skipped.from, skipped.until), (utc(from), utc(until)));
        let (from, until) = ("2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z");
        assert_time("2011-12-29", "2011-12-31", Tz::Pacific__Apia, from, until);
    }

    #[test]
    fn what_is_no_range_is_refused() {
        use ExportRangeRefusal::{EndBeforeStart, InFuture, TooLong};

        for (first, last, zone, refusal) in [
            ("2026-03-02", "2026-03-01", Tz::UTC, EndBeforeStart),
            ("2026-11-20", "2026-11-21", Tz::UTC, InFuture),
            ("2027-01-01", "2027-01-01", Tz::UTC, InFuture),
            ("1976-11-20", "2026-11-20", Tz::UTC, TooLong),
            ("-262143-01-01", "2026-11-20", Tz::UTC, TooLong),
        ] {
            assert_eq!(range(first, last, zone), Err(refusal), "{first} {last}");
        }
        // Where it is tomorrow already, tomorrow can be exported.
        assert!(range("2026-11-21", "2026-11-21", Tz::Pacific__Kiritimati).is_ok());
        let ten_years = range("2016-11-13", "2026-11-20", Tz::UTC).unwrap();
        let days = (ten_years.until - ten_years.from).num_days();
        assert_eq!(days, i64::from(LONGEST_EXPORT));
        assert_eq!(range("2016-11-12", "2026-11-20", Tz::UTC), Err(TooLong));
    }

    #[test]
    fn the_oldest_days_there_are_begin_some_time() {
        let oldest = range("-262143-01-02", "-262143-01-03", Tz::Asia__Tokyo);
        assert!(oldest.is_ok_and(|range| range.from < range.until));
    }
}
