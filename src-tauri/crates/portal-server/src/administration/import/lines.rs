//! Reading a file line by line, on a thread of its own.

use std::collections::HashMap;
use std::fs::File;
use std::path::PathBuf;

use csv::ByteRecord;
use tokio::sync::mpsc::Sender;

use super::layout::{HeaderRefused, Layout, Origin, Output};
use super::records::{Records, Split};
use super::values::read_value;
use super::{BadLine, BadLineReason, BadLines, ImportError, ImportOptions, Times};
use crate::domain::{MAXIMUM_NAME_LENGTH, OutputValue, ValueKind, plain_name};

/// Events of one batch: many enough that batches don't count, few enough that others who write get their turn.
const BATCH: usize = 25_000;

/// What a stream is called in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedStream {
    pub(super) device: String,
    pub(super) workflow: String,
    pub(super) skill: String,
    pub(super) key: String,
    pub(super) kind: ValueKind,
}

/// An event, with its stream by its number in the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LineEvent {
    pub(super) stream: usize,
    pub(super) at: i64,
    pub(super) value: OutputValue,
}

/// Events of some lines.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Streams that are named for the first time; their numbers follow those before.
    pub(super) streams: Vec<NamedStream>,
    pub(super) events: Vec<LineEvent>,
    /// How much of the file is read, in bytes.
    pub(super) read: u64,
}

/// What reading a file to its end came to.
#[derive(Debug, Default)]
pub(super) struct WholeFile {
    /// Lines with events, without the first one.
    pub(super) lines: u64,
    pub(super) bad: BadLines,
    /// The last line, if it is good and has no line end.
    pub(super) without_end: Option<u64>,
}

/// A file whose first line is understood.
pub(super) struct Lines {
    path: PathBuf,
    records: Records<File>,
    layout: Layout,
    times: Times,
    strict: bool,
    streams: HashMap<Vec<u8>, usize>,
    batch: Batch,
}

impl Lines {
    /// Opens a file and reads its first line.
    pub(super) fn open(
        path: PathBuf,
        options: &ImportOptions,
        strict: bool,
    ) -> Result<Self, ImportError> {
        let unreadable = |source| ImportError::Unreadable {
            path: path.clone(),
            source,
        };
        let mut records = Records::open(&path).map_err(unreadable)?;
        let mut header = ByteRecord::new();
        let layout = match records.next(&mut header).map_err(unreadable)? {
            None => Err(HeaderRefused::Empty),
            Some((_, Split::Whole)) => Layout::of(&header, options),
            Some(_) => Err(HeaderRefused::NoRecord),
        };
        let layout = layout.map_err(|refused| ImportError::Header {
            path: path.clone(),
            refused,
        })?;
        Ok(Self {
            path,
            records,
            layout,
            times: options.times.clone(),
            strict,
            streams: HashMap::new(),
            batch: Batch::default(),
        })
    }

    /// Reads to the end and hands over what it reads. Ends early when nobody takes it any more.
    pub(super) fn read(mut self, batches: &Sender<Batch>) -> Result<WholeFile, ImportError> {
        let mut whole = WholeFile::default();
        let mut record = ByteRecord::new();
        while let Some((line, split)) = self.next(&mut record)? {
            let complete = self.batch.events.len();
            let taken = match split {
                Split::Whole => self.take(&record).and_then(|()| self.check_end()),
                Split::OpenQuote => Err(BadLineReason::OpenQuote),
                Split::TooLong => Err(BadLineReason::TooLong),
            };
            match taken {
                Ok(()) => {
                    whole.lines += 1;
                    if !self.records.has_line_end() {
                        whole.without_end = Some(line);
                    }
                }
                Err(reason) => {
                    self.batch.events.truncate(complete);
                    whole.bad.add(BadLine { line, reason });
                }
            }
            if self.batch.events.len() >= BATCH && !self.hand_over(batches, &whole) {
                return Ok(whole);
            }
        }
        self.hand_over(batches, &whole);
        Ok(whole)
    }

    /// Where all lines have to be good, one that may be cut off is not.
    fn check_end(&self) -> Result<(), BadLineReason> {
        match self.strict && !self.records.has_line_end() {
            true => Err(BadLineReason::NoLineEnd),
            false => Ok(()),
        }
    }

