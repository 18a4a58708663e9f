//! Merging and encoding without a database.

use std::collections::HashMap;
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;

use chrono_tz::Tz;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::catalog::{Catalog, Device, Skill, Source};
use super::cursor::Room;
use super::encoding::Encoder;
use super::merge::{Events, Merge};
use super::progress::SharedProgress;
use super::sink::Sink;
use super::{ExportRange, Wanted};
use crate::domain::{ExportFormat, ValueKind};
use crate::store::StoreError;
use crate::store::stream_reading::{ReadValue, Stretch};

/// Events of streams, in the order in which a store has them.
#[derive(Clone, Default)]
struct Lists {
    streams: HashMap<i64, Vec<(i64, OwnedValue)>>,
}

#[derive(Clone, Debug, PartialEq)]
enum OwnedValue {
    Number(f64),
    Text(String),
    Boolean(bool),
}

impl Events for Lists {
    async fn read(
        &mut self,
        stretch: &Stretch,
        mut take: impl FnMut(i64, ReadValue<'_>) -> ControlFlow<()> + Send,
    ) -> Result<(), StoreError> {
        let events = self.streams.get(&stretch.stream_id).map(Vec::as_slice);
        let events = events.unwrap_or_default();
        let begin = events.partition_point(|(at, _)| *at < stretch.from.at);
        let wanted = events[begin..]
            .iter()
            .take_while(|(at, _)| *at < stretch.until)
            .skip(usize::try_from(stretch.from.passed).unwrap())
            .take(stretch.limit);
        for (at, value) in wanted {
            let value = match value {
                OwnedValue::Number(number) => ReadValue::Number(*number),
                OwnedValue::Text(text) => ReadValue::Text(text),
                OwnedValue::Boolean(boolean) => ReadValue::Boolean(*boolean),
            };
            if take(*at, value).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Streams of these kinds, with numbers that begin at 1, all of one device.
fn catalog(kinds: &[ValueKind]) -> Catalog {
    let source = |(stream_id, kind): (i64, &ValueKind)| Source {
        stream_id,
        kind: *kind,
        key: format!("key {stream_id}"),
        device: 0,
        skill: 0,
    };
    Catalog {
        sources: (1..).zip(kinds).map(source).collect(),
        devices: vec![Device {
            name: "=Robot, \"the first\"".to_owned(),
            tags: vec!["a,b".to_owned(), "مرحبا 🤖".to_owned()],
            location: None,
            zone: Tz::Europe__Berlin,
        }],
        skills: vec![Skill {
            name: "Pick\nand place".to_owned(),
            workflow: "Palletizing".to_owned(),
        }],
    }
}

fn room(catalog: &Catalog) -> Room {
    Room::among(catalog.sources.iter().map(|source| source.kind))
}

const NUMBERS: ValueKind = ValueKind::Number;

fn number(number: f64) -> OwnedValue {
    OwnedValue::Number(number)
}

/// All events that come out of a merge: moment, source and value.
async fn merged(catalog: &Catalog, lists: Lists, until: i64) -> Vec<(i64, u32, OwnedValue)> {
    let room = room(catalog);
    let mut merge = Merge::begin(lists, catalog, 0..until, room).await.unwrap();
    let mut rows = Vec::new();
    while let Some(batch) = merge.next().await.unwrap() {
        for (row, (&at, &source)) in batch.at.iter().zip(&batch.source).enumerate() {
            let value = match batch.value(row, catalog.source(source).kind) {
                ReadValue::Number(number) => OwnedValue::Number(number),
                ReadValue::Text(text) => OwnedValue::Text(text.to_owned()),
                ReadValue::Boolean(boolean) => OwnedValue::Boolean(boolean),
            };
            rows.push((at, source, value));
        }
    }
    rows
}

#[tokio::test]
async fn events_come_by_time_then_stream_then_as_the_stream_has_them() {
    let catalog = catalog(&[NUMBERS, ValueKind::Text, ValueKind::Boolean]);
    let mut lists = Lists::default();
    let text = |text: &str| OwnedValue::Text(text.to_owned());
    let events = vec![(5, number(2.0)), (5, number(1.0)), (9, number(3.0))];
    lists.streams.insert(1, events);
    lists
        .streams
        .insert(2, vec![(1, text("a")), (5, text("")), (20, text("late"))]);
    let yes = || OwnedValue::Boolean(true);
    lists.streams.insert(3, vec![(5, yes()), (6, yes())]);
    let expected = [
        (1, 1, text("a")),
        (5, 0, number(2.0)),
        (5, 0, number(1.0)),
        (5, 1, text("")),
        (5, 2, yes()),
        (6, 2, yes()),
        (9, 0, number(3.0)),
    ];
    assert_eq!(merged(&catalog, lists, 20).await, expected);
}

/// Streams of many more events than a cursor holds, many of them at the same moment.
#[tokio::test]
async fn no_event_is_lost_or_doubled_where_reading_goes_on() {
    let kinds = [NUMBERS; 3];
    let catalog = catalog(&kinds);
    let mut lists = Lists::default();
    let mut all = Vec::new();
    for stream in 0..3_u32 {
        let count = 30_000 + i64::from(stream) * 7;
        let events: Vec<_> = (0..count)
            .map(|event| (event / 5_000 * i64::from(stream + 1), number(event as f64)))
            .collect();
        all.extend(
            events
                .iter()
                .map(|(at, value)| (*at, stream, value.clone())),
        );
        lists.streams.insert(i64::from(stream) + 1, events);
    }
    all.sort_by_key(|(at, source, _)| (*at, *source));
    assert!(merged(&catalog, lists, i64::MAX).await == all);
}

#[tokio::test]
async fn what_is_held_of_long_texts_in_many_streams_is_little() {
    const STREAMS: i64 = 3_000;
    const TEXT: usize = 4_000;

    let mut kinds = vec![ValueKind::Text; 1_500];
    kinds.extend(vec![NUMBERS; 1_500]);
    let catalog = catalog(&kinds);
    let mut lists = Lists::default();
    for stream in 1..=STREAMS {
        let value = |event: i64| match stream <= 1_500 {
            true => OwnedValue::Text("x".repeat(TEXT - usize::from(event % 2 == 0))),
            false => number(1.0),
        };
        let events = (0..20).map(|event| (event * STREAMS + stream, value(event)));
        lists.streams.insert(stream, events.collect());
    }
    let room = room(&catalog);
    let mut merge = Merge::begin(lists, &catalog, 0..i64::MAX, room)
        .await
        .unwrap();
    let (mut rows, mut most) = (0, 0);
    while let Some(batch) = merge.next().await.unwrap() {
        rows += batch.len();
        most = most.max(merge.weight());
        assert!(batch.weight < (1 << 20) + TEXT + 64);
    }
    assert_eq!(rows, 20 * STREAMS as usize);
    assert!(most < 24 << 20, "{most}");
}

fn wanted(format: ExportFormat, raw: bool) -> Wanted {
    let day = "2026-03-02".parse().unwrap();
    let now = "2026-03-03T00:00:00Z".parse().unwrap();
    Wanted {
        organization_id: Uuid::nil(),
        range: ExportRange::of_days(day, day, Tz::UTC, now).unwrap(),
        format,
        raw,
    }
}

/// Writes events of a catalog, and answers the file and the SHA-256 that it is said to have.
async fn written(catalog: Catalog, lists: Lists, wanted: &Wanted) -> (Vec<u8>, String) {
    let mut merge = {
        let room = room(&catalog);
        Merge::begin(lists, &catalog, wanted.span(), room)
            .await
            .unwrap()
    };
    let mut file = tempfile::tempfile().unwrap();
    let progress = Arc::new(SharedProgress::beginning(wanted.range.from));
    let sink = Sink::to(file.try_clone().unwrap(), Arc::clone(&progress));
    let mut encoder = Encoder::begin(wanted, &Arc::new(catalog.clone()), sink).unwrap();
    while let Some(batch) = merge.next().await.unwrap() {
        encoder.write(&batch).unwrap();
    }
    let sink = encoder.finish().unwrap();
    let size = sink.bytes();
    let sha256 = sink.sha256();
    let mut bytes = Vec::new();
    std::io::Seek::rewind(&mut file).unwrap();
    file.read_to_end(&mut bytes).unwrap();
    assert_eq!((size, progress.read().bytes), (bytes.len() as u64, size));
    (bytes, sha256)
}

/// One event of each kind.
fn some_events(wanted: &Wanted) -> Lists {
    let at = wanted.span().start + 8 * 3_600_000_000;
    let mut lists = Lists::default();
    lists.streams.insert(1, vec![(at, number(0.1))]);
    lists.streams.insert(
        2,
        vec![(at + 1, OwnedValue::Text("+1 \"yes\"\r\n".to_owned()))],
    );
    lists
        .streams
        .insert(3, vec![(at + 2, OwnedValue::Boolean(false))]);
    lists
}

const KINDS: [ValueKind; 3] = [NUMBERS, ValueKind::Text, ValueKind::Boolean];

#[tokio::test]
async fn lines_of_comma_separated_values_are_as_they_are_documented() {
    for (raw, quote) in [(false, "'"), (true, "")] {
        let wanted = wanted(ExportFormat::Csv, raw);
        let (bytes, _) = written(catalog(&KINDS), some_events(&wanted), &wanted).await;
        let names = format!(
            "Palletizing,\"{quote}=Robot, \"\"the first\"\"\",\"Pick\nand place\",\
             \"[\"\"a,b\"\",\"\"مرحبا 🤖\"\"]\",,key"
        );
        let expected = format!(
            "time,local_time,workflow,device,skill,tags,location,key,type,value\r\n\
             2026-03-02T08:00:00.000000Z,2026-03-02T09:00:00.000000+01:00,{names} 1,number,0.1\r\n\
             2026-03-02T08:00:00.000001Z,2026-03-02T09:00:00.000001+01:00,{names} 2,text,\
             \"{quote}+1 \"\"yes\"\"\r\n\"\r\n\
             2026-03-02T08:00:00.000002Z,2026-03-02T09:00:00.000002+01:00,{names} 3,boolean,false\r\n"
        );
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}

#[tokio::test]
async fn lines_of_json_are_as_they_are_documented() {
    let wanted = wanted(ExportFormat::JsonLines, false);
    let (bytes, _) = written(catalog(&KINDS), some_events(&wanted), &wanted).await;
    let text = String::from_utf8(bytes).unwrap();
    let begin = "{\"time\":\"2026-03-02T08:00:00.000000Z\",\"localTime\":\
                 \"2026-03-02T09:00:00.000000+01:00\",\"workflow\":\"Palletizing\",\
                 \"device\":\"=Robot, \\\"the first\\\"\",\"skill\":\"Pick\\nand place\",\
                 \"tags\":[\"a,b\",\"مرحبا 🤖\"],\"location\":null,\"key\":\"key 1\",\
                 \"type\":\"number\",\"value\":0.1}\n";
    assert!(text.starts_with(begin), "{text}");
    let line = |number: usize| -> serde_json::Value {
        serde_json::from_str(text.lines().nth(number).unwrap()).unwrap()
    };
    assert_eq!(line(1)["value"], "+1 \"yes\"\r\n");
    assert_eq!(line(2)["value"], false);
    assert_eq!(text.lines().count(), 3);
}

#[tokio::test]
async fn a_range_without_events_is_a_header_without_rows() {
    for format in ExportFormat::ALL {
        let wanted = wanted(format, false);
        let (bytes, _) = written(catalog(&KINDS), Lists::default(), &wanted).await;
        match format {
            ExportFormat::Csv => assert_eq!(bytes.iter().filter(|byte| **byte == b'\n').count(), 1),
            ExportFormat::JsonLines => assert!(bytes.is_empty()),
            ExportFormat::CsvGzip => {
                let mut text = String::new();
                let mut reader = flate2::read::GzDecoder::new(&bytes[..]);
                reader.read_to_string(&mut text).unwrap();
                assert!(text.starts_with("time,local_time,") && text.ends_with(",value\r\n"));
            }
            ExportFormat::Parquet => {
                assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
            }
        }
    }
}

#[tokio::test]
async fn the_same_events_are_the_same_file() {
    let begin = wanted(ExportFormat::Csv, false).span().start;
    let mut lists = Lists::default();
    for stream in 1..=3 {
        let value = |event: i64| match stream {
            1 => number((event * 7 % 1_000) as f64 / 8.0),
            2 => OwnedValue::Text(format!("text {}", event % 300)),
            _ => OwnedValue::Boolean(event % 3 == 0),
        };
        let events = (0..10_000).map(|event| (begin + event * 1_000 / stream, value(event)));
        lists.streams.insert(stream, events.collect());
    }
    for format in ExportFormat::ALL {
        let wanted = wanted(format, false);
        let (first, said) = written(catalog(&KINDS), lists.clone(), &wanted).await;
        let (second, again) = written(catalog(&KINDS), lists.clone(), &wanted).await;
        assert!(first == second && said == again, "{format}");
        assert_eq!(
            said,
            data_encoding::HEXLOWER.encode(&Sha256::digest(&first))
        );
    }
}
