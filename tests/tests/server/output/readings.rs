//! What charts show, against a plain reckoning of the same.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use portal_server::domain::{OutputValue, ValueKind};
use portal_server::surroundings::Clock;
use proptest::prelude::*;
use proptest::sample::select;
use rstest::rstest;
use serde_json::{Value, json};

use super::Workbench;
use crate::support::{ADA, Backend, SettableClock, Tested, code};

const CALCULATIONS: [&str; 6] = ["LAST", "COUNT", "SUM", "AVERAGE", "MINIMUM", "MAXIMUM"];

/// Zones whose clocks are changed at all sorts of times, or are off by odd amounts.
const ZONES: [Tz; 8] = [
    Tz::UTC,
    Tz::Europe__Berlin,
    Tz::America__New_York,
    Tz::America__Santiago,
    Tz::Asia__Kathmandu,
    Tz::Asia__Kolkata,
    Tz::Australia__Lord_Howe,
    Tz::Pacific__Auckland,
];

const RANGES: [(&str, i64); 5] = [
    ("DAY", 1),
    ("WEEK", 7),
    ("MONTH", 30),
    ("QUARTER", 90),
    ("YEAR", 365),
];

fn now() -> DateTime<Utc> {
    SettableClock::default().now()
}

/// What tells the buckets of a range apart: the local day, or the local hour or quarter with its offset.
fn bucket_of(range: &str, zone: Tz, at: DateTime<Utc>) -> (NaiveDate, u32, String) {
    let local = at.with_timezone(&zone);
    let minute = local.hour() * 60 + local.minute();
    let offset = local.format("%z").to_string();
    match range {
        "DAY" => (local.date_naive(), minute / 15, offset),
        "WEEK" => (local.date_naive(), minute / 60, offset),
        _ => (local.date_naive(), 0, String::new()),
    }
}

/// Where buckets begin: each quarter of an hour that is in another bucket than the one before.
fn starts(range: &str, days: i64, zone: Tz) -> Vec<DateTime<Utc>> {
    let quarter = TimeDelta::minutes(15);
    let of = |at| bucket_of(range, zone, at);
    let mut first = now() - TimeDelta::days(days);
    while of(first - quarter) == of(first) {
        first -= quarter;
    }
    let mut starts = vec![first];
    let mut at = first + quarter;
    while at < now() {
        if of(at) != of(at - quarter) {
            starts.push(at);
        }
        at += quarter;
    }
    starts
}

/// Worked out one value after the other.
fn reckoned(calculation: &str, values: &[f64]) -> Option<f64> {
    let last = *values.last()?;
    let sum: f64 = values.iter().sum();
    Some(match calculation {
        "LAST" => last,
        "COUNT" => values.len() as f64,
        "SUM" => sum,
        "AVERAGE" => sum / values.len() as f64,
        "MINIMUM" => values.iter().copied().fold(f64::INFINITY, f64::min),
        _ => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    })
}

