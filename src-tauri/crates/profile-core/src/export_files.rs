//! What the files of exports are called, and what is kept beside them.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::downloads::{UnfinishedFile, file_stem};
use crate::export_downloads::TargetRefusal;
use crate::exports::{Export, ExportFormat};

/// The most characters of an organization's name in that of a file, so that the days are always in it.
const LONGEST_NAME: usize = 60;

/// What a file is called unless the person says otherwise, such as `ACME Robotics 2026-10-01 to 2026-10-31.csv`.
pub(crate) fn file_name(organization: &str, export: &Export, format: ExportFormat) -> String {
    let organization: String = organization.chars().take(LONGEST_NAME).collect();
    let (first, last) = (export.first_day, export.last_day);
    let days = if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    };
    let stem = file_stem(&format!("{} {days}", organization.trim()), "export");
    format!("{stem}.{}", format.extension())
}

/// `target` with the ending of its format, if the person left it out.
pub(crate) fn with_ending(target: PathBuf, format: ExportFormat) -> PathBuf {
    let ending = format!(".{}", format.extension());
    let name = target.file_name().unwrap_or_default();
    if name.to_string_lossy().to_lowercase().ends_with(&ending) {
        return target;
    }
    let mut name = name.to_owned();
    name.push(ending);
    target.with_file_name(name)
}

/// Why a file can't be begun somewhere.
pub(crate) fn refusal(error: &io::Error) -> TargetRefusal {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            TargetRefusal::ReadOnly
        }
        io::ErrorKind::IsADirectory => TargetRefusal::IsFolder,
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => TargetRefusal::FolderMissing,
        _ => TargetRefusal::Other {
            detail: error.to_string(),
        },
    }
}

/// Writes what a file is beside it, as `NAME.manifest.json`, with the name that it has here. Where the file took another
/// one's place, so does this.
pub(crate) fn save_manifest(
    mut beside: UnfinishedFile,
    name: &str,
    manifest: &str,
    replaces: bool,
) -> io::Result<()> {
    let mut manifest: Map<String, Value> = serde_json::from_str(manifest)?;
    manifest.insert("file".to_owned(), name.into());
    serde_json::to_writer_pretty(&mut beside, &manifest)?;
    beside.write_all(b"\n")?;
    if replaces {
        return beside.replace(&format!("{name}.manifest.json"));
    }
    beside.finish(&format!("{name}.manifest"), "json")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::*;

    fn export(first: u32, last: u32) -> Export {
        let day = |day| NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
        Export {
            id: "exp_1".into(),
            first_day: day(first),
            last_day: day(last),
            time_zone: "Europe/Amsterdam".into(),
            format: None,
            is_raw: false,
            state: None,
            failure: None,
            created_at: DateTime::UNIX_EPOCH,
            started_at: None,
            finished_at: None,
            expires_at: None,
            rows: 0.0,
            expected_rows: None,
            seconds_left: None,
            size: None,
            requested_by: None,
            is_own: true,
            can_cancel: false,
            split_into: None,
        }
    }

    #[test]
    fn a_file_is_called_after_the_organization_and_its_days() {
        let long = "ü".repeat(300);
        let cut = format!("{} 2026-10-01 to 2026-10-31.parquet", &long[..120]);
        for (organization, last, format, expected) in [
            (
                "ACME Robotics",
                31,
                ExportFormat::Csv,
                "ACME Robotics 2026-10-01 to 2026-10-31.csv",
            ),
            (
                "A/B: \u{202e}C",
                1,
                ExportFormat::CsvGzip,
                "A-B- -C 2026-10-01.csv.gz",
            ),
            ("", 1, ExportFormat::JsonLines, "2026-10-01.jsonl"),
            (&long, 31, ExportFormat::Parquet, &cut),
        ] {
            assert_eq!(file_name(organization, &export(1, last), format), expected);
        }
    }

    #[test]
    fn the_ending_is_there_once() {
        for (typed, expected) in [
            ("/a/data", "/a/data.csv.gz"),
            ("/a/data.csv", "/a/data.csv.csv.gz"),
            ("/a/Data.CSV.GZ", "/a/Data.CSV.GZ"),
        ] {
            let target = with_ending(typed.into(), ExportFormat::CsvGzip);
            assert_eq!(target, PathBuf::from(expected));
        }
    }

    #[test]
    fn what_a_file_is_names_it_as_it_is_called_here() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = || UnfinishedFile::begin(folder.path());
        let rows = |rows| format!(r#"{{"rows":{rows},"file":"a.csv"}}"#);
        save_manifest(file()?, "a (2).csv", &rows(7), false)?;
        save_manifest(file()?, "a (2).csv", &rows(1), true)?;
        assert!(save_manifest(file()?, "b.csv", "no JSON", false).is_err());
        assert!(save_manifest(file()?, "c.csv", "[1]", true).is_err());
        let written = std::fs::read(folder.path().join("a (2).csv.manifest.json"))?;
        let written: Value = serde_json::from_slice(&written)?;
        assert_eq!(
            written,
            serde_json::json!({ "rows": 1, "file": "a (2).csv" })
        );
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }
}
