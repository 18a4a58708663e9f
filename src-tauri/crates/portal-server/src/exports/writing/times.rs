//! Moments as people and clocks have them, written fast: most of what a row of text is made of.

use std::ops::Range;

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

use super::catalog::Catalog;

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Octets of a date with what separates it from the time.
const DATE: usize = 11;
/// Octets of a date and time to the microsecond.
const TIME: usize = 26;

/// Writes times of one clock, of which one after the other is mostly on the same day.
#[derive(Debug)]
pub(super) struct ClockText {
    day: i64,
    date: [u8; DATE],
}

impl ClockText {
    pub(super) fn new() -> Self {
        Self {
            day: 0,
            date: *b"1970-01-01T",
        }
    }

    /// Adds such as `2026-03-02T08:00:00.000000` for what the clock shows, in microseconds since 1970.
    pub(super) fn write(&mut self, shown: i64, text: &mut Vec<u8>) {
        let day = shown.div_euclid(DAY);
        if day != self.day {
            self.turn_to(day);
        }
        let micros = shown.rem_euclid(DAY).unsigned_abs();
        let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
        let mut time = *b"0000-00-00T00:00:00.000000";
        time[..DATE].copy_from_slice(&self.date);
        write_two(&mut time, 11, seconds / 3_600);
        write_two(&mut time, 14, seconds / 60 % 60);
        write_two(&mut time, 17, seconds % 60);
        write_two(&mut time, 20, fraction / 10_000);
        write_two(&mut time, 22, fraction / 100 % 100);
        write_two(&mut time, 24, fraction % 100);
        text.extend_from_slice(&time);
    }

    fn turn_to(&mut self, day: i64) {
        let date = DateTime::from_timestamp_micros(day * DAY);
        let text = date.unwrap_or_default().format("%Y-%m-%dT").to_string();
        // Years of four digits: others are neither before 1970 nor in an export's range.
        if let Ok(date) = text.as_bytes().try_into() {
            (self.day, self.date) = (day, date);
        }
    }
}

fn write_two(text: &mut [u8; TIME], at: usize, number: u64) {
    let digit = |digit: u64| b'0' + (digit % 10) as u8;
    text[at] = digit(number / 10);
    text[at + 1] = digit(number);
}

/// What the clocks of a time zone are ahead of UTC, looked up once for each hour of it.
#[derive(Debug)]
pub(super) struct ZoneOffset {
    zone: Tz,
    /// While it is `minutes`.
    span: Range<i64>,
    minutes: i32,
}

impl ZoneOffset {
    pub(super) fn of(zone: Tz) -> Self {
        Self {
            zone,
            span: 0..0,
            minutes: 0,
        }
    }

    /// By how many minutes at a moment, in microseconds since 1970 in UTC. Rounded where they are not whole, which no
    /// zone had after 1972: an offset has no seconds in RFC 3339.
    pub(super) fn minutes(&mut self, at: i64) -> i32 {
        if !self.span.contains(&at) {
            let begin = at - at.rem_euclid(HOUR);
            let last = begin + HOUR - 1;
            self.minutes = self.look_up(at);
            // Clocks are not changed twice in an hour.
            self.span = match self.look_up(begin) == self.look_up(last) {
                true => begin..begin + HOUR,
                false => at..at + 1,
            };
        }
        self.minutes
    }

    fn look_up(&self, at: i64) -> i32 {
        let moment = DateTime::from_timestamp_micros(at).unwrap_or_default();
        let offset = self.zone.offset_from_utc_datetime(&moment.naive_utc());
        let seconds = offset.fix().local_minus_utc();
        (seconds + 30).div_euclid(60)
    }
}

/// Such as `+01:00`.
pub(super) fn offset_text(minutes: i32) -> [u8; 6] {
    let size = minutes.unsigned_abs();
    let digit = |digit: u32| b'0' + (digit % 10) as u8;
    let sign = if minutes < 0 { b'-' } else { b'+' };
    let (hours, minutes) = (size / 60, size % 60);
    [
        sign,
        digit(hours / 10),
        digit(hours),
        b':',
        digit(minutes / 10),
        digit(minutes),
    ]
}

/// The clocks of all devices.
#[derive(Debug)]
pub(super) struct DeviceClocks {
    zones: Vec<(ZoneOffset, ClockText)>,
    /// The zone of each source.
    of_source: Vec<usize>,
    utc: ClockText,
}

