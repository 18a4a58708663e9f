//! Values of signals at any time: always the same for one signal and time.

use std::f64::consts::TAU;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use super::machines::Course;
use crate::domain::OutputValue;

/// Between two readings.
const EVERY: TimeDelta = TimeDelta::minutes(15);

/// The values of a signal from `since` to `until`, the last at most a quarter of an hour before that. Numbers come
/// each quarter of an hour, everything else when it changes.
pub(super) fn values(
    course: Course,
    seed: u64,
    zone: Tz,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<(DateTime<Utc>, OutputValue)> {
    let quarter = EVERY.num_seconds();
    let first = since.timestamp().div_euclid(quarter) + 1;
    let last = until.timestamp().div_euclid(quarter);
    let mut values = Vec::new();
    let mut before = None;
    for slot in first..=last {
        let Some(at) = DateTime::from_timestamp(slot * quarter, 0) else {
            continue;
        };
        let value = value(course, seed, slot, &at.with_timezone(&zone));
        let is_number = matches!(value, OutputValue::Number(_));
        if is_number || before.as_ref() != Some(&value) {
            before = Some(value.clone());
            values.push((at, value));
        }
    }
    values
}

fn value(course: Course, seed: u64, slot: i64, local: &DateTime<Tz>) -> OutputValue {
    let random = |salt: u64| fraction(seed ^ salt, slot);
    let hour = f64::from(local.hour()) + f64::from(local.minute()) / 60.0;
    match course {
        Course::Daily { mean, swing, noise } => {
            // Warmest in the middle of the afternoon; each day has a mean of its own.
            let of_the_day = fraction(seed, local.num_days_from_ce().into()) - 0.5;
            let by_hour = ((hour - 15.0) / 24.0 * TAU).cos();
            let value = mean + swing * (by_hour + of_the_day) / 2.0 + noise * (random(1) - 0.5);
            OutputValue::Number(rounded(value))
        }
        Course::Shifts { pieces } => {
            let made = if is_shift(local) {
                pieces * (0.8 + 0.4 * random(2))
            } else {
                0.0
            };
            OutputValue::Number(made.round())
        }
        Course::Sun { peak } => {
            let height = ((hour - 6.0) / 12.0 * TAU / 2.0).sin();
            let clear = 0.55 + 0.45 * fraction(seed, local.num_days_from_ce().into());
            let power = if (6.0..18.0).contains(&hour) {
                peak * height * clear
            } else {
                0.0
            };
            OutputValue::Number(rounded(power * (0.9 + 0.1 * random(3))))
        }
        Course::Running => OutputValue::Boolean(is_shift(local) && random(4) > 0.02),
        Course::Door => OutputValue::Boolean((7..20).contains(&local.hour()) && random(5) > 0.9),
        Course::State => OutputValue::Text(state(local, random(6)).to_owned()),
    }
}

fn state(local: &DateTime<Tz>, random: f64) -> &'static str {
    match (is_shift(local), local.hour()) {
        (true, _) if random < 0.01 => "fault",
        (true, _) if random < 0.04 => "waiting",
        (true, _) => "running",
        (false, 22) => "cleaning",
        (false, _) => "idle",
    }
}

/// Two shifts from Monday to Friday, one on Saturday.
fn is_shift(local: &DateTime<Tz>) -> bool {
    let end = match local.weekday() {
        Weekday::Sat => 14,
        Weekday::Sun => 0,
        _ => 22,
    };
    (6..end).contains(&local.hour())
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A number from 0 to below 1 that looks drawn, by the mixing function of SplitMix64.
fn fraction(seed: u64, slot: i64) -> f64 {
    let mut mixed = seed.wrapping_add(slot.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    // 53 bits are what a float has exactly.
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn a_week(course: Course) -> Vec<(DateTime<Utc>, OutputValue)> {
        let (since, until) = ("2026-03-02T08:07:00Z", "2026-03-09T08:07:00Z");
        values(course, 7, Tz::Europe__Berlin, moment(since), moment(until))
    }

    #[test]
    fn values_are_always_the_same_and_end_just_before_now() {
        let pieces = Course::Shifts { pieces: 40.0 };
        let week = a_week(pieces);
        assert_eq!(week, a_week(pieces));
        assert_eq!(week.len(), 7 * 96);
        assert_eq!(week.first().unwrap().0, moment("2026-03-02T08:15:00Z"));
        assert_eq!(week.last().unwrap().0, moment("2026-03-09T08:00:00Z"));
    }

    #[test]
    fn nobody_works_on_sunday() {
        let sunday = |(at, _): &&(DateTime<Utc>, OutputValue)| {
            at.with_timezone(&Tz::Europe__Berlin).weekday() == Weekday::Sun
        };
        let pieces = a_week(Course::Shifts { pieces: 40.0 });
        let sundays: Vec<_> = pieces.iter().filter(sunday).collect();
        assert_eq!(sundays.len(), 96);
        assert!(
            sundays
                .iter()
                .all(|(_, value)| *value == OutputValue::Number(0.0))
        );
        assert!(
            pieces
                .iter()
                .any(|(_, value)| *value != OutputValue::Number(0.0))
        );
    }

    #[test]
    fn what_is_no_number_comes_when_it_changes() {
        for course in [Course::Running, Course::Door, Course::State] {
            let week = a_week(course);
            assert!((10..400).contains(&week.len()), "{}", week.len());
            assert!(week.windows(2).all(|pair| pair[0].1 != pair[1].1));
        }
    }
}
