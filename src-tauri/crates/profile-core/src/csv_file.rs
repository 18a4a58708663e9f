//! Files of rows: CSV as RFC 4180 has it, with a header.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use serde::Serialize;

/// A file that rows are added to.
pub(crate) struct CsvFile<File: Write>(Writer<File>);

impl<File: Write> CsvFile<File> {
    /// Begins with the header.
    pub(crate) fn begin(file: File, header: &[&str]) -> io::Result<Self> {
        let mut writer = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .has_headers(false)
            .from_writer(file);
        writer.write_record(header).map_err(io::Error::from)?;
        Ok(Self(writer))
    }

    /// Adds one line, with a field for each of the row's.
    pub(crate) fn add(&mut self, row: impl Serialize) -> io::Result<()> {
        self.0.serialize(row).map_err(io::Error::from)
    }

    /// The file with all that was added.
    pub(crate) fn into_inner(self) -> io::Result<File> {
        self.0
            .into_inner()
            .map_err(|unwritten| unwritten.into_error())
    }
}

/// How text begins that a spreadsheet runs: as OWASP lists it, with the full-width forms.
const FORMULA: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
];

/// Words of others as text: a spreadsheet would run what looks like a formula.
pub(crate) fn as_text(words: Option<String>) -> String {
    let words = words.unwrap_or_default();
    if words.starts_with(FORMULA) {
        format!("'{words}")
    } else {
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        for begin in FORMULA {
            let formula = format!("{begin}HYPERLINK(1)");
            assert_eq!(as_text(Some(formula.clone())), format!("'{formula}"));
        }
        for harmless in ["", "a=1", "1", "'=1", "ＡＢ"] {
            assert_eq!(as_text(Some(harmless.into())), harmless);
        }
        assert_eq!(as_text(None), "");
    }
}
