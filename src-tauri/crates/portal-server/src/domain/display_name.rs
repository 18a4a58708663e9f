//! A person's full name as others see it.

use std::fmt;
use std::str::FromStr;

use super::visible_name::{Unnameable, visible_name};

/// Characters that a display name may have.
pub const MAXIMUM_DISPLAY_NAME_LENGTH: usize = 100;

/// A full name: not empty, of at most [`MAXIMUM_DISPLAY_NAME_LENGTH`] characters, and without any
/// that can't be seen or that change how the text around it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for DisplayName {
    type Err = DisplayNameRefusal;

    /// Space around the name is dropped.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match visible_name(text, MAXIMUM_DISPLAY_NAME_LENGTH) {
            Ok(name) => Ok(Self(name.to_owned())),
            Err(Unnameable::Empty) => Err(DisplayNameRefusal::Empty),
            Err(Unnameable::TooLong) => Err(DisplayNameRefusal::TooLong),
            Err(Unnameable::InvalidCharacters) => Err(DisplayNameRefusal::InvalidCharacters),
        }
    }
}

/// Why a display name is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, async_graphql::Enum)]
pub enum DisplayNameRefusal {
    /// Nothing is left when the space around it is dropped.
    #[error("the name is empty")]
    Empty,
    /// It has more characters than allowed.
    #[error("the name has more than {MAXIMUM_DISPLAY_NAME_LENGTH} characters")]
    TooLong,
    /// It has characters that can't be shown.
    #[error("the name has characters that can't be shown")]
    InvalidCharacters,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<DisplayNameRefusal> {
        text.parse::<DisplayName>().err()
    }

    #[test]
    fn names_of_many_scripts_are_accepted() {
        for name in [
            "Ada Lovelace",
            "Søren O’Neill-Ångström",
            "山田 太郎",
            "محمد علي",
            "👩\u{200D}🚀 Mae",
            "❤\u{FE0F}",
            "e\u{301}milie",
            "हिन्दी",
            "น้ำ",
        ] {
            assert_eq!(name.parse::<DisplayName>().unwrap().as_str(), name);
        }
        assert_eq!("  Ada  ".parse::<DisplayName>().unwrap().as_str(), "Ada");
    }

    #[test]
    fn length_counts_characters() {
        assert_eq!(refusal(&"ä".repeat(100)), None);
        assert_eq!(refusal(&"ä".repeat(101)), Some(DisplayNameRefusal::TooLong));
    }

    #[test]
    fn nothing_to_see_is_empty() {
        for text in ["", "   ", "\t\n", "\u{200D}", "\u{3000}"] {
            assert_eq!(refusal(text), Some(DisplayNameRefusal::Empty), "{text:?}");
        }
        // A blank pattern, fillers, selectors and accents that stand on nothing.
        for text in [
            "\u{2800}",
            "\u{3164}",
            "\u{115F}\u{1160}",
            "\u{FFA0}",
            "\u{34F}",
            "\u{FE0F}",
            "\u{E0100}",
            "\u{301}",
            "\u{17B4} \u{17B5}",
        ] {
            assert_eq!(refusal(text), Some(DisplayNameRefusal::Empty), "{text:?}");
        }
    }

    #[test]
    fn marks_that_hide_or_reverse_are_refused() {
        for text in [
            "A\0da",
            "A\nda",
            "\u{202E}adA",
            "A\u{200B}da",
            "A\u{2028}da",
            "A\u{FEFF}da",
            "A\u{FFFF}",
        ] {
            assert_eq!(
                refusal(text),
                Some(DisplayNameRefusal::InvalidCharacters),
                "{text:?}"
            );
        }
    }
}
