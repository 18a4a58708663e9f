//! Importing files that this project did not write: those of the npm package vega-datasets.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use csv::StringRecord;
use rstest::rstest;
use serde_json::{Value, json};

use super::file::ACME;
use crate::support::{Backend, LINUS, Program, Tested};

fn data_set(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../ui/node_modules/vega-datasets/data")
        .join(name)
}

/// The lines of a file after the first, read without this project's code.
fn lines(path: &Path) -> Result<Vec<StringRecord>> {
    let mut reader = csv::Reader::from_path(path)
        .with_context(|| format!("{}: install the page's dependencies first", path.display()))?;
    Ok(reader.records().collect::<Result<_, _>>()?)
}

/// Hourly weather, in local time without an offset; clocks in Seattle leave out one of its hours.
#[rstest]
#[tokio::test]
async fn hourly_weather_is_imported(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let path = data_set("seattle-weather-hourly-normals.csv");
    let lines = lines(&path)?;
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    let path = path.to_string_lossy();
    let import = [
        "import",
        "--organization",
        ACME,
        "--device",
        "Seattle",
        "--time-column",
        "date",
        "--time-zone",
        "America/Los_Angeles",
        "--workspace",
        "Weather",
        &path,
    ];
    let skipped = lines
        .iter()
        .filter(|line| line[0].starts_with("2010-03-14T02:"));
    assert_eq!(skipped.count(), 1, "the hour that Seattle leaves out");
    let said = program.says(&import).await?;
    let good = lines.len() - 1;
    let events = 3 * good;
    assert!(events > 26_000);
    let expected = |added, there, devices| {
        format!(
            "{} lines: {} events added, {} already there, {devices} (",
            grouped(good),
            grouped(added),
            grouped(there),
        )
    };
    assert!(
        said.starts_with(&expected(events, 0, "1 new device")),
        "{said}"
    );
    let again = program.says(&import).await?;
    assert!(
        again.starts_with(&expected(0, events, "0 new devices")),
        "{again}"
    );
    let strict = [&import[..], &["--strict"]].concat();
    let complaint = program.complains(&strict).await?;
    let told = "\"2010-03-14T02:00:00\" is a time that America/Los_Angeles leaves out";
    assert!(complaint.contains(told), "{complaint}");
    Ok(())
}

/// Daily weather of two towns with words and numbers, and days for times.
#[tokio::test]
async fn daily_weather_of_two_towns_is_imported() -> Tested {
    let path = data_set("weather.csv");
    let lines = lines(&path)?;
    let program = Program::new(Backend::Sqlite).await?;
    program.says(&["sample"]).await?;
    let path = path.to_string_lossy();
    let said = program
        .says(&[
            "import",
            "--organization",
            "personal:linus@borealis.example",
            "--device-column",
            "location",
            "--time-column",
            "date",
            "--time-format",
            "%Y-%m-%d",
            "--time-zone",
            "UTC",
            "--workspace",
            "Weather",
            "--strict",
            &path,
        ])
        .await?;
    let values: usize = lines
        .iter()
        .map(|line| {
            line.iter()
                .skip(2)
                .filter(|field| !field.is_empty())
                .count()
        })
        .sum();
    let expected = format!(
        "{} lines: {} events added, 0 already there, 2 new devices (",
        grouped(lines.len()),
        grouped(values)
    );
    assert!(said.starts_with(&expected), "{said}");

    let running = program.serve(&[]).await?;
    let session = running.sign_in(LINUS, "sample").await?;
    let token = session["token"].as_str().context("no session")?;
    let answer = running
        .ask(token, "{ chartWorkspaces { data { id name charts } } }")
        .await?;
    let listed = answer["data"]["chartWorkspaces"]["data"]
        .as_array()
        .unwrap();
    let weather = listed
        .iter()
        .find(|found| found["name"] == "Weather")
        .unwrap();
    assert_eq!(weather["charts"], 4, "the words have no line chart");
    let document = format!(
        "{{ chartWorkspace(id: {}) {{ charts {{ title kind calculation calculations unit }} }} }}",
        weather["id"]
    );
    let answer = running.ask(token, &document).await?;
    let charts = &answer["data"]["chartWorkspace"]["charts"];
    let titles = ["precipitation", "temp_max", "temp_min", "wind"];
    for (chart, title) in charts.as_array().unwrap().iter().zip(titles) {
        let expected = json!({ "title": title, "kind": "LINE", "calculation": "AVERAGE", "unit": null,
            "calculations": ["LAST", "COUNT", "SUM", "AVERAGE", "MINIMUM", "MAXIMUM"] });
        assert_eq!(*chart, expected);
    }
    assert_eq!(answer.get("errors"), None::<&Value>);
    Ok(())
}

/// A number as people read it: with commas between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
