//! Files that charts were saved as, against the events that the portal holds.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::scene::Scene;
use portal_server::store::entities::{device, output_event, stream};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::ACME;

/// What one device put out: when, in microseconds, and how much.
pub(super) type Events = Vec<(i64, f64)>;
/// Works out one value of those in a span of time.
pub(super) type Calculation = fn(&[f64]) -> f64;

/// Saves what a chart shows as a file; answers where it lies.
pub(super) async fn saved(app: &App, chart: &str, how: &str) -> Result<PathBuf> {
    let told = format!("{chart} {}", hook("save-chart-outcome"));
    let before = format!("return document.querySelector('{told}')?.innerText ?? ''");
    let before = app.evaluate(&before).await?;
    app.press(&format!("{chart} {}", hook("chart-actions")))
        .await?;
    app.press(&hook(how)).await?;
    let news = "const [selector, before] = arguments[0]; \
        return ![undefined, before].includes(document.querySelector(selector)?.innerText);";
    app.comes_true(news, json!([told, before])).await?;
    let told = app.text(&told).await?;
    let path = told.strip_prefix("Saved to ").context("no path is told")?;
    Ok(PathBuf::from(path))
}

/// A picture with a line of each of two series, in its own color.
pub(super) fn has_a_drawing(file: &Path) -> Result<()> {
    let mut reader = png::Decoder::new(BufReader::new(File::open(file)?)).read_info()?;
    let size = reader.output_buffer_size();
    let mut pixels = vec![0; size.context("the picture is too large")?];
    let frame = reader.next_frame(&mut pixels)?;
    ensure!(frame.width > 400 && frame.height > 200, "{frame:?}");
    let samples = frame.color_type.samples();
    let more = |one: usize, other: usize| {
        let pixels = pixels.chunks(samples);
        pixels
            .filter(|it| it[one].saturating_sub(it[other]) > 100)
            .count()
    };
    let (blue, orange) = (more(2, 0), more(0, 2));
    ensure!(
        blue > 2_000 && orange > 2_000,
        "{blue} pixels are blue, {orange} orange"
    );
    Ok(())
}

/// The events behind the chart, by device, as they were loaded.
pub(super) async fn events_of_pieces(scene: &Scene) -> Result<HashMap<String, Events>> {
    let acme = scene.organization(ACME).await?.id;
    let store = scene.store().await?;
    let streams = stream::Entity::find()
        .filter(stream::Column::OrganizationId.eq(acme))
        .filter(stream::Column::Key.eq("pieces"))
        .all(store.read())
        .await?;
    let mut events = HashMap::<String, Events>::new();
    for stream in streams {
        let device = device::Entity::find_by_id(stream.device_id)
            .one(store.read())
            .await?;
        let found = output_event::Entity::find()
            .filter(output_event::Column::StreamId.eq(stream.id))
            .all(store.read())
            .await?;
        let found = found.into_iter().filter_map(|it| Some((it.at, it.number?)));
        let name = device.context("a stream has no device")?.name;
        events.entry(name).or_default().extend(found);
    }
    Ok(events)
}

/// What a chart was saved as.
pub(super) struct Table {
    /// One for each series.
    pub(super) names: Vec<String>,
    /// When each span of time begins, and the value of each series.
    pub(super) rows: Vec<(DateTime<Utc>, Vec<Option<f64>>)>,
}

impl Table {
    pub(super) async fn saved(scene: &Scene, app: &App, chart: &str) -> Result<Self> {
        let file = saved(app, chart, "save-table").await?;
        ensure!(file.starts_with(scene.desktop.home().join("Downloads")));
        let mut reader = csv::Reader::from_path(file)?;
        let names = reader.headers()?.iter().skip(1).map(str::to_owned);
        let names = names.collect();
        let row = |record: csv::StringRecord| {
            let begin = record.get(0).context("a line is empty")?.parse()?;
            let value = |cell: &str| (!cell.is_empty()).then(|| cell.parse()).transpose();
            let values = record.iter().skip(1).map(value);
            Ok((begin, values.collect::<Result<_, _>>()?))
        };
        let rows = reader.records().map(|record| row(record?));
        Ok(Self {
            names,
            rows: rows.collect::<Result<_>>()?,
        })
    }

    /// Whether each value is what is worked out of the events of its device and its span of time.
    pub(super) fn check(
        &self,
        events: &HashMap<String, Events>,
        work_out: Calculation,
    ) -> Result<()> {
        ensure!(self.names.len() == 2 && self.rows.len() > 5);
        let begins: Vec<i64> = self
            .rows
            .iter()
            .map(|row| row.0.timestamp_micros())
            .collect();
        let mut compared = 0;
        for (place, name) in self.names.iter().enumerate() {
            let events = events.get(name).context("an unknown device is drawn")?;
            for (at, (begin, values)) in self.rows.iter().enumerate() {
                let end = begins.get(at + 1).copied().unwrap_or(i64::MAX);
                let within = events.iter().filter(|it| (begins[at]..end).contains(&it.0));
                let within: Vec<f64> = within.map(|it| it.1).collect();
                let wanted = (!within.is_empty()).then(|| work_out(&within));
                let near = match (wanted, values[place]) {
                    (Some(wanted), Some(value)) => (wanted - value).abs() < 1e-6 * wanted.max(1.0),
                    (wanted, value) => wanted == value,
                };
                ensure!(
                    near,
                    "{name} has {:?} at {begin}, not {wanted:?}",
                    values[place]
                );
                compared += within.len();
            }
        }
        ensure!(compared > 100, "{compared} events were looked at");
        Ok(())
    }
}
