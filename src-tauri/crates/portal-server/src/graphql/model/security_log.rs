//! What happened to an account's security, and cursors into that list.

use async_graphql::{ID, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use uuid::Uuid;

use super::Instant;
use crate::domain::{SecurityActor, SecurityCategory, SecurityEventKind};
use crate::graphql::Fault;
use crate::store::entities::security_event;
use crate::store::security_log::EventPosition;

/// Something that happened to an account's security. Never holds a secret.
#[derive(SimpleObject)]
pub(crate) struct SecurityEvent {
    /// Opaque id.
    id: ID,
    /// When.
    at: Instant,
    /// What happened.
    kind: SecurityEventKind,
    /// What it is about.
    category: SecurityCategory,
    /// Who did it.
    actor: SecurityActor,
    /// What it was done to: the name of a key or organization, the client of a session.
    subject: Option<String>,
    /// What did it, as it called itself.
    client: Option<String>,
    /// The network address it came from.
    address: Option<String>,
}

impl From<security_event::Model> for SecurityEvent {
    fn from(event: security_event::Model) -> Self {
        Self {
            id: event.id.into(),
            at: Instant(event.at),
            kind: event.kind,
            category: event.category,
            actor: event.actor,
            subject: event.subject,
            client: event.client,
            address: event.address,
        }
    }
}

/// One page of events.
#[derive(SimpleObject)]
pub(crate) struct SecurityLog {
    /// The events of this page.
    pub(crate) data: Vec<SecurityEvent>,
    /// Pass as `after` for the next page; null on the last.
    pub(crate) cursor: Option<String>,
    /// For how many days the portal keeps events; null: for good.
    pub(crate) kept_for_days: Option<i32>,
}

/// A position as clients hold it: opaque, and of use in any list of events.
pub(crate) fn write_event_cursor(position: &EventPosition) -> String {
    let micros = position.at.timestamp_micros();
    URL_SAFE_NO_PAD.encode(format!("{}{micros}", position.id.simple()))
}

/// The position of a cursor that this portal wrote.
///
/// # Errors
///
/// When it is no cursor.
pub(crate) fn read_event_cursor(cursor: &str) -> Result<EventPosition, Fault> {
    parse(cursor).ok_or_else(|| Fault::BadInput("`after` is not a cursor of this list.".to_owned()))
}

fn parse(cursor: &str) -> Option<EventPosition> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (id, micros) = text.split_at_checked(32)?;
    Some(EventPosition {
        id: Uuid::try_parse(id).ok()?,
        at: DateTime::from_timestamp_micros(micros.parse().ok()?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_position() {
        let position = EventPosition {
            at: DateTime::from_timestamp_micros(1_764_000_000_123_456).unwrap(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(parse(&write_event_cursor(&position)), Some(position));
        for text in [
            "",
            "?",
            "AAAA",
            "ä",
            &URL_SAFE_NO_PAD.encode(Uuid::nil().simple().to_string()),
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
