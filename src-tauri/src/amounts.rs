//! Numbers as people write them, and the form of a message that goes with them.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::{Locale, locale};
use icu_plurals::{PluralCategory, PluralRules};
use profile_core::language::Language;

/// By whose rules numbers are written and counted.
fn rules(language: Language) -> Locale {
    match language {
        Language::En => locale!("en"),
        Language::De => locale!("de"),
        Language::Fr => locale!("fr"),
        Language::Es => locale!("es"),
        Language::Ja => locale!("ja"),
        Language::Ar => locale!("ar"),
    }
}

/// An exact decimal without the zeros at its end, which people don't write.
fn exact(decimal: &str) -> Option<Decimal> {
    let mut exact = Decimal::try_from_str(decimal).ok()?;
    exact.absolute.trim_end();
    Some(exact)
}

/// An exact decimal such as `12480.500`, as people write it: `12,480.5`.
pub(crate) fn written(language: Language, decimal: &str) -> String {
    let format = DecimalFormatter::try_new(rules(language).into(), Default::default());
    match (format, exact(decimal)) {
        (Ok(format), Some(exact)) => format.format(&exact).to_string(),
        _ => decimal.to_owned(),
    }
}

/// Which form of a message goes with an exact decimal, as CLDR names it: `one`, `few`, `other`.
pub(crate) fn form(language: Language, decimal: &str) -> &'static str {
    let rules = PluralRules::try_new_cardinal(rules(language).into());
    let category = match (rules, exact(decimal)) {
        (Ok(rules), Some(exact)) => rules.category_for(&exact),
        _ => PluralCategory::Other,
    };
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// Whether an exact decimal is more than 0.
pub(crate) fn is_positive(decimal: &str) -> bool {
    !decimal.starts_with('-') && decimal.contains(|digit| matches!(digit, '1'..='9'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_on_the_page() {
        for (decimal, expected) in [
            ("0.000", "0"),
            ("987.500", "987.5"),
            ("1000.000", "1,000"),
            ("-12480.005", "-12,480.005"),
            ("1000000000000.000", "1,000,000,000,000"),
        ] {
            assert_eq!(written(Language::En, decimal), expected);
        }
        for (language, expected) in [
            (Language::De, "12.480,5"),
            (Language::Fr, "12\u{202f}480,5"),
            (Language::Es, "12.480,5"),
            (Language::Ja, "12,480.5"),
            (Language::Ar, "12,480.5"),
        ] {
            assert_eq!(written(language, "12480.500"), expected);
        }
        assert_eq!(written(Language::De, "much"), "much");
    }

    #[test]
    fn each_language_counts_by_its_own_rules() {
        for (language, decimal, expected) in [
            (Language::En, "1.000", "one"),
            (Language::En, "0", "other"),
            (Language::En, "1.5", "other"),
            (Language::De, "1", "one"),
            (Language::Fr, "0", "one"),
            (Language::Fr, "1.500", "one"),
            (Language::Fr, "2", "other"),
            (Language::Fr, "1000000", "many"),
            (Language::Es, "1000000.000", "many"),
            (Language::Ja, "1", "other"),
            (Language::Ar, "0", "zero"),
            (Language::Ar, "1", "one"),
            (Language::Ar, "2.000", "two"),
            (Language::Ar, "3", "few"),
            (Language::Ar, "11", "many"),
            (Language::Ar, "100", "other"),
            (Language::Ar, "much", "other"),
        ] {
            assert_eq!(
                form(language, decimal),
                expected,
                "{decimal} in {language:?}"
            );
        }
    }

    #[test]
    fn only_what_is_more_than_nothing_is_positive() {
        for decimal in ["0", "0.000", "-0.500", "-3", ""] {
            assert!(!is_positive(decimal), "{decimal}");
        }
        for decimal in ["1", "0.001", "1000.000"] {
            assert!(is_positive(decimal), "{decimal}");
        }
    }
}
