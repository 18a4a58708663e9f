//! Files read by other programs: the same rows, types and totals as the database has.

use chrono_tz::Tz;
use portal_server::domain::ExportFormat;
use portal_server::exports::writing::Processors;
use rstest::rstest;
use serde_json::{Value, json};

use super::Workshop;
use super::workshop::read_back;
use crate::support::{Backend, Tested};

/// Who reads files of a format.
fn readers(format: ExportFormat) -> &'static [&'static str] {
    match format {
        ExportFormat::Parquet => &["duckdb", "pyarrow"],
        _ => &["python", "duckdb"],
    }
}

/// How many rows there are, and what their numbers, lengths of texts, and booleans add up to.
fn totals(rows: &[Value]) -> (u64, f64, u64, u64) {
    let (mut numbers, mut lengths, mut booleans) = (0.0, 0, 0);
    for row in rows {
        match (row[9].as_str(), &row[10]) {
            (Some("number"), Value::String(bits)) => {
                numbers += f64::from_bits(u64::from_str_radix(bits, 16).unwrap());
            }
            (Some("text"), Value::String(text)) => lengths += text.chars().count() as u64,
            (_, value) => booleans += u64::from(value == true),
        }
    }
    (rows.len() as u64, numbers, lengths, booleans)
}

/// The rows as comma-separated values have them when formulas are made harmless.
fn neutralised(mut rows: Vec<Value>) -> Vec<Value> {
    for row in &mut rows {
        for column in [3, 4, 5, 7, 8, 10] {
            if (column, &row[9]) == (10, &json!("number")) {
                continue;
            }
            if let Value::String(text) = &mut row[column] {
                *text = harmless(text);
                if text.starts_with(['\t', '\r', '\n']) {
                    text.insert(0, '\'');
                }
            }
        }
        // In JSON, a tab and an end of line are no such.
        for tag in row[6].as_array_mut().into_iter().flatten() {
            let parts = tag.as_str().unwrap().split_inclusive(';').enumerate();
            let parts = parts.map(|(index, part)| match index {
                0 => part.to_owned(),
                _ => harmless(part),
            });
            *tag = parts.collect::<String>().into();
        }
    }
    rows
}

/// With a `'` before what could be a formula.
fn harmless(text: &str) -> String {
    let mut harmless = String::new();
    for part in text.split_inclusive([';', '\t', '\r', '\n']) {
        let first = part.trim_start_matches('\'').chars().next();
        if first.is_some_and(|it| "=+-@＝＋－＠\0".contains(it)) {
            harmless.push('\'');
        }
        harmless.push_str(part);
    }
    harmless
}

fn assert_same(found: &[Value], expected: &[Value], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected, "{what}");
    }
}

fn assert_totals(whole: &Value, rows: &[Value], what: &str) {
    let (count, numbers, lengths, booleans) = totals(rows);
    let found = &whole["totals"];
    if found.is_null() {
        return;
    }
    assert_eq!(
        (&found[0], &found[3]),
        (&json!(count), &json!(booleans)),
        "{what}"
    );
    assert!(found[2].is_null() || found[2] == lengths, "{what}: {found}");
    let sum = found[1].as_f64().unwrap();
    assert!(
        (sum - numbers).abs() <= numbers.abs() * 1e-9,
        "{what}: {sum} {numbers}"
    );
}

