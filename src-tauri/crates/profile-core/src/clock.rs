//! The real clock, and calendar days.

use chrono::{DateTime, Local, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};

use crate::ports::Clock;

/// Tells the system's time, in the time zone it is set to.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn today(&self) -> NaiveDate {
        Local::now().date_naive()
    }

    fn end_of_day(&self, day: NaiveDate) -> DateTime<Utc> {
        end_of_day(&Local, day)
    }
}

/// The last second of `day` in `zone`, in UTC.
pub(crate) fn end_of_day<Zone: TimeZone>(zone: &Zone, day: NaiveDate) -> DateTime<Utc> {
    let last = day.and_time(NaiveTime::MIN) + TimeDelta::seconds(24 * 60 * 60 - 1);
    match zone.from_local_datetime(&last).latest() {
        Some(last) => last.to_utc(),
        // A clock that is put forward over it is off by hours at most, and no zone does so.
        None => last.and_utc(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;

    use super::*;

    #[test]
    fn a_day_ends_where_the_person_is() -> Result<(), Box<dyn std::error::Error>> {
        let day: NaiveDate = "2027-03-31".parse()?;
        for (hours, expected) in [
            (0, "2027-03-31T23:59:59Z"),
            (2, "2027-03-31T21:59:59Z"),
            (-8, "2027-04-01T07:59:59Z"),
        ] {
            let zone = FixedOffset::east_opt(hours * 60 * 60).ok_or("no zone")?;
            let expected: DateTime<Utc> = expected.parse()?;
            assert_eq!(end_of_day(&zone, day), expected);
        }
        Ok(())
    }

    #[test]
    fn the_last_day_of_all_has_an_end() {
        assert!(end_of_day(&Utc, NaiveDate::MAX) > DateTime::UNIX_EPOCH);
    }
}
