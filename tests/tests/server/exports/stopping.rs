//! Exports that don't come to their end, and what happens beside them.

use std::fs::File;
use std::io::{Read, pipe};
use std::os::fd::OwnedFd;
use std::sync::Arc;

use portal_server::domain::ExportFormat;
use portal_server::exports::writing::{
    Processors, SharedProgress, Wanted, WriteError, Written, write,
};
use rstest::rstest;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Workshop;
use crate::support::{Backend, Tested};

/// More events than fit between the reading half and the writing half.
const MANY: i64 = 60_000;

type Writing = JoinHandle<Result<Written, WriteError>>;

/// Begins an export of many events into a pipe: it waits until it is read from.
async fn begin(
    workshop: &Workshop,
    stop: &CancellationToken,
    processors: Processors,
) -> anyhow::Result<(Writing, std::io::PipeReader, Wanted)> {
    let wanted = workshop.wanted(ExportFormat::Csv, false)?;
    let begin = wanted.range.from.timestamp_micros();
    let events = (0..MANY).map(|event| (begin + event, event as f64));
    workshop.add_numbers(events).await?;
    let (reader, writer) = pipe()?;
    let file = File::from(OwnedFd::from(writer));
    let progress = Arc::new(SharedProgress::beginning(wanted.range.from));
    let (store, stop) = (workshop.portal.store.clone(), stop.clone());
    let export = wanted.clone();
    let writing =
        tokio::spawn(async move { write(&store, &export, file, progress, stop, processors).await });
    Ok((writing, reader, wanted))
}

/// Reads so many octets at least, or all there are.
async fn read(mut reader: std::io::PipeReader, least: usize) -> (std::io::PipeReader, Vec<u8>) {
    let reading = tokio::task::spawn_blocking(move || {
        let mut bytes = vec![0; 65_536];
        let mut all = Vec::new();
        while all.len() < least {
            match reader.read(&mut bytes).unwrap() {
                0 => break,
                length => all.extend_from_slice(&bytes[..length]),
            }
        }
        (reader, all)
    });
    reading.await.unwrap()
}

#[rstest]
#[tokio::test]
async fn one_that_is_stopped_ends_without_the_rest(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values(Processors::One, Processors::Two)] processors: Processors,
) -> Tested {
    let workshop = Workshop::new(backend).await?;
    let stop = CancellationToken::new();
    let (writing, reader, wanted) = begin(&workshop, &stop, processors).await?;
    let (reader, begun) = read(reader, 1).await;
    stop.cancel();
    let (_, rest) = read(reader, usize::MAX).await;
    assert!(matches!(writing.await?, Err(WriteError::Stopped)));
    let (_, whole) = workshop.write(&wanted, "whole.csv").await?;
    let read = (begun.len() + rest.len()) as u64;
    assert!(read < whole.bytes / 2, "{read} {}", whole.bytes);
    // The connection is as good as before.
    assert_eq!(workshop.rows(&wanted).await?.len() as u64, whole.rows);
    Ok(())
}

#[tokio::test]
async fn one_that_is_stopped_before_it_begins_writes_nothing() -> Tested {
    let workshop = Workshop::new(Backend::Sqlite).await?;
    let stop = CancellationToken::new();
    stop.cancel();
    let (writing, reader, _) = begin(&workshop, &stop, Processors::One).await?;
    let (_, read) = read(reader, usize::MAX).await;
    assert!(matches!(writing.await?, Err(WriteError::Stopped)));
    assert!(read.is_empty(), "{}", read.len());
    Ok(())
}

/// What is added, changed or deleted meanwhile is not in the file: it is of one moment.
#[rstest]
#[tokio::test]
async fn what_happens_meanwhile_is_not_seen(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values(Processors::One, Processors::Two)] processors: Processors,
) -> Tested {
    use portal_server::store::entities::{device, output_event};
    use sea_orm::EntityTrait;

    let workshop = Workshop::new(backend).await?;
    let stop = CancellationToken::new();
    let (writing, reader, wanted) = begin(&workshop, &stop, processors).await?;
    let (reader, mut begun) = read(reader, 1).await;
    let (_, before) = workshop.write(&wanted, "before.csv").await?;
    let database = workshop.portal.store.read();
    output_event::Entity::delete_many().exec(database).await?;
    device::Entity::delete_many().exec(database).await?;
    let (_, rest) = read(reader, usize::MAX).await;
    begun.extend(rest);
    let written = writing.await??;
    assert_eq!(written, before);
    assert_eq!(begun.len() as u64, before.bytes);
    let (_, after) = workshop.write(&wanted, "after.csv").await?;
    assert_eq!(after.rows, 0);
    Ok(())
}

#[cfg(target_os = "linux")]
#[rstest]
#[tokio::test]
async fn a_full_disk_is_told_apart(
    #[values(
        ExportFormat::Csv,
        ExportFormat::CsvGzip,
        ExportFormat::Parquet,
        ExportFormat::JsonLines
    )]
    format: ExportFormat,
) -> Tested {
    let workshop = Workshop::new(Backend::Sqlite).await?;
    let wanted = workshop.wanted(format, false)?;
    let full = File::options().write(true).open("/dev/full")?;
    let progress = Arc::new(SharedProgress::beginning(wanted.range.from));
    let stop = CancellationToken::new();
    let written = write(
        &workshop.portal.store,
        &wanted,
        full,
        progress,
        stop,
        Processors::One,
    )
    .await;
    let Err(WriteError::File(error)) = written else {
        anyhow::bail!("{written:?}");
    };
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
    Ok(())
}
