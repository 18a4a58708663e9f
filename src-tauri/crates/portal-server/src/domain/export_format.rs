//! What files of exported chart data are.

use std::fmt;
use std::str::FromStr;

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};

/// The format of an export.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum ExportFormat {
    /// Comma-separated values, by RFC 4180.
    Csv,
    /// The same, compressed with gzip.
    CsvGzip,
    /// Apache Parquet, compressed with Zstandard.
    Parquet,
    /// One JSON object on each line.
    JsonLines,
}

impl ExportFormat {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Csv, Self::CsvGzip, Self::Parquet, Self::JsonLines];

    /// Its name on the command line and in manifests.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::CsvGzip => "csv-gzip",
            Self::Parquet => "parquet",
            Self::JsonLines => "json-lines",
        }
    }

    /// Whether texts that look like formulas stay as they are when `wanted`: only in comma-separated values is there
    /// anything else to do to them, and so all other formats answer no.
    #[must_use]
    pub fn is_raw(self, wanted: bool) -> bool {
        wanted && matches!(self, Self::Csv | Self::CsvGzip)
    }

    /// What the names of its files end with, after the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::CsvGzip => "csv.gz",
            Self::Parquet => "parquet",
            Self::JsonLines => "jsonl",
        }
    }

    /// What its files are over HTTP.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::CsvGzip => "application/gzip",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::JsonLines => "application/x-ndjson",
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for ExportFormat {
    type Err = UnknownExportFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| UnknownExportFormat(name.to_owned()))
    }
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a format; formats are {list}", list = ExportFormat::ALL.map(ExportFormat::name).join(", "))]
pub struct UnknownExportFormat(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_read_by_their_names() {
        for format in ExportFormat::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        let unknown = "xlsx".parse::<ExportFormat>().unwrap_err();
        assert_eq!(
            unknown.to_string(),
            "\"xlsx\" is not a format; formats are csv, csv-gzip, parquet, json-lines"
        );
    }

    #[test]
    fn only_comma_separated_values_can_be_raw() {
        let raw = ExportFormat::ALL.map(|format| format.is_raw(true));
        assert_eq!(raw, [true, true, false, false]);
        assert_eq!(ExportFormat::ALL.map(|it| it.is_raw(false)), [false; 4]);
    }
}
