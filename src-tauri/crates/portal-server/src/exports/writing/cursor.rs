//! The next events of one stream, as many as there is room for.

use std::ops::{ControlFlow, Range};

use super::batch::{self, Values};
use crate::domain::ValueKind;
use crate::store::stream_reading::{Place, ReadValue, Stretch};

/// What all cursors hold together at most, in rows of 16 octets.
const ROWS: usize = 1 << 19;

/// What the cursors of texts hold together, in octets. Each may have one text more, however long.
const TEXTS: usize = 4 << 20;

/// A cursor never asks for more rows at once: more would not be faster.
const MOST_ROWS: usize = 8_192;

/// A cursor asks for so many rows at least, however many cursors there are.
const LEAST_ROWS: usize = 16;

/// What a text is taken for before there is one, in octets.
const USUAL_TEXT: usize = 256;

/// What each cursor may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    rows: usize,
    texts: usize,
}

impl Room {
    /// Shares the memory out among cursors of these kinds.
    pub(super) fn among(kinds: impl Iterator<Item = ValueKind>) -> Self {
        Self::sharing(ROWS, kinds)
    }

    /// The same for little more than one batch of rows.
    pub(super) fn for_sample(kinds: impl Iterator<Item = ValueKind>) -> Self {
        Self::sharing(2 * batch::ROWS, kinds)
    }

    fn sharing(rows: usize, kinds: impl Iterator<Item = ValueKind>) -> Self {
        let (mut all, mut of_texts) = (0, 0);
        for kind in kinds {
            all += 1;
            of_texts += usize::from(kind == ValueKind::Text);
        }
        Self {
            rows: (rows / usize::max(all, 1)).clamp(LEAST_ROWS, MOST_ROWS),
            texts: TEXTS / usize::max(of_texts, 1),
        }
    }
}

/// Part of a stream, read from its beginning to its end.
#[derive(Debug)]
pub(super) struct Cursor {
    /// What is read next.
    stretch: Stretch,
    room: Room,
    at: Vec<i64>,
    values: Values,
    /// Of those that are held, the first that was not taken as yet.
    next: usize,
    /// Octets of a text on average.
    text_length: usize,
    is_read_to_end: bool,
}

impl Cursor {
    /// Reads what a stream has in a span of time, in microseconds since 1970 in UTC.
    pub(super) fn new(stream_id: i64, kind: ValueKind, span: Range<i64>, room: Room) -> Self {
        let mut cursor = Self {
            stretch: Stretch {
                stream_id,
                kind,
                from: Place::beginning(span.start),
                until: span.end,
                limit: 0,
            },
            room,
            at: Vec::new(),
            values: Values::default(),
            next: 0,
            text_length: USUAL_TEXT,
            is_read_to_end: false,
        };
        cursor.stretch.limit = cursor.rows_to_ask_for();
        cursor
    }

    /// When the next event was; `None` when all that are held were taken.
    pub(super) fn head(&self) -> Option<i64> {
        self.at.get(self.next).copied()
    }

    /// The value of the next event.
    pub(super) fn head_value(&self) -> ReadValue<'_> {
        self.values.get(self.next, self.stretch.kind)
    }

    /// Goes past the next event.
    pub(super) fn advance(&mut self) {
        self.next += 1;
    }

    /// What has to be read to go on; `None` at the end of the stream. What was held is forgotten.
    pub(super) fn next_stretch(&mut self) -> Option<Stretch> {
        self.at.clear();
        self.values.clear();
        self.next = 0;
        (!self.is_read_to_end).then_some(self.stretch)
    }

    /// Takes an event of what had to be read; breaks when there is no room for more.
    pub(super) fn take(&mut self, at: i64, value: ReadValue<'_>) -> ControlFlow<()> {
        self.at.push(at);
        self.values.push(value);
        self.stretch.from.pass(at);
        if self.values.text_length() >= self.room.texts {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Notes that what had to be read has been, as far as there was room for it.
    pub(super) fn has_read(&mut self) {
        let rows = self.at.len();
        let is_full = self.values.text_length() >= self.room.texts;
        self.is_read_to_end = rows < self.stretch.limit && !is_full;
        let text_length = self.values.text_length().checked_div(rows);
        self.text_length = text_length.unwrap_or(self.text_length);
        self.stretch.limit = self.rows_to_ask_for();
    }

    /// What it holds, in octets.
    #[cfg(test)]
    pub(super) fn weight(&self) -> usize {
        self.at.len() * 16 + self.values.text_length()
    }

    /// No more than there is room for: what a database sends in vain takes time.
    fn rows_to_ask_for(&self) -> usize {
        match self.stretch.kind {
            ValueKind::Number | ValueKind::Boolean => self.room.rows,
            ValueKind::Text => (self.room.texts / self.text_length.max(1)).clamp(1, self.room.rows),
        }
    }
}
