//! The security log as a file: CSV as RFC 4180 has it, with a header and times in UTC.

use std::io::{self, Write};

use chrono::SecondsFormat;
use csv::{Terminator, Writer, WriterBuilder};
use serde::Serialize;

use crate::security_log::{EventCategory, SecurityActor, SecurityEvent, SecurityEventKind};

const HEADER: [&str; 7] = [
    "time_utc", "event", "category", "actor", "subject", "client", "address",
];

/// A file that events are added to.
pub(crate) struct LogFile<File: Write>(Writer<File>);

impl<File: Write> LogFile<File> {
    /// Begins with the header.
    pub(crate) fn begin(file: File) -> io::Result<Self> {
        let mut log = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .has_headers(false)
            .from_writer(file);
        log.write_record(HEADER).map_err(io::Error::from)?;
        Ok(Self(log))
    }

    /// Adds one line.
    pub(crate) fn add(&mut self, event: SecurityEvent) -> io::Result<()> {
        self.0.serialize(Row::from(event)).map_err(io::Error::from)
    }

    /// The file with all that was added.
    pub(crate) fn into_inner(self) -> io::Result<File> {
        self.0
            .into_inner()
            .map_err(|unwritten| unwritten.into_error())
    }
}

/// One line of the file.
#[derive(Serialize)]
struct Row {
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

/// Words of others as text: a spreadsheet would run what looks like a formula.
fn as_text(words: Option<String>) -> String {
    let words = words.unwrap_or_default();
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{words}")
    } else {
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let mut log = LogFile::begin(Vec::new()).unwrap();
        log.add(event).unwrap();
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
