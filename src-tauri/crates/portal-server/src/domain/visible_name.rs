//! Names that people give, as others can read them.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unnameable {
    /// There is nothing to see.
    Empty,
    /// It has more characters than allowed.
    TooLong,
    /// It has characters that can't be seen, or that change how the text around them is drawn.
    InvalidCharacters,
}

/// `text` as a name of at most `maximum` characters; space around it is dropped.
pub(super) fn visible_name(text: &str, maximum: usize) -> Result<&str, Unnameable> {
    let name = text.trim();
    if name.chars().all(shows_nothing_alone) {
        Err(Unnameable::Empty)
    } else if name.chars().any(is_not_shown) {
        Err(Unnameable::InvalidCharacters)
    } else if name.chars().count() > maximum {
        Err(Unnameable::TooLong)
    } else {
        Ok(name)
    }
}

/// What a program or device calls itself, as it may be shown: on one line, without marks that hide or
/// reverse text, in at most 200 characters. `None` when nothing is left.
#[must_use]
pub fn readable_line(text: &str) -> Option<String> {
    let line: String = text
        .chars()
        .filter(|c| !is_not_shown(*c))
        .take(200)
        .collect();
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// `text` as the name of a thing that data comes from: something to see, on one line, in at most `maximum`
/// characters; space around it is dropped. `None` when it can't be one.
#[must_use]
pub fn plain_name(text: &str, maximum: usize) -> Option<&str> {
    visible_name(text, maximum).ok()
}

/// What is needed inside names, and nothing to see by itself: space, joiners, accents on no letter, and what else
/// Unicode lets programs not show (`Default_Ignorable_Code_Point` of its character database, of which marks are a part,
/// and the blank Braille pattern).
fn shows_nothing_alone(c: char) -> bool {
    c.is_whitespace()
        || c.general_category_group() == GeneralCategoryGroup::Mark
        || matches!(c,
            '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200C}' | '\u{200D}' | '\u{2800}' | '\u{3164}'
            | '\u{FFA0}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0080}'..='\u{E0FFF}')
}

/// Controls, line breaks, and marks that reverse or hide the text around them, with which one
/// name could pass for another.
fn is_not_shown(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}
