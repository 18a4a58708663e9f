//! The formats of exports.

mod arrays;
mod columns;
mod csv;
mod json_lines;
mod parquet;
mod text;

use std::io;
use std::sync::Arc;

use super::Wanted;
use super::batch::Batch;
use super::catalog::Catalog;
use super::sink::Sink;
use crate::domain::ExportFormat;

pub use columns::Column;

use self::csv::CsvLines;
use self::json_lines::JsonLines;
use self::parquet::ParquetFile;
use self::text::{Outlet, TextFile};

/// Turns events into a file of some format. Keeps nothing of what was written but what belongs at the end of it.
pub(super) enum Encoder {
    Csv(TextFile<CsvLines>),
    JsonLines(TextFile<JsonLines>),
    Parquet(Box<ParquetFile>),
}

/// Rows that stand for more of their kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct StandsFor {
    pub(super) rows: usize,
    pub(super) of_rows: usize,
}

impl Encoder {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// When it can't be written.
    pub(super) fn begin(wanted: &Wanted, catalog: &Arc<Catalog>, sink: Sink) -> io::Result<Self> {
        Self::begin_as(wanted, catalog, sink, None)
    }

    /// Begins a file of some rows, by whose size that of a file with more of them can be told.
    ///
    /// # Errors
    ///
    /// When it can't be written.
    pub(super) fn begin_sample(
        wanted: &Wanted,
        catalog: &Arc<Catalog>,
        sink: Sink,
        stands_for: StandsFor,
    ) -> io::Result<Self> {
        Self::begin_as(wanted, catalog, sink, Some(stands_for))
    }

    fn begin_as(
        wanted: &Wanted,
        catalog: &Arc<Catalog>,
        sink: Sink,
        stands_for: Option<StandsFor>,
    ) -> io::Result<Self> {
        Ok(match wanted.format {
            ExportFormat::Csv | ExportFormat::CsvGzip => {
                let lines = CsvLines::of(catalog, wanted.raw);
                let outlet = match wanted.format {
                    ExportFormat::CsvGzip => Outlet::gzip(sink),
                    _ => Outlet::Plain(sink),
                };
                Self::Csv(TextFile::begin(lines, Arc::clone(catalog), outlet))
            }
            ExportFormat::JsonLines => {
                let (lines, outlet) = (JsonLines::of(catalog), Outlet::Plain(sink));
                Self::JsonLines(TextFile::begin(lines, Arc::clone(catalog), outlet))
            }
            ExportFormat::Parquet => {
                let file = ParquetFile::begin(wanted, Arc::clone(catalog), sink, stands_for)?;
                Self::Parquet(Box::new(file))
            }
        })
    }

    /// Adds events.
    ///
    /// # Errors
    ///
    /// When the file can't be written.
    pub(super) fn write(&mut self, batch: &Batch) -> io::Result<()> {
        match self {
            Self::Csv(file) => file.write(batch),
            Self::JsonLines(file) => file.write(batch),
            Self::Parquet(file) => file.write(batch),
        }
    }

    /// Writes what is left.
    ///
    /// # Errors
    ///
    /// When the file can't be written.
    pub(super) fn finish(self) -> io::Result<Sink> {
        match self {
            Self::Csv(file) => file.finish(),
            Self::JsonLines(file) => file.finish(),
            Self::Parquet(file) => file.finish(),
        }
    }
}
