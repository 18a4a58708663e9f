//! Comma-separated values, by RFC 4180.

use std::io;

use crate::domain::ExportFormat;
use crate::exports::writing::catalog::Catalog;
use crate::exports::writing::times::DeviceClocks;
use crate::store::stream_reading::ReadValue;

use super::columns::{Column, type_name};
use super::text::{Lines, write_number};

/// What cells with a text can't begin with unless they are wanted raw: spreadsheets would take them for formulas
/// (OWASP, CSV injection).
const FORMULA: [char; 9] = ['=', '+', '-', '@', '\0', '＝', '＋', '－', '＠'];

/// What they can't begin with either: a spreadsheet may leave it out.
const BLANK: [char; 3] = ['\t', '\r', '\n'];

/// After what another cell begins, to a spreadsheet that separates them by something else than commas, whatever is in
/// quotes.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

const LINE_END: &[u8] = b"\r\n";

/// Lines of comma-separated values. What is the same in all rows of a device, skill or stream is written once.
pub(in crate::exports::writing) struct CsvLines {
    raw: bool,
    /// Of each skill, its workflow and itself.
    skills: Vec<(Vec<u8>, Vec<u8>)>,
    /// Of each device, itself, and its tags and location.
    devices: Vec<(Vec<u8>, Vec<u8>)>,
    /// Of each source, its device, its skill, and its key and type.
    sources: Vec<(usize, usize, Vec<u8>)>,
}

impl CsvLines {
    /// Lines for the sources of a catalog, `raw` or with formulas made harmless.
    pub(super) fn of(catalog: &Catalog, raw: bool) -> Self {
        let skills = catalog.skills.iter().map(|skill| {
            let cell = |text: &str| finished(|cells| write_text(text, raw, cells));
            (cell(&skill.workflow), cell(&skill.name))
        });
        let devices = catalog.devices.iter().map(|device| {
            let name = finished(|cells| write_text(&device.name, raw, cells));
            let place = finished(|cells| {
                write_text(&json_array(&device.tags), raw, cells);
                cells.push(b',');
                write_text(device.location.as_deref().unwrap_or_default(), raw, cells);
            });
            (name, place)
        });
        let sources = catalog.sources.iter().map(|source| {
            let what = finished(|cells| {
                write_text(&source.key, raw, cells);
                cells.push(b',');
                write_cell(type_name(source.kind), cells);
            });
            (source.device, source.skill, what)
        });
        Self {
            raw,
            skills: skills.collect(),
            devices: devices.collect(),
            sources: sources.collect(),
        }
    }
}

impl Lines for CsvLines {
    fn write_header(&self, text: &mut Vec<u8>) {
        for (index, column) in Column::all_of(ExportFormat::Csv).iter().enumerate() {
            if index > 0 {
                text.push(b',');
            }
            text.extend_from_slice(column.name.as_bytes());
        }
        text.extend_from_slice(LINE_END);
    }

    fn write_line(
        &self,
        clocks: &mut DeviceClocks,
        at: i64,
        source: u32,
        value: ReadValue<'_>,
        text: &mut Vec<u8>,
    ) -> io::Result<()> {
        let (device, skill, what) = &self.sources[source as usize];
        let (workflow, skill) = &self.skills[*skill];
        let (device, place) = &self.devices[*device];
        clocks.write_utc(at, text);
        text.push(b',');
        clocks.write_local(at, source, text);
        text.push(b',');
        for cells in [workflow, device, skill, place, what] {
            text.extend_from_slice(cells);
        }
        match value {
            ReadValue::Number(number) => write_number(number, text),
            ReadValue::Boolean(true) => text.extend_from_slice(b"true"),
            ReadValue::Boolean(false) => text.extend_from_slice(b"false"),
            ReadValue::Text(value) => write_text(value, self.raw, text),
        }
        text.extend_from_slice(LINE_END);
        Ok(())
    }
}

/// Cells with a comma behind them.
fn finished(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut cells = Vec::new();
    write(&mut cells);
    cells.push(b',');
    cells
}

fn json_array(texts: &[String]) -> String {
    // Texts always have a form in JSON.
    serde_json::to_string(texts).unwrap_or_default()
}

/// Adds a cell that comes from people or devices.
fn write_text(cell: &str, raw: bool, cells: &mut Vec<u8>) {
    match neutralised(cell).filter(|_| !raw) {
        Some(harmless) => write_cell(&harmless, cells),
        None => write_cell(cell, cells),
    }
}