#[rstest]
#[tokio::test]
async fn every_row_is_as_the_database_has_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let workshop = Workshop::new(backend).await?;
    let wanted = workshop.wanted(ExportFormat::Csv, false)?;
    let rows = workshop.rows(&wanted).await?;
    assert!(rows.len() > 2_000, "{}", rows.len());
    for format in ExportFormat::ALL {
        for raw in [false, true] {
            let wanted = workshop.wanted(format, raw)?;
            let name = format!("{raw}.{}", format.extension());
            let (file, written) = workshop.write(&wanted, &name).await?;
            assert_eq!(written.rows, rows.len() as u64);
            let is_csv = matches!(format, ExportFormat::Csv | ExportFormat::CsvGzip);
            let expected = match is_csv && !raw {
                true => neutralised(rows.clone()),
                false => rows.clone(),
            };
            for reader in readers(format) {
                let what = format!("{format}, raw: {raw}, by {reader}");
                let (found, whole) = read_back(reader, format, &file).await?;
                assert_same(&found, &expected, &what);
                assert_totals(&whole, &expected, &what);
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn parquet_is_typed_and_says_what_it_is() -> Tested {
    let workshop = Workshop::new(Backend::Sqlite).await?;
    let wanted = workshop.wanted(ExportFormat::Parquet, false)?;
    let (file, written) = workshop.write(&wanted, "typed.parquet").await?;
    let (_, whole) = read_back("pyarrow", ExportFormat::Parquet, &file).await?;
    let name = "dictionary<values=string, indices=int32, ordered=0>";
    assert_eq!(
        whole["columns"],
        json!({
            "time": "timestamp[us, tz=UTC]",
            "local_time": "timestamp[us]",
            "utc_offset": name,
            "workflow": name,
            "device": name,
            "skill": name,
            "tags": "list<element: string not null>",
            "location": name,
            "key": name,
            "type": name,
            "number": "double",
            "text": "string",
            "boolean": "bool",
            "metadata": {
                "schemaVersion": "1",
                "firstDay": "2026-02-28",
                "lastDay": "2026-03-02",
                "timeZone": "America/New_York",
                "from": "2026-02-28T05:00:00Z",
                "until": "2026-03-03T05:00:00Z",
            },
            "groups": [written.rows],
            "compression": ["ZSTD"],
        })
    );
    let (_, whole) = read_back("duckdb", ExportFormat::Parquet, &file).await?;
    let text = "VARCHAR";
    assert_eq!(
        whole["columns"],
        json!({
            "time": "TIMESTAMP WITH TIME ZONE",
            "local_time": "TIMESTAMP",
            "utc_offset": text,
            "workflow": text,
            "device": text,
            "skill": text,
            "tags": "VARCHAR[]",
            "location": text,
            "key": text,
            "type": text,
            "number": "DOUBLE",
            "text": text,
            "boolean": "BOOLEAN",
        })
    );
    Ok(())
}

/// Neither the database nor the number of processors decides over the order or a single octet.
#[tokio::test]
async fn both_databases_and_every_run_give_the_same_file() -> Tested {
    let (sqlite, postgres) = (
        Workshop::new(Backend::Sqlite).await?,
        Workshop::new(Backend::Postgres).await?,
    );
    for format in ExportFormat::ALL {
        let mut hashes = Vec::new();
        for (workshop, processors) in [
            (&sqlite, Processors::One),
            (&postgres, Processors::One),
            (&sqlite, Processors::Two),
        ] {
            let wanted = workshop.wanted(format, false)?;
            let (_, written) = workshop.write_on(&wanted, "same", processors).await?;
            hashes.push(written.sha256);
        }
        assert!(
            hashes.windows(2).all(|pair| pair[0] == pair[1]),
            "{format} {hashes:?}"
        );
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_range_without_events_has_a_header_and_no_rows(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let workshop = Workshop::new(backend).await?;
    for format in ExportFormat::ALL {
        let wanted = workshop.wanted_of("1999-12-31", "2000-01-01", Tz::UTC, format, false)?;
        let (file, written) = workshop.write(&wanted, "empty").await?;
        assert_eq!(written.rows, 0);
        for reader in readers(format) {
            if (format, *reader) == (ExportFormat::JsonLines, "duckdb") {
                continue; // A file without an octet is no JSON for it.
            }
            let (found, whole) = read_back(reader, format, &file).await?;
            assert!(found.is_empty());
            let columns = whole["columns"].as_object().unwrap();
            let expected = match format {
                ExportFormat::JsonLines => 0,
                _ => 10,
            };
            assert!(columns.len() >= expected, "{format} {reader} {columns:?}");
        }
    }
    Ok(())
}

/// What lost its device or its skill is gone for all to see, also while its events are still being forgotten.
#[rstest]
#[tokio::test]
async fn streams_without_a_device_or_skill_are_left_out(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    use portal_server::store::entities::{device, skill};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

    let workshop = Workshop::new(backend).await?;
    let wanted = workshop.wanted(ExportFormat::Csv, true)?;
    let before = workshop.rows(&wanted).await?;
    let database = workshop.portal.store.read();
    let name = |row: &Value, column: usize| row[column].as_str().map(str::to_owned);
    device::Entity::delete_many()
        .filter(device::Column::Name.eq("plain"))
        .exec(database)
        .await?;
    skill::Entity::delete_many()
        .filter(skill::Column::Name.eq("one, two; \"three\""))
        .exec(database)
        .await?;
    let expected: Vec<_> = before
        .into_iter()
        .filter(|row| name(row, 4).as_deref() != Some("plain"))
        .filter(|row| name(row, 5).as_deref() != Some("one, two; \"three\""))
        .collect();
    let (file, written) = workshop.write(&wanted, "orphans.csv").await?;
    assert_eq!(written.rows, expected.len() as u64);
    let (found, _) = read_back("python", ExportFormat::Csv, &file).await?;
    assert_same(&found, &expected, "without orphans");
    Ok(())
}

/// Days of a zone: what is before the first midnight or at the last is not in the file.
#[rstest]
#[tokio::test]
async fn the_days_of_a_zone_are_exported_to_the_microsecond(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let workshop = Workshop::new(backend).await?;
    let zone = Tz::Asia__Kathmandu;
    let wanted = workshop.wanted_of("2026-03-01", "2026-03-01", zone, ExportFormat::Csv, true)?;
    let (from, until) = ("2026-02-28T18:15:00Z", "2026-03-01T18:15:00Z");
    assert_eq!(wanted.range.from.to_rfc3339().replace("+00:00", "Z"), from);
    assert_eq!(
        wanted.range.until.to_rfc3339().replace("+00:00", "Z"),
        until
    );
    let (begin, end) = (wanted.range.from, wanted.range.until);
    let (begin, end) = (begin.timestamp_micros(), end.timestamp_micros());
    let edges = [begin - 1, begin, end - 1, end];
    workshop
        .add_numbers(edges.map(|at| (at, 0.5)).into_iter())
        .await?;
    let rows = workshop.rows(&wanted).await?;
    let (file, _) = workshop.write(&wanted, "days.csv").await?;
    let (found, _) = read_back("python", ExportFormat::Csv, &file).await?;
    assert_same(&found, &rows, "one day");
    let moments = || found.iter().map(|row| row[0].as_i64().unwrap());
    assert_eq!(
        (moments().min(), moments().max()),
        (Some(begin), Some(end - 1))
    );
    Ok(())
}