    fn next(&mut self, record: &mut ByteRecord) -> Result<Option<(u64, Split)>, ImportError> {
        self.records
            .next(record)
            .map_err(|source| ImportError::Unreadable {
                path: self.path.clone(),
                source,
            })
    }

    /// Answers whether somebody took it. Where nothing is to be written any more, only how far it is read.
    fn hand_over(&mut self, batches: &Sender<Batch>, whole: &WholeFile) -> bool {
        let mut batch = std::mem::take(&mut self.batch);
        batch.read = self.records.read();
        if self.strict && whole.bad.count() > 0 {
            batch.events.clear();
        }
        batches.blocking_send(batch).is_ok()
    }

    /// Adds the events of a line to the batch.
    fn take(&mut self, record: &ByteRecord) -> Result<(), BadLineReason> {
        if record.len() != self.layout.columns {
            let (found, expected) = (record.len(), self.layout.columns);
            return Err(BadLineReason::Columns { found, expected });
        }
        let at = self.times.read(field(record, self.layout.time)?.trim())?;
        let output = std::mem::replace(&mut self.layout.output, Output::Wide(Vec::new()));
        let taken = self.take_output(record, at, &output);
        self.layout.output = output;
        taken
    }

    fn take_output(
        &mut self,
        record: &ByteRecord,
        at: i64,
        output: &Output,
    ) -> Result<(), BadLineReason> {
        match output {
            Output::Long { key, value } => {
                let key = field(record, *key)?.trim();
                let value = read_value(field(record, *value)?)?.ok_or(BadLineReason::NoValue)?;
                self.add(record, at, key, value)
            }
            Output::Wide(columns) => {
                for (column, key) in columns {
                    // Where nothing stands, nothing was measured.
                    if let Some(value) = read_value(field(record, *column)?)? {
                        self.add(record, at, key, value)?;
                    }
                }
                Ok(())
            }
        }
    }

    fn add(
        &mut self,
        record: &ByteRecord,
        at: i64,
        key: &str,
        value: OutputValue,
    ) -> Result<(), BadLineReason> {
        let stream = self.stream(record, key, value.kind())?;
        self.batch.events.push(LineEvent { stream, at, value });
        Ok(())
    }

    /// The number of a stream in this file.
    fn stream(
        &mut self,
        record: &ByteRecord,
        key: &str,
        kind: ValueKind,
    ) -> Result<usize, BadLineReason> {
        let device = named(record, &self.layout.device)?;
        let workflow = named(record, &self.layout.workflow)?;
        let skill = named(record, &self.layout.skill)?;
        let mut names = Vec::with_capacity(128);
        for name in [device, workflow, skill, key] {
            names.extend(name.as_bytes());
            // A field has no byte that UTF-8 doesn't have.
            names.push(0xFF);
        }
        names.push(kind as u8);
        if let Some(&stream) = self.streams.get(&names) {
            return Ok(stream);
        }
        let named = NamedStream {
            device: checked("device", device)?,
            workflow: checked("workflow", workflow)?,
            skill: checked("skill", skill)?,
            key: checked("key", key)?,
            kind,
        };
        let stream = self.streams.len();
        self.streams.insert(names, stream);
        self.batch.streams.push(named);
        Ok(stream)
    }
}

fn field(record: &ByteRecord, column: usize) -> Result<&str, BadLineReason> {
    let field = record.get(column).unwrap_or_default();
    std::str::from_utf8(field).map_err(|_| BadLineReason::NotUtf8)
}

fn named<'a>(record: &'a ByteRecord, origin: &'a Origin) -> Result<&'a str, BadLineReason> {
    match origin {
        Origin::Column(column) => Ok(field(record, *column)?.trim()),
        Origin::Always(name) => Ok(name),
    }
}

fn checked(what: &'static str, name: &str) -> Result<String, BadLineReason> {
    plain_name(name, MAXIMUM_NAME_LENGTH)
        .map(str::to_owned)
        .ok_or_else(|| BadLineReason::NoName {
            what,
            name: name.to_owned(),
        })
}
