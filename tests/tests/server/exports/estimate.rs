//! What is said about an export before it is begun.

use chrono_tz::Tz;
use portal_server::domain::ExportFormat;
use portal_server::exports::writing::{Estimate, estimate};
use rstest::rstest;

use super::Workshop;
use crate::support::{Backend, Tested};

/// More events than are counted one by one.
const MANY: i64 = 230_000;

#[rstest]
#[tokio::test]
async fn few_events_are_counted_and_measured(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let workshop = Workshop::new(backend).await?;
    for format in ExportFormat::ALL {
        let wanted = workshop.wanted(format, false)?;
        let said = estimate(&workshop.portal.store, &wanted).await?;
        let (_, written) = workshop.write(&wanted, "estimated").await?;
        let expected = Estimate {
            rows: written.rows,
            is_exact: true,
            bytes: written.bytes,
        };
        assert_eq!(said, expected, "{format}");
    }
    let none = workshop.wanted_of(
        "1999-12-31",
        "2000-01-01",
        Tz::UTC,
        ExportFormat::Csv,
        false,
    )?;
    let said = estimate(&workshop.portal.store, &none).await?;
    let (_, written) = workshop.write(&none, "estimated").await?;
    assert_eq!(
        (said.rows, said.is_exact, said.bytes),
        (0, true, written.bytes)
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn many_events_are_worked_out_from_some(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let workshop = Workshop::new(backend).await?;
    let wanted = workshop.wanted(ExportFormat::Csv, false)?;
    let begin = wanted.range.from.timestamp_micros();
    let step = (wanted.range.until.timestamp_micros() - begin) / MANY;
    let events = (0..MANY).map(|event| (begin + event * step, event as f64 / 7.0));
    workshop.add_numbers(events).await?;
    for format in ExportFormat::ALL {
        let wanted = workshop.wanted(format, false)?;
        let said = estimate(&workshop.portal.store, &wanted).await?;
        let (_, written) = workshop.write(&wanted, "estimated").await?;
        assert!(!said.is_exact && written.rows > 230_000);
        let off = |said: u64, written: u64| (said as f64 / written as f64 - 1.0).abs();
        assert!(
            off(said.rows, written.rows) < 0.1,
            "{format} {said:?} {written:?}"
        );
        assert!(
            off(said.bytes, written.bytes) < 0.3,
            "{format} {said:?} {written:?}"
        );
    }
    Ok(())
}
