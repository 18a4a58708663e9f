//! What the columns of each format are: schema version 1.

use serde::Serialize;

use crate::domain::{ExportFormat, ValueKind};

/// A column of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// What it is called.
    pub name: &'static str,
    /// What it has.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

const fn column(name: &'static str, kind: &'static str) -> Column {
    Column { name, kind }
}

const TIME: Column = column("time", "timestamp");
const WORKFLOW: Column = column("workflow", "text");
const DEVICE: Column = column("device", "text");
const SKILL: Column = column("skill", "text");
const TAGS: Column = column("tags", "list of text");
const LOCATION: Column = column("location", "text");
const KEY: Column = column("key", "text");
const TYPE: Column = column("type", "text");
const VALUE: Column = column("value", "number, text or boolean");

const CSV: [Column; 10] = [
    TIME,
    column("local_time", "timestamp with offset"),
    WORKFLOW,
    DEVICE,
    SKILL,
    TAGS,
    LOCATION,
    KEY,
    TYPE,
    VALUE,
];

const JSON_LINES: [Column; 10] = [
    TIME,
    column("localTime", "timestamp with offset"),
    WORKFLOW,
    DEVICE,
    SKILL,
    TAGS,
    LOCATION,
    KEY,
    TYPE,
    VALUE,
];

const PARQUET: [Column; 13] = [
    TIME,
    column("local_time", "timestamp without offset"),
    column("utc_offset", "text"),
    WORKFLOW,
    DEVICE,
    SKILL,
    TAGS,
    LOCATION,
    KEY,
    TYPE,
    column("number", "number"),
    column("text", "text"),
    column("boolean", "boolean"),
];

impl Column {
    /// The columns of a format, in order.
    #[must_use]
    pub fn all_of(format: ExportFormat) -> &'static [Self] {
        match format {
            ExportFormat::Csv | ExportFormat::CsvGzip => &CSV,
            ExportFormat::JsonLines => &JSON_LINES,
            ExportFormat::Parquet => &PARQUET,
        }
    }
}

/// What the column `type` says of values of this kind.
pub(super) fn type_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Number => "number",
        ValueKind::Text => "text",
        ValueKind::Boolean => "boolean",
    }
}