impl DeviceClocks {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let mut zones: Vec<(ZoneOffset, ClockText)> = Vec::new();
        let of_device: Vec<usize> = catalog
            .devices
            .iter()
            .map(|device| {
                let known = zones.iter().position(|known| known.0.zone == device.zone);
                known.unwrap_or_else(|| {
                    zones.push((ZoneOffset::of(device.zone), ClockText::new()));
                    zones.len() - 1
                })
            })
            .collect();
        let sources = catalog.sources.iter();
        Self {
            zones,
            of_source: sources.map(|source| of_device[source.device]).collect(),
            utc: ClockText::new(),
        }
    }

    /// What the clock at a source shows at a moment, in microseconds since 1970, and by how many minutes it is ahead
    /// of UTC.
    pub(super) fn local(&mut self, at: i64, source: u32) -> (i64, i32) {
        let (offset, _) = &mut self.zones[self.of_source[source as usize]];
        let minutes = offset.minutes(at);
        (at + i64::from(minutes) * MINUTE, minutes)
    }

    /// Adds a moment in UTC, such as `2026-03-02T08:00:00.000000Z`.
    pub(super) fn write_utc(&mut self, at: i64, text: &mut Vec<u8>) {
        self.utc.write(at, text);
        text.push(b'Z');
    }

    /// Adds a moment as the clock at a source shows it, such as `2026-03-02T09:00:00.000000+01:00`.
    pub(super) fn write_local(&mut self, at: i64, source: u32, text: &mut Vec<u8>) {
        let (offset, clock) = &mut self.zones[self.of_source[source as usize]];
        let minutes = offset.minutes(at);
        clock.write(at + i64::from(minutes) * MINUTE, text);
        text.extend_from_slice(&offset_text(minutes));
    }
}

#[cfg(test)]
mod tests {
    use chrono::SecondsFormat;
    use proptest::prelude::*;

    use super::*;

    fn utc(text: &str) -> i64 {
        text.parse::<DateTime<chrono::Utc>>()
            .unwrap()
            .timestamp_micros()
    }

    fn clocks(zone: Tz) -> DeviceClocks {
        DeviceClocks {
            zones: vec![(ZoneOffset::of(zone), ClockText::new())],
            of_source: vec![0],
            utc: ClockText::new(),
        }
    }

    fn written(clocks: &mut DeviceClocks, at: i64) -> (String, String) {
        let (mut time, mut local) = (Vec::new(), Vec::new());
        clocks.write_utc(at, &mut time);
        clocks.write_local(at, 0, &mut local);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(time), text(local))
    }

    #[test]
    fn hours_that_clocks_skip_and_repeat_are_told_apart() {
        let mut berlin = clocks(Tz::Europe__Berlin);
        for (at, local) in [
            (
                "2026-03-29T00:59:59.999999Z",
                "2026-03-29T01:59:59.999999+01:00",
            ),
            ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00.000000+02:00"),
            ("2026-10-25T00:30:00Z", "2026-10-25T02:30:00.000000+02:00"),
            ("2026-10-25T01:30:00Z", "2026-10-25T02:30:00.000000+01:00"),
        ] {
            assert_eq!(written(&mut berlin, utc(at)).1, local);
        }
        // Half an hour, in the middle of one by UTC.
        let mut lord_howe = clocks(Tz::Australia__Lord_Howe);
        for (at, local) in [
            ("2026-04-04T14:59:00Z", "2026-04-05T01:59:00.000000+11:00"),
            ("2026-04-04T15:00:00Z", "2026-04-05T01:30:00.000000+10:30"),
        ] {
            assert_eq!(written(&mut lord_howe, utc(at)).1, local);
        }
        let mut st_johns = clocks(Tz::America__St_Johns);
        let local = written(&mut st_johns, utc("2026-01-01T02:00:00Z")).1;
        assert_eq!(local, "2025-12-31T22:30:00.000000-03:30");
    }

    #[test]
    fn an_offset_with_seconds_is_rounded_together_with_the_time() {
        // Liberia was 44 minutes and 30 seconds behind.
        let mut monrovia = clocks(Tz::Africa__Monrovia);
        let local = written(&mut monrovia, utc("1970-06-01T12:00:00Z")).1;
        assert_eq!(local, "1970-06-01T11:16:00.000000-00:44");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            zone in prop::sample::select(&chrono_tz::TZ_VARIANTS[..]),
            moments in prop::collection::vec(0_i64..4_102_444_800_000_000, 1..8),
        ) {
            let mut clocks = clocks(zone);
            for at in moments {
                let (time, local) = written(&mut clocks, at);
                let moment = DateTime::from_timestamp_micros(at).unwrap();
                prop_assert_eq!(&time, &moment.to_rfc3339_opts(SecondsFormat::Micros, true));
                let read = DateTime::parse_from_rfc3339(&local).unwrap();
                prop_assert_eq!(read.timestamp_micros(), at);
                let offset = moment.with_timezone(&zone).offset().fix().local_minus_utc();
                prop_assert!((read.offset().local_minus_utc() - offset).abs() <= 30);
            }
        }
    }
}
