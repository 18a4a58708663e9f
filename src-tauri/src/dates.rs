//! Days and moments as people write them.

use chrono::{DateTime, Datelike, Local, NaiveDate, NaiveDateTime, Timelike, Utc};
use icu_calendar::Gregorian;
use icu_datetime::FixedCalendarDateTimeFormatter as Formatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::{Date, DateTime as Moment, Time};
use icu_locale_core::{Locale, locale};
use profile_core::language::Language;

/// By whose rules dates are written. Days are written first, as everywhere in the product; that is how British
/// English does it.
fn rules(language: Language) -> Locale {
    match language {
        Language::En => locale!("en-GB"),
        Language::De => locale!("de"),
        Language::Fr => locale!("fr"),
        Language::Es => locale!("es"),
        Language::Ja => locale!("ja"),
        Language::Ar => locale!("ar"),
    }
}

/// Such as `3 May 2026`.
pub(crate) fn day(language: Language, day: NaiveDate) -> String {
    let format = Formatter::<Gregorian, _>::try_new(rules(language).into(), YMD::medium());
    match (format, gregorian(day)) {
        (Ok(format), Some(day)) => format.format(&day).to_string(),
        _ => day.to_string(),
    }
}

/// Such as `3 May 2026, 14:05`, by the clock of this machine.
pub(crate) fn moment(language: Language, moment: DateTime<Utc>) -> String {
    at(language, moment.with_timezone(&Local).naive_local())
}

fn at(language: Language, here: NaiveDateTime) -> String {
    let fields = YMD::medium().with_time_hm();
    let format = Formatter::<Gregorian, _>::try_new(rules(language).into(), fields);
    match (format, in_parts(here)) {
        (Ok(format), Some(here)) => format.format(&here).to_string(),
        _ => here.to_string(),
    }
}

fn gregorian(day: NaiveDate) -> Option<Date<Gregorian>> {
    let (month, day_of_month) = (day.month().try_into().ok()?, day.day().try_into().ok()?);
    Date::try_new_gregorian(day.year(), month, day_of_month).ok()
}

fn in_parts(moment: NaiveDateTime) -> Option<Moment<Gregorian>> {
    let (hour, minute) = (
        moment.hour().try_into().ok()?,
        moment.minute().try_into().ok()?,
    );
    Some(Moment {
        date: gregorian(moment.date())?,
        time: Time::try_new(hour, minute, 0, 0).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_on_the_page() {
        let may = NaiveDate::from_ymd_opt(2026, 5, 3).unwrap();
        let afternoon = may.and_hms_opt(14, 5, 0).unwrap();
        for (language, expected_day, expected_moment) in [
            (Language::En, "3 May 2026", "3 May 2026, 14:05"),
            (Language::De, "03.05.2026", "03.05.2026, 14:05"),
            (Language::Fr, "3 mai 2026", "3 mai 2026, 14:05"),
            (Language::Es, "3 may 2026", "3 may 2026, 14:05"),
            (Language::Ja, "2026/05/03", "2026/05/03 14:05"),
            (
                Language::Ar,
                "03\u{200f}/05\u{200f}/2026",
                "03\u{200f}/05\u{200f}/2026، 2:05 م",
            ),
        ] {
            assert_eq!(day(language, may), expected_day);
            let moment = at(language, afternoon).replace(['\u{a0}', '\u{202f}'], " ");
            assert_eq!(moment, expected_moment);
        }
    }
}
