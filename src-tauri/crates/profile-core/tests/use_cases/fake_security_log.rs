//! The fake portal's security log.

use serde_json::{Value, json};

use crate::fake_security::FakeSecurity;

impl FakeSecurity {
    /// A page of the events, which are numbered; the cursor is the number of the next one.
    pub(crate) fn log_page(&self, variables: &Value) -> Value {
        let first = variables["first"].as_u64().unwrap() as usize;
        let begin = variables["after"]
            .as_str()
            .map_or(0, |after| after.parse().unwrap());
        let end = self.events.min(begin + first);
        let events: Vec<_> = (begin..end)
            .map(|number| {
                json!({
                    "id": format!("evt_{number}"), "at": "2026-11-23T12:00:00Z",
                    "kind": "API_KEY_CREATED", "category": "API_KEYS", "actor": "SELF",
                    "subject": format!("=key{number}"), "client": null, "address": "192.0.2.7",
                })
            })
            .collect();
        let cursor = (end < self.events).then(|| end.to_string());
        json!({ "data": events, "cursor": cursor, "keptForDays": 400 })
    }
}
