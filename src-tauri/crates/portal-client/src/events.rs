//! Server-sent events: as much of them as the contract has.

use crate::error::ClientError;

/// The most octets of one event. An honest one is far smaller.
const LIMIT: usize = 256 * 1024;

/// An event of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// What it is called.
    pub(crate) name: String,
    /// What it says.
    pub(crate) data: String,
}

/// Finds events in octets that come in pieces of any size.
#[derive(Debug, Default)]
pub(crate) struct EventReader {
    /// The line that is not complete yet.
    line: Vec<u8>,
    /// Whether the line before ended with a carriage return, whose line feed may be yet to come.
    after_return: bool,
    /// How much of the event there is.
    size: usize,
    name: String,
    data: Option<String>,
}

impl EventReader {
    /// Takes the next octets; answers the events that they complete. Comments are none.
    ///
    /// # Errors
    /// When an event is too large, or no text.
    pub(crate) fn take(&mut self, octets: &[u8]) -> Result<Vec<Event>, ClientError> {
        let mut events = Vec::new();
        for &octet in octets {
            let is_rest_of_end = std::mem::take(&mut self.after_return) && octet == b'\n';
            if is_rest_of_end {
                continue;
            }
            if matches!(octet, b'\n' | b'\r') {
                self.after_return = octet == b'\r';
                events.extend(self.end_line()?);
                continue;
            }
            self.size += 1;
            if self.size > LIMIT {
                return Err(ClientError::ReplyTooLarge { limit: LIMIT });
            }
            self.line.push(octet);
        }
        Ok(events)
    }

    /// Answers the event that an empty line completes.
    fn end_line(&mut self) -> Result<Option<Event>, ClientError> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            self.size = 0;
            let (name, data) = (std::mem::take(&mut self.name), self.data.take());
            return Ok(data.map(|data| Event { name, data }));
        }
        let line = String::from_utf8(line).map_err(|_| ClientError::ReplyInvalid {
            detail: "an event is no text".into(),
        })?;
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => {
                let data = self.data.get_or_insert_default();
                if !data.is_empty() {
                    data.push('\n');
                }
                data.push_str(value);
            }
            // A comment is a sign of life; what else there is says nothing that is not in the data.
            _ => self.size = if self.data.is_none() { 0 } else { self.size },
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: &str) -> Event {
        Event {
            name: name.to_owned(),
            data: data.to_owned(),
        }
    }

    const STREAM: &str = ":\n\nevent: next\nid: c1\ndata: {\"a\":1}\n\n: alive\n\nevent: next\r\ndata:é\r\ndata: 2\r\n\r\nevent: complete\rdata:\r\r";

    #[test]
    fn events_are_found_wherever_the_stream_is_cut() {
        let expected = [
            event("next", "{\"a\":1}"),
            event("next", "é\n2"),
            event("complete", ""),
        ];
        let octets = STREAM.as_bytes();
        for piece in 1..octets.len() {
            let mut reader = EventReader::default();
            let mut events = Vec::new();
            for octets in octets.chunks(piece) {
                events.extend(reader.take(octets).unwrap());
            }
            assert_eq!(events, expected, "pieces of {piece}");
        }
    }

    #[test]
    fn what_is_cut_off_is_no_event() {
        let mut reader = EventReader::default();
        assert_eq!(reader.take(b"event: next\ndata: {}\n").unwrap(), []);
        assert_eq!(reader.take(b"\n").unwrap(), [event("next", "{}")]);
        assert_eq!(reader.take(b"event: next\n\n").unwrap(), []);
    }

    #[test]
    fn an_event_without_end_is_refused() {
        let mut reader = EventReader::default();
        let line = vec![b'x'; LIMIT / 2];
        assert!(reader.take(b"data: ").is_ok());
        assert!(reader.take(&line).is_ok());
        assert!(matches!(
            reader.take(&line),
            Err(ClientError::ReplyTooLarge { .. })
        ));
    }

    #[test]
    fn signs_of_life_may_go_on_for_ever() {
        let mut reader = EventReader::default();
        for _ in 0..LIMIT {
            assert_eq!(reader.take(b":\n\n").unwrap(), []);
        }
        assert!(reader.take(b"data: \xff\n").is_err());
    }
}
