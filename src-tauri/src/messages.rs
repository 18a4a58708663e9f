//! The texts of native notifications, from the same catalogues as the page's.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use profile_core::language::Language;
use serde::Deserialize;
use tokio::sync::watch;

use crate::amounts::{form, written};

/// What a placeholder stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filling {
    /// Words, as they are.
    Text(String),
    /// An exact decimal, which is written and counted by the rules of the language.
    Number(String),
}

impl Filling {
    /// How many there are of something.
    pub(crate) fn count(count: impl ToString) -> Self {
        Self::Number(count.to_string())
    }

    fn written(&self, language: Language) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(decimal) => written(language, decimal),
        }
    }
}

impl From<String> for Filling {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A message, as the page's compiler reads it too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    Plain(String),
    Counted([Counted; 1]),
}

/// A message with a form for each way in which its language counts.
#[derive(Deserialize)]
struct Counted {
    /// Such as `local countForm = count: plural`.
    declarations: Vec<String>,
    /// The form's name, such as `countForm=one`, and its text.
    #[serde(rename = "match")]
    forms: HashMap<String, String>,
}

impl Counted {
    /// What is worked out from a placeholder: its own name, the placeholder's and how.
    fn locals(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.declarations.iter().filter_map(|declaration| {
            let (name, worked_out) = declaration.strip_prefix("local ")?.split_once(" = ")?;
            let (input, function) = worked_out.split_once(": ")?;
            Some((name, input, function))
        })
    }

    fn text(&self, language: Language, values: &[(&str, Filling)]) -> Option<String> {
        let (selector, input, _) = self.locals().find(|(.., function)| *function == "plural")?;
        let form = match value(values, input)? {
            Filling::Number(decimal) => form(language, decimal),
            Filling::Text(_) => "other",
        };
        let text = |form: &str| self.forms.get(&format!("{selector}={form}"));
        let text = text(form).or_else(|| text("other"))?;
        Some(fill(text, |name| {
            let local = self.locals().find(|(local, ..)| *local == name);
            let input = local.map_or(name, |(_, input, _)| input);
            value(values, input).map(|it| it.written(language))
        }))
    }
}

/// The messages of one language.
#[derive(Default)]
struct Catalogue(HashMap<String, Message>);

impl Catalogue {
    fn read(language: Language) -> Result<Self, serde_json::Error> {
        let text = match language {
            Language::En => include_str!("../../ui/messages/en.json"),
            Language::De => include_str!("../../ui/messages/de.json"),
            Language::Fr => include_str!("../../ui/messages/fr.json"),
            Language::Es => include_str!("../../ui/messages/es.json"),
            Language::Ja => include_str!("../../ui/messages/ja.json"),
            Language::Ar => include_str!("../../ui/messages/ar.json"),
        };
        serde_json::from_str(text).map(Self)
    }

    fn text(&self, language: Language, id: &str, values: &[(&str, Filling)]) -> Option<String> {
        match self.0.get(id)? {
            Message::Plain(text) => Some(fill(text, |name| {
                value(values, name).map(|it| it.written(language))
            })),
            Message::Counted([counted]) => counted.text(language, values),
        }
    }
}

fn value<'a>(values: &'a [(&str, Filling)], name: &str) -> Option<&'a Filling> {
    let found = values.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| value)
}

