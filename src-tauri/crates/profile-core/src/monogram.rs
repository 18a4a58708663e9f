//! What stands in for a missing picture: initials on a colour.

use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

/// The first letters of the first and the last word of `name`, in upper case; one letter for a single word,
/// none for an empty name.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(first_letter);
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).collect()
}

/// A hue in degrees, 0–359: always the same for one id.
pub(crate) fn hue(id: &str) -> u16 {
    let digest = Sha256::digest(id.as_bytes());
    u16::from_be_bytes([digest[0], digest[1]]) % 360
}

/// What a reader takes for the first letter of `word`: past quotes and brackets, accents and vowel signs included.
fn first_letter(word: &str) -> Option<String> {
    let letter = word
        .graphemes(true)
        .find(|letter| letter.starts_with(char::is_alphanumeric))
        .or_else(|| word.graphemes(true).next())?;
    // Some letters have no single capital: the German ß would become two.
    let capital = letter.to_uppercase();
    Some(capital.graphemes(true).next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_letters_of_the_first_and_last_word() {
        for (name, expected) in [
            ("Ada Lovelace", "AL"),
            ("ada lovelace", "AL"),
            ("  Ada  King Lovelace ", "AL"),
            ("Ada", "A"),
            ("", ""),
            ("   ", ""),
            ("\"Ada\" (Lovelace)", "AL"),
            ("Élodie Çelik", "ÉÇ"),
            ("E\u{301}lodie Ng", "E\u{301}N"),
            ("ßabine Groß", "SG"),
            ("山田 太郎", "山太"),
            ("山田太郎", "山"),
            ("김 민준", "김민"),
            ("Юлия Петрова", "ЮП"),
            ("अमित कुमार", "अकु"),
            ("محمد علي", "مع"),
            ("🦊", "🦊"),
            ("👩‍🔬 Curie", "👩‍🔬C"),
        ] {
            assert_eq!(initials(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_hue_is_stable_and_on_the_wheel() {
        assert_eq!(hue("account-1"), hue("account-1"));
        assert_ne!(hue("account-1"), hue("account-2"));
        assert!((0..1000).all(|id| hue(&id.to_string()) < 360));
        // Pinned: a change would recolour everyone.
        assert_eq!(hue(""), 0xe3b0 % 360);
    }
}
