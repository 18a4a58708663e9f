//! A portal with output events that are hard to write down, and files of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use chrono::{NaiveDate, SecondsFormat};
use chrono_tz::Tz;
use portal_server::domain::{ExportFormat, OutputValue, ValueKind};
use portal_server::exports::range::ExportRange;
use portal_server::exports::writing::{Processors, SharedProgress, Wanted, Written, write};
use portal_server::store::entities::{skill, workflow};
use portal_server::store::output_events::{self, NewEvent};
use portal_server::store::streams::{self, StreamSource};
use portal_server::store::{devices, organizations, workflows};
use portal_server::surroundings::Clock;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use serde_json::{Value, json};
use tokio::process::Command;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use xtask::workspace;

use crate::support::{Backend, TestPortal};

pub(super) const ACME: &str = "ACME Robotics";

/// Names that end cells, lines, quotes and texts where they should not, or pass for something else.
const AWKWARD: [&str; 8] = [
    "plain",
    "=HYPERLINK(\"http://evil.example\",\"Click\")",
    "one, two; \"three\"",
    "two\r\nlines\nand a half",
    "\u{202e}\u{2066}مرحبا بالعالم\u{2069}",
    "🤖👩‍🔧 ünïcödé",
    "-5 °C;-1 \\ \\\" ,",
    "'@ \t=A1;＝B1' NULL ",
];

const AWKWARD_NUMBERS: [f64; 10] = [
    0.0,
    -0.1,
    0.1 + 0.2,
    1e300,
    -1e-300,
    5e-324,
    9_007_199_254_740_993.0,
    123_456_789.123_456_79,
    1e16,
    -42.0,
];

/// A portal whose ACME Robotics has awkward events on top of those of the sample.
pub(super) struct Workshop {
    pub(super) portal: TestPortal,
    pub(super) organization: Uuid,
}

impl Workshop {
    pub(super) async fn new(backend: Backend) -> Result<Self> {
        let portal = TestPortal::start(backend).await?;
        let organization = organizations::shared_by_name(portal.store.read(), ACME).await?[0].id;
        let workshop = Self {
            portal,
            organization,
        };
        workshop.add_awkward_events().await?;
        Ok(workshop)
    }

