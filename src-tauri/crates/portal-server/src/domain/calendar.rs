//! Buckets of time, as the calendar and the clocks of a time zone have them.

use chrono::{DateTime, Datelike, Days, DurationRound, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono::{Offset, Timelike, Utc};
use chrono_tz::Tz;

use super::ChartBucket;

/// What the offsets of all time zones are multiples of, since 1972.
const QUARTER: TimeDelta = TimeDelta::minutes(15);

/// Where the buckets begin that cover the time from `from` to before `until`, in order and in UTC. The first begins
/// at `from` or before it; none begins at `until` or after it. Empty when `from` is not before `until`.
#[must_use]
pub fn bucket_starts(
    bucket: ChartBucket,
    zone: Tz,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<DateTime<Utc>> {
    let mut starts = Vec::new();
    let mut start = start_of(bucket, zone, from);
    while from < until && start < until {
        starts.push(start);
        start = following(bucket, zone, start);
    }
    starts
}

/// Beginning of the bucket that `moment` is in.
fn start_of(bucket: ChartBucket, zone: Tz, moment: DateTime<Utc>) -> DateTime<Utc> {
    let date = moment.with_timezone(&zone).date_naive();
    match bucket {
        ChartBucket::QuarterHour => quarter_of(moment),
        ChartBucket::Hour => {
            let mut start = quarter_of(moment);
            while !begins_an_hour(zone, start) {
                start -= QUARTER;
            }
            start
        }
        ChartBucket::Day => midnight(zone, date),
        ChartBucket::Week => midnight(zone, monday_of(date)),
    }
}

/// Beginning of the bucket after the one that begins at `start`.
fn following(bucket: ChartBucket, zone: Tz, start: DateTime<Utc>) -> DateTime<Utc> {
    let days = match bucket {
        ChartBucket::QuarterHour => return start + QUARTER,
        ChartBucket::Hour => {
            let mut next = start + QUARTER;
            while !begins_an_hour(zone, next) {
                next += QUARTER;
            }
            return next;
        }
        ChartBucket::Day => Days::new(1),
        ChartBucket::Week => Days::new(7),
    };
    let mut date = start.with_timezone(&zone).date_naive();
    loop {
        date = date + days;
        let next = midnight(zone, date);
        // A day that a zone left out would begin when the next one does.
        if next > start {
            return next;
        }
    }
}

fn quarter_of(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.duration_trunc(QUARTER).unwrap_or(moment)
}

/// Whether an hour of the zone's clocks begins with this quarter, or the clocks are changed then.
fn begins_an_hour(zone: Tz, quarter: DateTime<Utc>) -> bool {
    let offset = |moment: DateTime<Utc>| moment.with_timezone(&zone).offset().fix();
    quarter.with_timezone(&zone).minute() < 15 || offset(quarter) != offset(quarter - QUARTER)
}

/// When `date` begins: at midnight, or as soon as there is such a time where clocks are put forward then.
pub(crate) fn midnight(zone: Tz, date: NaiveDate) -> DateTime<Utc> {
    let mut local = date.and_time(NaiveTime::MIN);
    loop {
        if let Some(begun) = zone.from_local_datetime(&local).earliest() {
            return begun.to_utc();
        }
        local += QUARTER;
    }
}

fn monday_of(date: NaiveDate) -> NaiveDate {
    date - Days::new(date.weekday().num_days_from_monday().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn starts(bucket: ChartBucket, zone: Tz, from: &str, until: &str) -> Vec<String> {
        bucket_starts(bucket, zone, utc(from), utc(until))
            .into_iter()
            .map(|start| start.format("%d %H:%M").to_string())
            .collect()
    }

    #[test]
    fn days_have_23_and_25_hours_where_clocks_are_changed() {
        let (from, until) = ("2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z");
        let spring = starts(ChartBucket::Day, Tz::Europe__Berlin, from, until);
        assert_eq!(spring, ["27 23:00", "28 23:00", "29 22:00"]);
        let (from, until) = ("2026-10-25T12:00:00Z", "2026-10-26T12:00:00Z");
        let autumn = starts(ChartBucket::Day, Tz::Europe__Berlin, from, until);
        assert_eq!(autumn, ["24 22:00", "25 23:00"]);
    }

    #[test]
    fn hours_are_those_of_the_zone() {
        let (from, until) = ("2026-03-02T08:20:00Z", "2026-03-02T10:00:00Z");
        let kathmandu = starts(ChartBucket::Hour, Tz::Asia__Kathmandu, from, until);
        assert_eq!(kathmandu, ["02 08:15", "02 09:15"]);
        let quarters = starts(ChartBucket::QuarterHour, Tz::Asia__Kathmandu, from, until);
        assert_eq!(quarters.first().map(String::as_str), Some("02 08:15"));
        assert_eq!(quarters.len(), 7);
    }

    /// Lord Howe Island puts its clocks back by half an hour, from 2:00 to 1:30.
    #[test]
    fn half_an_hour_that_comes_again_is_a_bucket_of_its_own() {
        let (from, until) = ("2026-04-04T14:10:00Z", "2026-04-04T17:00:00Z");
        let hours = starts(ChartBucket::Hour, Tz::Australia__Lord_Howe, from, until);
        assert_eq!(hours, ["04 14:00", "04 15:00", "04 15:30", "04 16:30"]);
    }

    #[test]
    fn a_day_begins_when_there_is_such_a_time() {
        // Clocks in Chile go from midnight to one.
        let (from, until) = ("2026-09-06T12:00:00Z", "2026-09-06T13:00:00Z");
        let santiago = starts(ChartBucket::Day, Tz::America__Santiago, from, until);
        assert_eq!(santiago, ["06 04:00"]);
        // Samoa had no 30 December 2011.
        let (from, until) = ("2011-12-29T12:00:00Z", "2011-12-31T12:00:00Z");
        let apia = starts(ChartBucket::Day, Tz::Pacific__Apia, from, until);
        assert_eq!(apia, ["29 10:00", "30 10:00", "31 10:00"]);
    }

    #[test]
    fn weeks_begin_on_monday() {
        let (from, until) = ("2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z");
        let weeks = starts(ChartBucket::Week, Tz::UTC, from, until);
        assert_eq!(weeks, ["23 00:00", "02 00:00"]);
    }

    #[test]
    fn no_time_has_no_buckets() {
        let (from, until) = ("2026-03-02T08:20:00Z", "2026-03-02T08:20:00Z");
        assert!(starts(ChartBucket::Hour, Tz::UTC, from, until).is_empty());
    }
}
