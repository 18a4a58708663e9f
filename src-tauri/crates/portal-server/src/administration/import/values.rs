//! What the fields of a line say: moments and values.

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::BadLineReason;
use crate::domain::OutputValue;

/// Characters that a text may have.
pub(super) const MAXIMUM_TEXT_LENGTH: usize = 1_000;

/// The largest number that is taken: many of them still add up to one.
const LARGEST: f64 = 1e300;

/// Local times as they are read without a form of their own.
const LOCAL: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];

/// Beginning of the year 10000, in microseconds since 1970 in UTC.
const END_OF_TIME: i64 = 253_402_300_800_000_000;

/// The form that times have in a file, in the notation of `strftime`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeFormat(String);

impl std::str::FromStr for TimeFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() || StrftimeItems::new(text).any(|item| item == Item::Error) {
            return Err("a form of times is written as for strftime, such as %d.%m.%Y %H:%M");
        }
        Ok(Self(text.to_owned()))
    }
}

/// How the times of a file are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Their form; RFC 3339, or the same without an offset, where there is none.
    pub format: Option<TimeFormat>,
    /// The time zone of those that have no offset.
    pub zone: Option<Tz>,
}

impl Times {
    /// The moment of a time, in microseconds since 1970 in UTC.
    pub(super) fn read(&self, text: &str) -> Result<i64, BadLineReason> {
        let moment = match &self.format {
            None => match DateTime::parse_from_rfc3339(text) {
                Ok(moment) => moment.to_utc(),
                Err(_) => self.of_local(text, read_local(text, &LOCAL))?,
            },
            Some(TimeFormat(format)) => match DateTime::parse_from_str(text, format) {
                Ok(moment) => moment.to_utc(),
                Err(_) => self.of_local(text, read_local(text, &[format]))?,
            },
        };
        match moment.timestamp_micros() {
            ..0 => Err(BadLineReason::Before1970(text.to_owned())),
            END_OF_TIME.. => Err(BadLineReason::NoTime(text.to_owned())),
            micros => Ok(micros),
        }
    }

    fn of_local(
        &self,
        text: &str,
        local: Option<NaiveDateTime>,
    ) -> Result<DateTime<Utc>, BadLineReason> {
        let local = local.ok_or_else(|| BadLineReason::NoTime(text.to_owned()))?;
        let zone = self
            .zone
            .ok_or_else(|| BadLineReason::NoOffset(text.to_owned()))?;
        let moment = zone.from_local_datetime(&local).earliest();
        moment.map(|moment| moment.to_utc()).ok_or_else(|| {
            let (text, zone) = (text.to_owned(), zone.name());
            BadLineReason::LeftOut { text, zone }
        })
    }
}

fn read_local(text: &str, formats: &[&str]) -> Option<NaiveDateTime> {
    let time = |format: &&str| NaiveDateTime::parse_from_str(text, format).ok();
    let date = |format: &&str| NaiveDate::parse_from_str(text, format).ok();
    let of_date = || formats.iter().find_map(date);
    formats
        .iter()
        .find_map(time)
        .or_else(|| Some(of_date()?.and_time(NaiveTime::MIN)))
}

