//! Splitting a file into records, each with the number of its line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use csv::{ByteRecord, ReaderBuilder};

/// Bytes that a record may have: one that is longer is no record, and would fill the memory.
const LONGEST: u64 = 1 << 20;

/// A record of a file, or why there is none in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// There are its fields.
    Whole,
    /// It opens quotes that are not closed. The next line is read on its own.
    OpenQuote,
    /// It is too long.
    TooLong,
}

/// Records of a file.
pub(super) struct Records<F> {
    input: BufReader<F>,
    /// The record at hand as it stands in the file.
    raw: Vec<u8>,
    /// The line after those that were read, from 1 on.
    next_line: u64,
    read: u64,
}

impl Records<File> {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self::of(File::open(path)?))
    }
}

impl<F: Read + Seek> Records<F> {
    fn of(file: F) -> Self {
        Self {
            input: BufReader::with_capacity(1 << 16, file),
            raw: Vec::new(),
            next_line: 1,
            read: 0,
        }
    }

    /// How much of the file is read, in bytes.
    pub(super) fn read(&self) -> u64 {
        self.read
    }

    /// Whether the record read last has a line end.
    pub(super) fn has_line_end(&self) -> bool {
        self.raw.last() == Some(&b'\n')
    }

    /// The next record and the line it begins in; `None` at the end. Empty lines are passed over.
    pub(super) fn next(&mut self, record: &mut ByteRecord) -> io::Result<Option<(u64, Split)>> {
        loop {
            self.raw.clear();
            let line = self.next_line;
            if !self.read_line()? {
                return Ok(None);
            }
            if self.raw.len() as u64 >= LONGEST {
                self.skip_line()?;
                return Ok(Some((line, Split::TooLong)));
            }
            if !content(&self.raw).is_empty() {
                return Ok(Some((line, self.split(record)?)));
            }
        }
    }

    fn split(&mut self, record: &mut ByteRecord) -> io::Result<Split> {
        record.clear();
        if !self.raw.contains(&b'"') {
            for field in content(&self.raw).split(|byte| *byte == b',') {
                record.push_field(field);
            }
            return Ok(Split::Whole);
        }
        let (first_line, read) = (self.next_line, self.read);
        while ends_in_quotes(&self.raw) {
            if self.raw.len() as u64 >= LONGEST || !self.read_line()? {
                self.input.seek(SeekFrom::Start(read))?;
                (self.next_line, self.read) = (first_line, read);
                return Ok(Split::OpenQuote);
            }
        }
        ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(self.raw.len())
            .from_reader(self.raw.as_slice())
            .read_byte_record(record)?;
        Ok(Split::Whole)
    }

    /// Adds a line to the record at hand; answers whether there was one.
    fn read_line(&mut self) -> io::Result<bool> {
        let read = self
            .input
            .by_ref()
            .take(LONGEST)
            .read_until(b'\n', &mut self.raw)?;
        self.next_line += u64::from(read > 0);
        self.read += read as u64;
        Ok(read > 0)
    }

    /// Goes on to the end of a line that is not at its end as yet.
    fn skip_line(&mut self) -> io::Result<()> {
        while self.raw.last() != Some(&b'\n') {
            self.raw.clear();
            let more = self.read_line()?;
            self.next_line -= u64::from(more);
            if !more {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// A line without its end.
fn content(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Whether quotes that open at the beginning of a field are not closed.
fn ends_in_quotes(raw: &[u8]) -> bool {
    let (mut quoted, mut before) = (false, b',');
    for &byte in raw {
        if quoted {
            quoted = byte != b'"';
        } else if byte == b'"' {
            // Doubled quotes stand for one, and the field goes on.
            quoted = matches!(before, b',' | b'"');
        }
        before = byte;
    }
    quoted
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// All records, as lines with numbers and fields.
    fn records(file: &str) -> Vec<String> {
        let mut records = Records::of(Cursor::new(file.as_bytes().to_vec()));
        let mut record = ByteRecord::new();
        let mut all = Vec::new();
        while let Some((line, split)) = records.next(&mut record).unwrap() {
            let fields: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
            all.push(match split {
                Split::Whole => format!("{line}: {}", fields.join("|")),
                split => format!("{line}: {split:?}"),
            });
        }
        assert_eq!(records.read(), file.len() as u64);
        all
    }

    #[test]
    fn lines_are_numbered_as_in_an_editor() {
        let unix = records("a,b\n\n1,\n\"x\ny\",2\n3,4");
        assert_eq!(unix, ["1: a|b", "3: 1|", "4: x\ny|2", "6: 3|4"]);
        let windows = records("a,b\r\n\r\n1,\"2\"\r\n3,4\r\n");
        assert_eq!(windows, ["1: a|b", "3: 1|2", "4: 3|4"]);
        assert!(records("").is_empty());
    }

    #[test]
    fn quotes_are_those_of_a_whole_field() {
        assert_eq!(records("5\" pipe,b\nc,d\n"), ["1: 5\" pipe|b", "2: c|d"]);
        assert_eq!(records("\"say \"\"hi\"\"\",b"), ["1: say \"hi\"|b"]);
    }

    #[test]
    fn open_quotes_cost_their_line_alone() {
        let open = records("a,b\n1,\"2\n3,4\n5,6\n");
        assert_eq!(open, ["1: a|b", "2: OpenQuote", "3: 3|4", "4: 5|6"]);
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let long = "x".repeat(3 * LONGEST as usize);
        let file = format!("a\n{long}\nb\n{long}");
        assert_eq!(records(&file), ["1: a", "2: TooLong", "3: b", "4: TooLong"]);
        let quoted = format!("\"{long}\nb\n");
        assert_eq!(records(&quoted), ["1: TooLong", "2: b"]);
    }
}
