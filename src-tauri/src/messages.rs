//! The texts of native notifications, from the same catalogue as the page's.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

/// The page's messages in one language. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Messages(Arc<HashMap<String, Value>>);

impl Messages {
    /// English, the only language so far.
    ///
    /// # Errors
    /// When the catalogue that was compiled in is not JSON; a test rules that out.
    pub(crate) fn english() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../ui/messages/en.json"))
            .map(Arc::new)
            .map(Self)
    }

    /// The message of `id` with its `{placeholders}` filled in; the id itself when there is none.
    pub(crate) fn text(&self, id: &str, values: &[(&str, &str)]) -> String {
        let template = self.0.get(id).and_then(Value::as_str).unwrap_or(id);
        let mut text = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            let value = values.iter().find(|(known, _)| *known == name);
            text.push_str(value.map_or("", |(_, value)| value));
            rest = after;
        }
        text.push_str(rest);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Messages {
        let texts = HashMap::from([("greeting".to_owned(), text.into())]);
        Messages(Arc::new(texts))
    }

    #[test]
    fn placeholders_are_filled_in_once() {
        let messages = messages("{name} is in {portal}.");
        assert_eq!(
            messages.text("greeting", &[("name", "{portal}"), ("portal", "ACME")]),
            "{portal} is in ACME."
        );
    }

    #[test]
    fn an_unknown_message_shows_its_id() {
        assert_eq!(messages("").text("farewell", &[]), "farewell");
    }
}