/// A text in which nothing passes for a formula, if something did: at its beginning and after each separator, what a
/// formula begins with gets a `'` before it, and before all `'` that are there already. So whoever takes one `'` away
/// wherever some of them precede the beginning of a formula has the text as it was.
fn neutralised(text: &str) -> Option<String> {
    if !is_formula(text, true) && !text.contains(SEPARATORS) {
        return None;
    }
    let mut harmless = String::with_capacity(text.len() + 1);
    for (index, part) in text.split_inclusive(SEPARATORS).enumerate() {
        if is_formula(part, index == 0) {
            harmless.push('\'');
        }
        harmless.push_str(part);
    }
    (harmless.len() > text.len()).then_some(harmless)
}

/// Whether a text, or a part of it that does not come first, would pass for a formula without the `'` before it.
fn is_formula(part: &str, comes_first: bool) -> bool {
    let part = part.trim_start_matches('\'');
    part.starts_with(FORMULA) || (comes_first && part.starts_with(BLANK))
}

/// Adds a cell, in quotes where it needs them.
fn write_cell(cell: &str, cells: &mut Vec<u8>) {
    let special = |octet: &u8| matches!(octet, b',' | b'"' | b'\r' | b'\n');
    if !cell.as_bytes().iter().any(special) {
        cells.extend_from_slice(cell.as_bytes());
        return;
    }
    cells.push(b'"');
    for (index, part) in cell.split('"').enumerate() {
        if index > 0 {
            cells.extend_from_slice(b"\"\"");
        }
        cells.extend_from_slice(part.as_bytes());
    }
    cells.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_back(cells: &[u8]) -> Vec<String> {
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(cells);
        let record = reader.records().next().unwrap().unwrap();
        record.iter().map(str::to_owned).collect()
    }

    #[test]
    fn formulas_are_neutralised_unless_raw_is_wanted() {
        for (text, harmless) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("\n=1", "'\n'=1"),
            ("\nb", "'\nb"),
            ("\0=1", "'\0=1"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠SUM(A1)", "'＠SUM(A1)"),
            ("'=1", "''=1"),
            ("a;=1", "a;'=1"),
            ("a;'=1", "a;''=1"),
            ("a\t@b", "a\t'@b"),
            ("a\r\n+1;-2", "a\r\n'+1;'-2"),
            ("[\"a;＝1\"]", "[\"a;'＝1\"]"),
        ] {
            for (raw, expected) in [(false, harmless), (true, text)] {
                let cells = finished(|cells| write_text(text, raw, cells));
                assert_eq!(read_back(&cells)[0], expected);
            }
        }
        for text in [
            "1=1", "a-b", " =1", "'a", "a; =1", "a;b", "a\r\nb", "a,=1", "[\"=1\"]", "",
        ] {
            let cells = finished(|cells| write_text(text, false, cells));
            assert_eq!(read_back(&cells)[0], text);
        }
    }

    /// What the documentation has readers do.
    fn as_it_was(harmless: &str) -> String {
        let parts = harmless.split_inclusive(SEPARATORS).enumerate();
        let parts = parts.map(|(index, part)| {
            let begins = is_formula(part, index == 0);
            part.strip_prefix('\'').filter(|_| begins).unwrap_or(part)
        });
        parts.collect()
    }

    proptest! {
        #[test]
        fn what_was_neutralised_can_be_had_again(text in "[a';=＝@\t\r\n\0,]*") {
            let harmless = neutralised(&text).unwrap_or_else(|| text.clone());
            prop_assert!(!harmless.starts_with(BLANK));
            prop_assert!(!harmless.split(SEPARATORS).any(|part| part.starts_with(FORMULA)));
            prop_assert_eq!(as_it_was(&harmless), text);
        }

        #[test]
        fn every_cell_reads_back(first in "(?s).*", second in "[,\"\r\n=a]*") {
            let cells = finished(|cells| {
                // What a file begins with could be a byte order mark to a reader.
                write_cell("1", cells);
                cells.push(b',');
                write_cell(&first, cells);
                cells.push(b',');
                write_cell(&second, cells);
            });
            prop_assert_eq!(read_back(&cells), ["1".to_owned(), first, second, String::new()]);
        }
    }
}
