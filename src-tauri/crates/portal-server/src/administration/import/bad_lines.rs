//! Lines that can't be read, and why.

use std::fmt;
use std::ops::RangeInclusive;

use super::values::MAXIMUM_TEXT_LENGTH;
use crate::domain::MAXIMUM_NAME_LENGTH;

/// Bad lines that are listed with their reasons; of the others, the numbers alone.
const LISTED: usize = 20;

/// A line that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number in the file, from 1 on: what an editor shows.
    pub line: u64,
    /// Why.
    pub reason: BadLineReason,
}

/// Why a line can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLineReason {
    /// It is cut off, or has a comma too many.
    #[error("it has {found} fields, not {expected}")]
    Columns {
        /// Fields that it has.
        found: usize,
        /// Fields that the first line has.
        expected: usize,
    },
    /// It opens quotes and does not close them: it may be cut off.
    #[error("its quotes are not closed")]
    OpenQuote,
    /// It ends with the file, so that its last field may be part of one.
    #[error("it has no line end: the file may be cut off there")]
    NoLineEnd,
    /// It is no line of text.
    #[error("it is too long")]
    TooLong,
    /// It is not text.
    #[error("it is not UTF-8")]
    NotUtf8,
    /// Its time is none.
    #[error("{0:?} is not a time")]
    NoTime(String),
    /// Its time may be that of any zone.
    #[error("{0:?} has no offset; name its time zone with --time-zone")]
    NoOffset(String),
    /// Clocks were put forward then.
    #[error("{text:?} is a time that {zone} leaves out")]
    LeftOut {
        /// The time.
        text: String,
        /// The time zone.
        zone: &'static str,
    },
    /// Its time is before 1970.
    #[error("{0:?} is before 1970")]
    Before1970(String),
    /// Its value is NaN, infinite or too large.
    #[error("{0:?} is not a number that can be kept")]
    NoNumber(String),
    /// It has a key without a value.
    #[error("it has no value")]
    NoValue,
    /// Its text has a NUL, which no database keeps.
    #[error("its text has a NUL")]
    Nul,
    /// Its text is too long.
    #[error("its text has more than {MAXIMUM_TEXT_LENGTH} characters")]
    TextTooLong,
    /// A name is empty, too long, or can't be seen.
    #[error(
        "{name:?} can't name a {what}: names have 1 to {MAXIMUM_NAME_LENGTH} characters on one line"
    )]
    NoName {
        /// What it would name.
        what: &'static str,
        /// The name.
        name: String,
    },
}

/// All bad lines of a file: the first of them, and the numbers of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BadLines {
    first: Vec<BadLine>,
    /// Those after the first, each with as many as follow it at once.
    others: Vec<RangeInclusive<u64>>,
    count: u64,
}

impl BadLines {
    pub(super) fn add(&mut self, line: BadLine) {
        self.count += 1;
        if self.first.len() < LISTED {
            self.first.push(line);
            return;
        }
        match self.others.last_mut() {
            Some(range) if *range.end() + 1 == line.line => {
                *range = *range.start()..=line.line;
            }
            _ => self.others.push(line.line..=line.line),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The first of them, at most 20.
    #[must_use]
    pub fn first(&self) -> &[BadLine] {
        &self.first
    }
}

/// One after the other, for people.
impl fmt::Display for BadLines {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, BadLine { line, reason }) in self.first.iter().enumerate() {
            let newline = if index == 0 { "" } else { "\n" };
            write!(formatter, "{newline}line {line}: {reason}")?;
        }
        let others = self.count - self.first.len() as u64;
        if others == 0 {
            return Ok(());
        }
        write!(formatter, "\nand {others} more:")?;
        for (index, range) in self.others.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            match (range.start(), range.end()) {
                (first, last) if first == last => write!(formatter, "{comma} {first}")?,
                (first, last) => write!(formatter, "{comma} {first} to {last}")?,
            }
        }
        Ok(())
    }
}
