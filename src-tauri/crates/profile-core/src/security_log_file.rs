//! The security log as a file, with times in UTC.

use chrono::SecondsFormat;
use serde::Serialize;

use crate::csv_file::as_text;
use crate::security_log::{EventCategory, SecurityActor, SecurityEvent, SecurityEventKind};

/// The columns.
pub(crate) const HEADER: [&str; 7] = [
    "time_utc", "event", "category", "actor", "subject", "client", "address",
];

/// One line of the file.
#[derive(Serialize)]
pub(crate) struct Row {
    at: String,
    kind: SecurityEventKind,
    category: EventCategory,
    actor: SecurityActor,
    subject: String,
    client: String,
    address: String,
}

impl From<SecurityEvent> for Row {
    fn from(event: SecurityEvent) -> Self {
        Self {
            at: event.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            kind: event.kind,
            category: event.category,
            actor: event.actor,
            subject: as_text(event.subject),
            client: as_text(event.client),
            address: as_text(event.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_file::CsvFile;
    use crate::security_log::{OtherCategory, SecurityCategory};

    fn event(subject: &str) -> SecurityEvent {
        SecurityEvent {
            id: "evt_1".into(),
            at: "2026-11-23T12:00:00.5Z".parse().unwrap(),
            kind: SecurityEventKind::ApiKeyCreated,
            category: EventCategory::Known(SecurityCategory::ApiKeys),
            actor: SecurityActor::Oneself,
            subject: Some(subject.into()),
            client: None,
            address: Some("192.0.2.7".into()),
        }
    }

    fn line(event: SecurityEvent) -> String {
        let mut log = CsvFile::begin(Vec::new(), &HEADER).unwrap();
        log.add(Row::from(event)).unwrap();
        let text = String::from_utf8(log.into_inner().unwrap()).unwrap();
        let (header, rest) = text.split_once("\r\n").unwrap();
        assert_eq!(header, HEADER.join(","));
        rest.to_owned()
    }

    #[test]
    fn a_line_has_codes_and_utc() {
        let expected = "2026-11-23T12:00:00Z,api_key_created,api_keys,self,CI,,192.0.2.7\r\n";
        assert_eq!(line(event("CI")), expected);
        let later = SecurityEvent {
            kind: SecurityEventKind::Other,
            category: EventCategory::Other(OtherCategory::Other),
            ..event("CI")
        };
        assert!(line(later).contains(",other,other,self,"));
    }

    #[test]
    fn names_stay_names() {
        for (name, field) in [
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@sum", "'@sum"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
        ] {
            let line = line(event(name));
            assert!(line.contains(&format!(",self,{field},,")), "{line}");
        }
    }
}