/// A text with its `{placeholders}` filled in.
fn fill(template: &str, filling: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        text.push_str(&filling(name).unwrap_or_default());
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The page's messages, in the language that the app speaks. Clones are one: all speak the same language.
#[derive(Clone)]
pub(crate) struct Messages(Arc<Spoken>);

struct Spoken {
    language: watch::Sender<Language>,
    /// Read when they are first needed.
    catalogues: [OnceLock<Catalogue>; Language::ALL.len()],
}

impl Messages {
    /// Those in `language`.
    pub(crate) fn of(language: Language) -> Self {
        Self(Arc::new(Spoken {
            language: watch::Sender::new(language),
            catalogues: Default::default(),
        }))
    }

    /// From now on in `language`.
    pub(crate) fn speak(&self, language: Language) {
        self.0.language.send_replace(language);
    }

    /// Tells each time that another language is spoken.
    pub(crate) fn languages(&self) -> watch::Receiver<Language> {
        self.0.language.subscribe()
    }

    /// The language that is spoken.
    pub(crate) fn language(&self) -> Language {
        *self.0.language.borrow()
    }

    /// The message of `id` with its `{placeholders}` filled in. One that the language lacks is told in English; the
    /// id itself where there is none at all.
    pub(crate) fn text(&self, id: &str, values: &[(&str, Filling)]) -> String {
        [self.language(), Language::En]
            .into_iter()
            .find_map(|language| self.catalogue(language).text(language, id, values))
            .unwrap_or_else(|| id.to_owned())
    }

    fn catalogue(&self, language: Language) -> &Catalogue {
        self.0.catalogues[language as usize].get_or_init(|| {
            Catalogue::read(language).unwrap_or_else(|error| {
                tracing::error!(%error, ?language, "the messages can't be read");
                Catalogue::default()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_once() {
        let values = [("name", "{portal}"), ("portal", "ACME")];
        let filled = fill("{name} is in {portal}.", |name| {
            let value = values.iter().find(|(known, _)| *known == name);
            value.map(|(_, value)| (*value).to_owned())
        });
        assert_eq!(filled, "{portal} is in ACME.");
        assert_eq!(fill("{name", |_| None), "name");
    }

    #[test]
    fn an_unknown_message_shows_its_id() {
        assert_eq!(Messages::of(Language::De).text("farewell", &[]), "farewell");
    }

    #[test]
    fn every_catalogue_can_be_read() -> Result<(), serde_json::Error> {
        let english = Catalogue::read(Language::En)?;
        for language in Language::ALL {
            let catalogue = Catalogue::read(language)?;
            assert_eq!(catalogue.0.len(), english.0.len(), "{language:?}");
        }
        Ok(())
    }

    #[test]
    fn a_message_that_a_language_lacks_is_told_in_english() -> Result<(), serde_json::Error> {
        let messages = Messages::of(Language::De);
        let mut german = Catalogue::read(Language::De)?;
        german.0.remove("notifications_open");
        assert!(
            messages.0.catalogues[Language::De as usize]
                .set(german)
                .is_ok()
        );
        assert_eq!(messages.text("notifications_open", &[]), "Open");
        Ok(())
    }

    #[test]
    fn what_is_counted_has_the_form_of_its_number() -> Result<(), serde_json::Error> {
        let counted: Counted = serde_json::from_str(
            r#"{
                "declarations": ["input count", "input at", "local shown = count: number", "local form = count: plural"],
                "selectors": ["form"],
                "match": {
                    "form=one": "one key at {at}",
                    "form=few": "{shown} keys at {at} (few)",
                    "form=other": "{shown} keys at {at}"
                }
            }"#,
        )?;
        let text = |language, count: &str| {
            let values = [
                ("count", Filling::Number(count.to_owned())),
                ("at", "ACME".to_owned().into()),
            ];
            counted.text(language, &values)
        };
        for (language, count, expected) in [
            (Language::En, "1.000", "one key at ACME"),
            (Language::En, "2000", "2,000 keys at ACME"),
            (Language::De, "2000.5", "2.000,5 keys at ACME"),
            (Language::Ar, "3", "3 keys at ACME (few)"),
            // A form that is not there.
            (Language::Ar, "11", "11 keys at ACME"),
        ] {
            assert_eq!(text(language, count).as_deref(), Some(expected));
        }
        Ok(())
    }

    #[test]
    fn all_clones_follow_a_change_of_the_language() {
        let messages = Messages::of(Language::En);
        let elsewhere = messages.clone();
        assert_eq!(elsewhere.text("notifications_open", &[]), "Open");
        messages.speak(Language::De);
        assert_eq!(elsewhere.language(), Language::De);
        assert_eq!(elsewhere.text("notifications_open", &[]), "Öffnen");
    }
}
