//! Files that are lines of text, also compressed.

use std::io::{self, Write};
use std::sync::Arc;

use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

use crate::exports::writing::batch::Batch;
use crate::exports::writing::catalog::Catalog;
use crate::exports::writing::sink::Sink;
use crate::exports::writing::times::DeviceClocks;
use crate::store::stream_reading::ReadValue;

/// Text that is held back until it is worth a call, in octets.
const ENOUGH: usize = 64 << 10;

/// Most of what gzip can do, in a part of the time.
const GZIP_LEVEL: u32 = 4;

/// How an event becomes a line.
pub(in crate::exports::writing) trait Lines {
    /// Adds what the file begins with.
    fn write_header(&self, text: &mut Vec<u8>);

    /// Adds the line of an event of a source.
    fn write_line(
        &self,
        clocks: &mut DeviceClocks,
        at: i64,
        source: u32,
        value: ReadValue<'_>,
        text: &mut Vec<u8>,
    ) -> io::Result<()>;
}

/// A file of lines.
pub(in crate::exports::writing) struct TextFile<L> {
    lines: L,
    catalog: Arc<Catalog>,
    clocks: DeviceClocks,
    text: Vec<u8>,
    outlet: Outlet,
}

impl<L: Lines> TextFile<L> {
    pub(super) fn begin(lines: L, catalog: Arc<Catalog>, outlet: Outlet) -> Self {
        let mut text = Vec::with_capacity(2 * ENOUGH);
        lines.write_header(&mut text);
        Self {
            clocks: DeviceClocks::of(&catalog),
            lines,
            catalog,
            text,
            outlet,
        }
    }

    pub(super) fn write(&mut self, batch: &Batch) -> io::Result<()> {
        for (row, (&at, &source)) in batch.at.iter().zip(&batch.source).enumerate() {
            let value = batch.value(row, self.catalog.source(source).kind);
            let (clocks, text) = (&mut self.clocks, &mut self.text);
            self.lines.write_line(clocks, at, source, value, text)?;
            if text.len() >= ENOUGH {
                self.outlet.write_all(text)?;
                text.clear();
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<Sink> {
        self.outlet.write_all(&self.text)?;
        self.outlet.finish()
    }
}

/// Where the text goes.
pub(super) enum Outlet {
    Plain(Sink),
    Gzip(Box<GzEncoder<Sink>>),
}

impl Outlet {
    pub(super) fn gzip(sink: Sink) -> Self {
        // No time and no name in its header: what is written depends on the events alone.
        let gzip = GzBuilder::new().write(sink, Compression::new(GZIP_LEVEL));
        Self::Gzip(Box::new(gzip))
    }

    fn write_all(&mut self, text: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(sink) => sink.write_all(text),
            Self::Gzip(gzip) => gzip.write_all(text),
        }
    }

    fn finish(self) -> io::Result<Sink> {
        match self {
            Self::Plain(sink) => Ok(sink),
            Self::Gzip(gzip) => gzip.finish(),
        }
    }
}

/// Adds a number in the shortest form that reads back as the same double.
pub(super) fn write_number(number: f64, text: &mut Vec<u8>) {
    let mut buffer = zmij::Buffer::new();
    let written = buffer.format(number);
    text.extend_from_slice(written.strip_suffix(".0").unwrap_or(written).as_bytes());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(number: f64) -> String {
        let mut text = Vec::new();
        write_number(number, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn numbers_are_short() {
        for (number, text) in [
            (0.0, "0"),
            (4.0, "4"),
            (-2.5, "-2.5"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e300, "1e+300"),
            (-1e-7, "-1e-7"),
        ] {
            assert_eq!(written(number), text);
        }
    }

    proptest! {
        #[test]
        fn numbers_read_back_as_the_same(number in prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL) {
            prop_assert_eq!(written(number).parse(), Ok(number));
        }
    }
}