fn is_close(value: &Value, expected: Option<f64>) -> bool {
    match (value.as_f64(), expected) {
        (Some(value), Some(expected)) => (value - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        (None, None) => value.is_null(),
        _ => false,
    }
}

/// Events by device: how long before now, in microseconds, and a value.
#[derive(Clone, Debug)]
struct Case {
    zone: Tz,
    range: (&'static str, i64),
    events: Vec<(usize, i64, f64)>,
}

fn cases() -> impl Strategy<Value = Case> {
    let zone = select(&ZONES[..]);
    let range = select(&RANGES[..]);
    (zone, range).prop_flat_map(|(zone, range)| {
        // Right at and beside the edges of buckets, and anywhere, also beyond the range.
        let edges = starts(range.0, range.1, zone);
        let edge = (select(edges), -1_i64..=1)
            .prop_map(|(edge, off)| (now() - edge).num_microseconds().unwrap() - off);
        let anywhere = -1_000_000..(range.1 + 2) * 86_400_000_000;
        let ago = prop_oneof![1 => Just(0), 4 => edge, 4 => anywhere];
        let value = prop_oneof![(-100_i32..100).prop_map(f64::from), -1e6_f64..1e6];
        let events = prop::collection::vec((0..2_usize, ago, value), 0..60);
        events.prop_map(move |events| Case {
            zone,
            range,
            events,
        })
    })
}

async fn compare(workbench: &Workbench, token: &str, case: &Case) -> Result<(), TestCaseError> {
    let fail = |error: anyhow::Error| TestCaseError::fail(error.to_string());
    let (range, days) = case.range;
    let edges = starts(range, days, case.zone);
    let first = edges[0].timestamp_micros();
    let until = now().timestamp_micros();
    // By device and time, each value of a moment once, in the order of coming.
    let mut kept: BTreeMap<(usize, i64), Vec<f64>> = BTreeMap::new();
    for (device, ago, value) in &case.events {
        let values = kept.entry((*device, until - ago)).or_default();
        if !values.contains(value) {
            values.push(*value);
        }
    }
    for device in 0..2 {
        let stream = workbench
            .stream(device, ValueKind::Number)
            .await
            .map_err(fail)?;
        clear(workbench, stream).await.map_err(fail)?;
        let of_device = case.events.iter().filter(|(of, ..)| *of == device);
        let events: Vec<_> = of_device
            .map(|(_, ago, value)| (until - ago, OutputValue::Number(*value)))
            .collect();
        workbench.add(stream, &events).await.map_err(fail)?;
    }
    let written: Vec<_> = edges
        .iter()
        .map(|edge| edge.to_rfc3339_opts(SecondsFormat::AutoSi, true))
        .collect();
    for calculation in CALCULATIONS {
        let zone = case.zone.name();
        let read = workbench
            .read(token, range, calculation, zone)
            .await
            .map_err(fail)?;
        prop_assert_eq!(&read["buckets"], &json!(written));
        prop_assert_eq!(&read["from"], &json!(written[0]));
        let mut counted = 0;
        for device in 0..2 {
            let in_range: Vec<_> = kept
                .iter()
                .filter(|((of, at), _)| *of == device && (first..until).contains(at))
                .flat_map(|((_, at), values)| values.iter().map(move |value| (*at, *value)))
                .collect();
            counted += in_range.len();
            let series = &read["series"][device];
            let all: Vec<_> = in_range.iter().map(|(_, value)| *value).collect();
            prop_assert!(
                is_close(&series["overall"], reckoned(calculation, &all)),
                "{}",
                series
            );
            for (index, edge) in edges.iter().enumerate() {
                let end = edges
                    .get(index + 1)
                    .map_or(until, DateTime::timestamp_micros);
                let span = edge.timestamp_micros()..end;
                let values: Vec<_> = in_range
                    .iter()
                    .filter(|(at, _)| span.contains(at))
                    .map(|(_, value)| *value)
                    .collect();
                let expected = reckoned(calculation, &values);
                let value = &series["values"][index];
                prop_assert!(
                    is_close(value, expected),
                    "{} {}: {} is not {:?}",
                    calculation,
                    edge,
                    value,
                    expected
                );
            }
        }
        prop_assert_eq!(&read["events"], &json!(counted));
    }
    Ok(())
}

async fn clear(workbench: &Workbench, stream: i64) -> Result<()> {
    use portal_server::store::entities::output_event::{Column, Entity};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

    Entity::delete_many()
        .filter(Column::StreamId.eq(stream))
        .exec(workbench.portal.store.read())
        .await?;
    Ok(())
}

#[rstest]
fn buckets_hold_what_a_plain_reckoning_says(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let runtime = tokio::runtime::Runtime::new()?;
    let workbench = runtime.block_on(Workbench::new(backend))?;
    let token = runtime.block_on(workbench.portal.sign_in(ADA))?;
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner.run(&cases(), |case| {
        runtime.block_on(compare(&workbench, &token, &case))
    })?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn texts_have_a_last_one_and_a_count(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let workbench = Workbench::new(backend).await?;
    let token = workbench.portal.sign_in(ADA).await?;
    let stream = workbench.stream(0, ValueKind::Text).await?;
    let text = |text: &str| OutputValue::Text(text.to_owned());
    let ago = |minutes: i64| (now() - TimeDelta::minutes(minutes)).timestamp_micros();
    let events = [
        (ago(50), text("idle")),
        (ago(35), text("running")),
        (ago(31), text("fault")),
        (ago(5), text("running")),
    ];
    workbench.add(stream, &events).await?;
    let read = workbench.read(&token, "DAY", "LAST", "UTC").await?;
    let series = &read["series"][0];
    let texts = series["texts"].as_array().unwrap();
    let last = [json!("idle"), json!("fault"), Value::Null, json!("running")];
    assert_eq!(texts[texts.len() - 4..], last);
    assert!(
        series["values"]
            .as_array()
            .unwrap()
            .iter()
            .all(Value::is_null)
    );
    assert_eq!(
        (&series["overallText"], &series["overall"]),
        (&json!("running"), &Value::Null)
    );
    assert_eq!(read["events"], 4);
    let count = workbench.read(&token, "DAY", "COUNT", "UTC").await?;
    let series = &count["series"][0];
    assert_eq!(
        (&series["overall"], &series["texts"]),
        (&json!(4.0), &Value::Null)
    );
    // The chart's own calculation is none for texts, so that the last one is shown.
    let own = workbench.ask(&token, "DAY", None, "UTC").await?;
    assert_eq!(own["data"]["chartReadings"]["calculation"], "LAST");
    for calculation in ["SUM", "AVERAGE", "MINIMUM", "MAXIMUM"] {
        let refused = workbench
            .ask(&token, "DAY", Some(calculation), "UTC")
            .await?;
        assert_eq!(code(&refused), Some("BAD_INPUT"));
    }
    // A number among the texts makes it a chart of numbers.
    let stream = workbench.stream(1, ValueKind::Number).await?;
    workbench
        .add(stream, &[(ago(1), OutputValue::Number(7.0))])
        .await?;
    let read = workbench.read(&token, "DAY", "SUM", "UTC").await?;
    assert_eq!(read["series"].as_array().unwrap().len(), 1);
    assert_eq!(read["series"][0]["overall"], 7.0);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn booleans_count_as_0_and_1_and_streams_of_a_device_go_together(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let workbench = Workbench::new(backend).await?;
    let token = workbench.portal.sign_in(ADA).await?;
    let ago = |minutes: i64| (now() - TimeDelta::minutes(minutes)).timestamp_micros();
    let booleans = workbench.stream(0, ValueKind::Boolean).await?;
    let numbers = workbench.stream(0, ValueKind::Number).await?;
    let boolean = OutputValue::Boolean;
    workbench
        .add(
            booleans,
            &[
                (ago(9), boolean(true)),
                (ago(8), boolean(false)),
                (ago(3), boolean(true)),
            ],
        )
        .await?;
    workbench
        .add(numbers, &[(ago(4), OutputValue::Number(5.0))])
        .await?;
    for (calculation, expected) in [
        ("LAST", 1.0),
        ("COUNT", 4.0),
        ("SUM", 7.0),
        ("AVERAGE", 1.75),
        ("MINIMUM", 0.0),
        ("MAXIMUM", 5.0),
    ] {
        let read = workbench.read(&token, "WEEK", calculation, "UTC").await?;
        let series = read["series"].as_array().unwrap();
        assert_eq!((series.len(), &read["events"]), (1, &json!(4)));
        assert_eq!(series[0]["overall"], expected, "{calculation}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn extremes_are_drawn(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let workbench = Workbench::new(backend).await?;
    let token = workbench.portal.sign_in(ADA).await?;
    let read = workbench
        .read(&token, "YEAR", "SUM", "Europe/Berlin")
        .await?;
    assert_eq!((&read["series"], &read["events"]), (&json!([]), &json!(0)));
    assert_eq!(read["bucket"], "DAY");
    assert_eq!(read["until"], "2026-03-02T08:00:00Z");
    let stream = workbench.stream(0, ValueKind::Number).await?;
    let ago = |minutes: i64| (now() - TimeDelta::minutes(minutes)).timestamp_micros();
    // The largest that an import takes.
    let huge = [
        (ago(4), OutputValue::Number(1e300)),
        (ago(5), OutputValue::Number(1e300 * 0.5)),
    ];
    workbench.add(stream, &huge).await?;
    let read = workbench.read(&token, "DAY", "SUM", "UTC").await?;
    assert_eq!(read["series"][0]["overall"], 1.5e300);
    for zone in ["", "Nowhere", "europe/berlin", "UTC\0"] {
        let refused = workbench.ask(&token, "DAY", None, zone).await?;
        assert_eq!(code(&refused), Some("BAD_INPUT"), "{zone:?}");
    }
    Ok(())
}