/// The value that a field says: a number, `true` or `false`, else a text. `None` for an empty field.
pub(super) fn read_value(field: &str) -> Result<Option<OutputValue>, BadLineReason> {
    let value = field.trim();
    if value.is_empty() {
        return Ok(None);
    }
    if value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false") {
        return Ok(Some(OutputValue::Boolean(
            value.eq_ignore_ascii_case("true"),
        )));
    }
    match value.parse::<f64>() {
        // Minus zero is zero, so that one value is not there twice.
        Ok(number) if number.abs() <= LARGEST => Ok(Some(OutputValue::Number(number + 0.0))),
        Ok(_) => Err(BadLineReason::NoNumber(value.to_owned())),
        Err(_) if field.contains('\0') => Err(BadLineReason::Nul),
        Err(_) if value.chars().count() > MAXIMUM_TEXT_LENGTH => Err(BadLineReason::TextTooLong),
        Err(_) => Ok(Some(OutputValue::Text(value.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_zone(zone: Tz) -> Times {
        Times {
            format: None,
            zone: Some(zone),
        }
    }

    #[test]
    fn times_are_read_with_an_offset_or_in_a_zone() {
        let berlin = in_zone(Tz::Europe__Berlin);
        for text in [
            "2026-03-02T08:00:00Z",
            "2026-03-02T09:00:00+01:00",
            "2026-03-02T09:00:00",
            "2026-03-02 09:00:00.000",
        ] {
            assert_eq!(berlin.read(text), Ok(1_772_438_400_000_000), "{text}");
        }
        let plain = Times::default();
        assert_eq!(plain.read("1970-01-01T00:00:00Z"), Ok(0));
        assert_eq!(
            plain.read("2026-03-02T08:00:00.000001Z"),
            Ok(1_772_438_400_000_001)
        );
    }

    #[test]
    fn a_form_of_its_own_may_be_a_date_a_time_or_a_moment() {
        for (format, text) in [
            ("%d.%m.%Y", "02.03.2026"),
            ("%d.%m.%Y %H:%M", "02.03.2026 00:00"),
            ("%d.%m.%Y %H:%M %z", "02.03.2026 01:00 +0100"),
            ("%s", "1772409600"),
        ] {
            let times = Times {
                format: Some(format.parse().unwrap()),
                zone: Some(Tz::UTC),
            };
            assert_eq!(times.read(text), Ok(1_772_409_600_000_000), "{format}");
        }
        assert!("%Q".parse::<TimeFormat>().is_err());
        assert!("".parse::<TimeFormat>().is_err());
    }

    #[test]
    fn what_is_no_moment_says_why() {
        let berlin = in_zone(Tz::Europe__Berlin);
        for (text, expected) in [
            ("yesterday", "\"yesterday\" is not a time"),
            (
                "2026-02-30T00:00:00Z",
                "\"2026-02-30T00:00:00Z\" is not a time",
            ),
            (
                "1969-12-31T23:59:59Z",
                "\"1969-12-31T23:59:59Z\" is before 1970",
            ),
            (
                "2026-03-29T02:30:00",
                "\"2026-03-29T02:30:00\" is a time that Europe/Berlin leaves out",
            ),
        ] {
            assert_eq!(berlin.read(text).unwrap_err().to_string(), expected);
        }
        let no_offset = Times::default().read("2026-03-02T09:00:00");
        assert!(matches!(no_offset, Err(BadLineReason::NoOffset(_))));
        // Clocks are put back: the first of the two.
        assert_eq!(
            berlin.read("2026-10-25T02:30:00"),
            berlin.read("2026-10-25T00:30:00Z")
        );
    }

    #[test]
    fn values_are_told_apart_by_what_they_say() {
        for (field, value) in [
            ("4.0", OutputValue::Number(4.0)),
            (" -1e3 ", OutputValue::Number(-1000.0)),
            ("True", OutputValue::Boolean(true)),
            ("false", OutputValue::Boolean(false)),
            ("drizzle", OutputValue::Text("drizzle".to_owned())),
            ("4,0", OutputValue::Text("4,0".to_owned())),
        ] {
            assert_eq!(read_value(field), Ok(Some(value)), "{field}");
        }
        assert_eq!(read_value(" "), Ok(None));
        for field in ["NaN", "inf", "-Infinity", "1e999", "-1e301"] {
            assert!(
                matches!(read_value(field), Err(BadLineReason::NoNumber(_))),
                "{field}"
            );
        }
        assert_eq!(read_value("a\0"), Err(BadLineReason::Nul));
        let long = "ä".repeat(MAXIMUM_TEXT_LENGTH + 1);
        assert_eq!(read_value(&long), Err(BadLineReason::TextTooLong));
        assert!(read_value(&long[..MAXIMUM_TEXT_LENGTH]).is_ok());
    }
}
