//! Apache Parquet, compressed with Zstandard. Row groups go out as soon as they are full.

use std::io;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use chrono::SecondsFormat;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::arrays::Arrays;
use crate::domain::ExportFormat;
use crate::exports::writing::batch::Batch;
use crate::exports::writing::catalog::Catalog;
use crate::exports::writing::sink::Sink;
use crate::exports::writing::{SCHEMA_VERSION, Wanted};

use super::StandsFor;
use super::columns::Column;

/// Rows after which a row group is written. Readers take a group at a time, and so does the memory of this program.
const GROUP_ROWS: usize = 1 << 17;

/// What the texts and tags of a row group may weigh before it is written, in octets.
const GROUP_WEIGHT: usize = 8 << 20;

/// Room for the different values of a column in a row group, in octets; past that they are written one by one.
const DICTIONARY: usize = 256 << 10;

/// Who wrote it: without a version, so that the same events are always the same file.
const WRITER: &str = "portal-server";

/// A file of row groups.
pub(in crate::exports::writing) struct ParquetFile {
    schema: Arc<Schema>,
    arrays: Arrays,
    writer: ArrowWriter<Sink>,
    /// Rows of the group under way.
    rows: usize,
    /// What its texts and tags weigh.
    weight: usize,
}

impl ParquetFile {
    /// Begins a file. One of some rows that stand for so many, `stands_for`, has dictionaries as much smaller, so that
    /// as large a part of it is written with them.
    pub(super) fn begin(
        wanted: &Wanted,
        catalog: Arc<Catalog>,
        sink: Sink,
        stands_for: Option<StandsFor>,
    ) -> io::Result<Self> {
        let schema = Arc::new(schema());
        let dictionary = stands_for.map_or(DICTIONARY, |StandsFor { rows, of_rows }| {
            DICTIONARY * rows / of_rows.clamp(rows, rows.max(GROUP_ROWS))
        });
        let properties = properties(wanted, dictionary).map_err(failure)?;
        let writer = ArrowWriter::try_new(sink, Arc::clone(&schema), Some(properties));
        Ok(Self {
            schema,
            arrays: Arrays::of(catalog),
            writer: writer.map_err(failure)?,
            rows: 0,
            weight: 0,
        })
    }

    pub(super) fn write(&mut self, batch: &Batch) -> io::Result<()> {
        let columns = self.arrays.of_batch(batch);
        let records = RecordBatch::try_new(Arc::clone(&self.schema), columns);
        let records = records.map_err(io::Error::other)?;
        self.writer.write(&records).map_err(failure)?;
        self.rows += batch.len();
        self.weight += batch.weight;
        if self.rows >= GROUP_ROWS || self.weight >= GROUP_WEIGHT {
            self.writer.flush().map_err(failure)?;
            (self.rows, self.weight) = (0, 0);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<Sink> {
        self.writer.into_inner().map_err(failure)
    }
}

fn schema() -> Schema {
    let text = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let time = |zone: Option<&str>| DataType::Timestamp(TimeUnit::Microsecond, zone.map(Arc::from));
    let fields = Column::all_of(ExportFormat::Parquet).iter().map(|column| {
        let (data, nullable) = match column.name {
            "time" => (time(Some("UTC")), false),
            "local_time" => (time(None), false),
            "tags" => (DataType::List(Arc::new(tag())), false),
            "location" => (text(), true),
            "number" => (DataType::Float64, true),
            "text" => (DataType::Utf8, true),
            "boolean" => (DataType::Boolean, true),
            _ => (text(), false),
        };
        Field::new(column.name, data, nullable)
    });
    Schema::new(fields.collect::<Vec<_>>())
}

/// What the lists of tags have.
pub(super) fn tag() -> Field {
    Field::new("element", DataType::Utf8, false)
}

fn properties(wanted: &Wanted, dictionary: usize) -> Result<WriterProperties, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_created_by(WRITER.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_dictionary_page_size_limit(dictionary)
        .set_max_row_group_row_count(None)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(metadata(wanted)));
    for time in ["time", "local_time"] {
        // One after the other, times differ by little.
        properties = properties
            .set_column_dictionary_enabled(ColumnPath::from(time), false)
            .set_column_encoding(ColumnPath::from(time), Encoding::DELTA_BINARY_PACKED);
    }
    let time = ColumnPath::from("time");
    properties = properties.set_column_statistics_enabled(time, EnabledStatistics::Chunk);
    Ok(properties.build())
}

/// What the file says of itself.
fn metadata(wanted: &Wanted) -> Vec<KeyValue> {
    let range = &wanted.range;
    let entries = [
        ("schemaVersion", SCHEMA_VERSION.to_string()),
        ("firstDay", range.first_day.to_string()),
        ("lastDay", range.last_day.to_string()),
        ("timeZone", range.zone.name().to_owned()),
        (
            "from",
            range.from.to_rfc3339_opts(SecondsFormat::Secs, true),
        ),
        (
            "until",
            range.until.to_rfc3339_opts(SecondsFormat::Secs, true),
        ),
    ];
    let entry = |(key, value): (&str, String)| KeyValue::new(key.to_owned(), value);
    entries.into_iter().map(entry).collect()
}

/// What the system said, where it was the system that failed.
fn failure(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast() {
            Ok(error) => *error,
            Err(cause) => io::Error::other(cause),
        },
        other => io::Error::other(other),
    }
}
