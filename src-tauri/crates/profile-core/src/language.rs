//! The language that the app speaks: the system's, or the one chosen on this machine.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::local_values::{read, try_write};
use crate::ports::{LocalStore, LocalStoreError};

/// Key of the language chosen on this machine: a [`Language`] such as `"de"`, or null for the system's.
pub const LANGUAGE: &str = "language";

/// A language that the app speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Japanese.
    Ja,
    /// Arabic.
    Ar,
}

/// Which way a text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// As documents name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl Language {
    /// All that there are.
    pub const ALL: [Self; 6] = [Self::En, Self::De, Self::Fr, Self::Es, Self::Ja, Self::Ar];

    /// The language's tag (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Ja => "ja",
            Self::Ar => "ar",
        }
    }

    /// Which way its texts run.
    #[must_use]
    pub fn direction(self) -> Direction {
        match self {
            Self::Ar => Direction::Rtl,
            _ => Direction::Ltr,
        }
    }

    /// The first of what a system prefers that the app speaks, by tags such as `de-AT`; English where there is
    /// none.
    #[must_use]
    pub fn preferred_of<Tag: AsRef<str>>(tags: impl IntoIterator<Item = Tag>) -> Self {
        tags.into_iter()
            .find_map(|tag| Self::of(tag.as_ref()))
            .unwrap_or_default()
    }

    /// The language of a tag, whatever region or script it names beside it.
    fn of(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        // Programs that are asked for no language at all speak the one they are written in.
        if ["c", "posix"]
            .iter()
            .any(|it| primary.eq_ignore_ascii_case(it))
        {
            return Some(Self::En);
        }
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }
}

/// Which language the app speaks, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct LanguageSetting {
    /// What was chosen on this machine; absent while the system's is followed.
    pub chosen: Option<Language>,
    /// The system's, or English where the app speaks none of its languages.
    pub system: Language,
}

impl LanguageSetting {
    /// The language that the app speaks.
    #[must_use]
    pub fn in_force(self) -> Language {
        self.chosen.unwrap_or(self.system)
    }
}

/// The language chosen on this machine; `None` for the system's.
#[must_use]
pub fn remembered(store: &dyn LocalStore) -> Option<Language> {
    read::<Option<Language>>(store, LANGUAGE).flatten()
}

/// Remembers the language chosen on this machine; `None` for the system's.
///
/// # Errors
/// When the store can't be written.
pub fn remember(store: &dyn LocalStore, chosen: Option<Language>) -> Result<(), LocalStoreError> {
    try_write(store, LANGUAGE, &chosen)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::memory::MemoryLocalStore;

    #[test]
    fn the_first_language_that_the_app_speaks_is_taken() {
        for (tags, expected) in [
            (&["de-AT"][..], Language::De),
            (&["ar-EG"], Language::Ar),
            (&["fr-CA-u-ca-gregory"], Language::Fr),
            (&["ES-419"], Language::Es),
            (&["ja_JP.UTF-8"], Language::Ja),
            (&["ar-Arab-MA"], Language::Ar),
            (&["nl-NL", "de-DE", "en-GB"], Language::De),
            (&["C", "de-DE"], Language::En),
            (&["POSIX"], Language::En),
            (&["nl"], Language::En),
            (&["deu", "arq", "", "-", "日本語"], Language::En),
            (&[], Language::En),
        ] {
            assert_eq!(Language::preferred_of(tags), expected, "{tags:?}");
        }
    }

    #[test]
    fn each_language_is_found_by_its_own_tag() {
        for language in Language::ALL {
            assert_eq!(Language::preferred_of([language.tag()]), language);
            assert_eq!(json!(language), json!(language.tag()));
        }
    }

    #[test]
    fn the_choice_is_remembered_and_nonsense_is_the_systems() {
        let store = MemoryLocalStore::default();
        assert_eq!(remembered(&store), None);
        for chosen in [Some(Language::Ar), None, Some(Language::De)] {
            remember(&store, chosen).expect("a store in memory");
            assert_eq!(remembered(&store), chosen);
        }
        for nonsense in [
            json!("tlh"),
            json!("DE"),
            json!(7),
            json!(["de"]),
            json!(null),
        ] {
            store.set(LANGUAGE, nonsense).expect("a store in memory");
            assert_eq!(remembered(&store), None);
        }
        let system = Language::Ja;
        let setting = |chosen| LanguageSetting { chosen, system };
        assert_eq!(setting(None).in_force(), Language::Ja);
        assert_eq!(setting(Some(Language::Fr)).in_force(), Language::Fr);
    }
}