    /// Each awkward text as the name of everything, and as a value; and awkward numbers. All devices put out at the
    /// same moments, two values at once now and then.
    async fn add_awkward_events(&self) -> Result<()> {
        let zones = [
            Tz::Europe__Berlin,
            Tz::Asia__Kathmandu,
            Tz::America__St_Johns,
            Tz::UTC,
        ];
        let now = self.portal.clock.now();
        let transaction = self.portal.store.begin_write().await?;
        let begin = now.timestamp_micros() - 3_600_000_000;
        let mut events = Vec::new();
        for (number, name) in (0_u128..).zip(AWKWARD) {
            let id = |of: u128| Uuid::from_u128(0xA0_0000 + of * 256 + number);
            let (device, skill, workflow) = (id(1), id(2), id(3));
            devices::insert(&transaction, device, self.organization, name, now).await?;
            let zone = zones[usize::try_from(number)? % zones.len()];
            let location = (number % 2 == 0).then_some(name);
            devices::place(&transaction, device, location, zone).await?;
            let tags = &AWKWARD[..usize::try_from(number)?];
            if !tags.is_empty() {
                devices::tag(&transaction, device, tags).await?;
            }
            let workflow = workflow::Model {
                id: workflow,
                organization_id: self.organization,
                name: name.to_owned(),
                created_at: now,
            };
            workflows::insert(&transaction, workflow.clone()).await?;
            let skill = skill::Model {
                id: skill,
                workflow_id: workflow.id,
                name: name.to_owned(),
            };
            workflows::insert_skill(&transaction, skill.clone()).await?;
            for kind in [ValueKind::Number, ValueKind::Text, ValueKind::Boolean] {
                let source = StreamSource {
                    organization_id: self.organization,
                    device_id: device,
                    skill_id: skill.id,
                    key: name.to_owned(),
                    kind,
                };
                let stream_id = streams::ensure(&transaction, &source).await?;
                events.extend(awkward_values(kind).into_iter().zip(0..).map(
                    |(value, index): (OutputValue, i64)| NewEvent {
                        stream_id,
                        at: begin + index / 2 * 1_000_001,
                        value,
                    },
                ));
            }
        }
        output_events::add(&transaction, events).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Adds numbers to a stream of the sample.
    pub(super) async fn add_numbers(&self, events: impl Iterator<Item = (i64, f64)>) -> Result<()> {
        let database = self.portal.store.read();
        let streams = streams::all_of(database, self.organization).await?;
        let stream = streams
            .iter()
            .find(|stream| stream.kind == ValueKind::Number);
        let stream_id = stream.context("no stream")?.id;
        let event = |(at, number)| NewEvent {
            stream_id,
            at,
            value: OutputValue::Number(number),
        };
        let transaction = self.portal.store.begin_write().await?;
        output_events::add(&transaction, events.map(event).collect()).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// An export of the days that the sample has.
    pub(super) fn wanted(&self, format: ExportFormat, raw: bool) -> Result<Wanted> {
        self.wanted_of(
            "2026-02-28",
            "2026-03-02",
            Tz::America__New_York,
            format,
            raw,
        )
    }

    pub(super) fn wanted_of(
        &self,
        first: &str,
        last: &str,
        zone: Tz,
        format: ExportFormat,
        raw: bool,
    ) -> Result<Wanted> {
        let (first, last): (NaiveDate, NaiveDate) = (first.parse()?, last.parse()?);
        Ok(Wanted {
            organization_id: self.organization,
            range: ExportRange::of_days(first, last, zone, self.portal.clock.now())?,
            format,
            raw,
        })
    }

    /// Writes a file into the portal's directory.
    pub(super) async fn write(&self, wanted: &Wanted, name: &str) -> Result<(PathBuf, Written)> {
        self.write_on(wanted, name, Processors::One).await
    }

    pub(super) async fn write_on(
        &self,
        wanted: &Wanted,
        name: &str,
        processors: Processors,
    ) -> Result<(PathBuf, Written)> {
        let path = self.portal.place.directory().join(name);
        let file = std::fs::File::create(&path)?;
        let progress = Arc::new(SharedProgress::beginning(wanted.range.from));
        let stop = CancellationToken::new();
        let shared = Arc::clone(&progress);
        let written = write(&self.portal.store, wanted, file, shared, stop, processors).await?;
        let come = progress.read();
        assert_eq!((come.rows, come.bytes), (written.rows, written.bytes));
        assert_eq!(come.reached, wanted.range.until);
        Ok((path, written))
    }

    /// The rows of an export as the database has them, in the form of `read_back.py`.
    pub(super) async fn rows(&self, wanted: &Wanted) -> Result<Vec<Value>> {
        let transaction = self.portal.store.begin_read().await?;
        let mut rows = Vec::new();
        for row in transaction
            .query_all_raw(events_of(&transaction, wanted))
            .await?
        {
            let (at, zone): (i64, String) = (row.try_get("", "at")?, row.try_get("", "zone")?);
            let zone: Tz = zone.parse()?;
            let moment = chrono::DateTime::from_timestamp_micros(at).context("no moment")?;
            let local = moment.with_timezone(&zone);
            let local = local.to_rfc3339_opts(SecondsFormat::Micros, false);
            let text = |column: &str| row.try_get::<String>("", column);
            let kind = text("kind")?;
            let value = match kind.as_str() {
                "number" => {
                    let number: f64 = row.try_get("", "number")?;
                    json!(format!("{:016x}", number.to_bits()))
                }
                "text" => json!(text("text")?),
                _ => json!(row.try_get::<bool>("", "boolean")?),
            };
            let device: Uuid = row.try_get("", "device_id")?;
            let mut tags = devices::tags_of(&transaction, [device]).await?;
            let mut tags = tags.remove(&device).unwrap_or_default();
            tags.sort();
            let location: Option<String> = row.try_get("", "location")?;
            let (begin, offset) = local.split_at(26);
            rows.push(json!([
                at,
                begin,
                offset,
                text("workflow")?,
                text("device")?,
                text("skill")?,
                tags,
                location,
                text("key")?,
                kind,
                value
            ]));
        }
        Ok(rows)
    }
}

fn awkward_values(kind: ValueKind) -> Vec<OutputValue> {
    match kind {
        ValueKind::Number => AWKWARD_NUMBERS.map(OutputValue::Number).to_vec(),
        ValueKind::Text => AWKWARD
            .map(|text| OutputValue::Text(text.to_owned()))
            .to_vec(),
        ValueKind::Boolean => vec![OutputValue::Boolean(true), OutputValue::Boolean(false)],
    }
}

fn events_of(transaction: &DatabaseTransaction, wanted: &Wanted) -> Statement {
    let text = format!(
        "SELECT e.at, e.\"number\", e.\"text\", e.\"boolean\", s.kind, s.\"key\", s.device_id, \
         d.name AS device, d.location, d.time_zone AS zone, k.name AS skill, w.name AS workflow \
         FROM output_events e JOIN streams s ON s.id = e.stream_id \
         JOIN devices d ON d.id = s.device_id JOIN skills k ON k.id = s.skill_id \
         JOIN workflows w ON w.id = k.workflow_id \
         WHERE s.organization_id = {} AND e.at >= {} AND e.at < {} \
         ORDER BY e.at, e.stream_id, e.ordinal",
        match transaction.get_database_backend() {
            sea_orm::DbBackend::Postgres => "$1",
            _ => "?",
        },
        wanted.range.from.timestamp_micros(),
        wanted.range.until.timestamp_micros(),
    );
    let values = [wanted.organization_id.into()];
    Statement::from_sql_and_values(transaction.get_database_backend(), text, values)
}

/// What a reader finds in a file: its rows, and what it says of the whole.
pub(super) async fn read_back(
    reader: &str,
    format: ExportFormat,
    file: &Path,
) -> Result<(Vec<Value>, Value)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/server/exports/read_back.py");
    let output = Command::new(workspace::data_python())
        .arg(script)
        .args([reader, format.name()])
        .arg(file)
        .env("PYTHONUTF8", "1")
        .output()
        .await
        .context(
            "DuckDB and PyArrow are not installed: run `cargo xtask test`, which installs them",
        )?;
    ensure!(
        output.status.success(),
        "{reader} of {format}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8(output.stdout)?;
    let lines = printed.lines().map(serde_json::from_str);
    let mut rows = lines.collect::<Result<Vec<Value>, _>>()?;
    let whole = rows.pop().context("nothing was read")?;
    Ok((rows, whole))
}
