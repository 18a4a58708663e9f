//! How events are kept, and that they are found by their primary key.

use anyhow::Result;
use portal_server::domain::{OutputValue, ValueKind};
use portal_server::store::readings::{self, Piece};
use portal_server::store::streams;
use rstest::rstest;
use sea_orm::{ConnectionTrait, Statement};

use super::Workbench;
use crate::support::{Backend, Tested};

/// How SQLite goes about a statement.
async fn plan(workbench: &Workbench, statement: &str) -> Result<Vec<String>> {
    let database = workbench.portal.store.read();
    let text = format!("EXPLAIN QUERY PLAN {statement}");
    let rows = database
        .query_all_raw(Statement::from_string(sea_orm::DbBackend::Sqlite, text))
        .await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "detail")?))
        .collect()
}

/// What the modules of the store ask, as they ask it.
#[tokio::test]
async fn the_hot_paths_use_the_primary_key() -> Tested {
    let workbench = Workbench::new(Backend::Sqlite).await?;
    let range = "SEARCH output_events USING PRIMARY KEY (stream_id=? AND at>? AND at<?)";
    for statement in [
        "SELECT COUNT(*), SUM(\"number\") FROM output_events WHERE stream_id = 1 AND at >= 2 AND at < 3",
        "SELECT at, ordinal, \"text\" FROM output_events WHERE stream_id = 1 AND at >= 2 AND at < 3 \
         ORDER BY at DESC, ordinal DESC LIMIT 1",
    ] {
        assert_eq!(plan(&workbench, statement).await?, [range], "{statement}");
    }
    let last = "SELECT s.device_id, (SELECT MAX(at) FROM output_events WHERE stream_id = s.id AND at <= 9) \
                FROM streams s WHERE organization_id = x'00'";
    let last = plan(&workbench, last).await?.join("; ");
    assert!(last.contains("SEARCH s USING"), "{last}");
    assert!(
        last.contains("USING PRIMARY KEY (stream_id=? AND at<?)"),
        "{last}"
    );
    let oldest = "DELETE FROM output_events WHERE stream_id = 1 AND at <= 2";
    let oldest = plan(&workbench, oldest).await?;
    assert_eq!(
        oldest,
        ["SEARCH output_events USING PRIMARY KEY (stream_id=? AND at<?)"]
    );
    let moments = "SELECT * FROM output_events WHERE stream_id = 1 AND at IN (2, 3)";
    let moments = plan(&workbench, moments).await?;
    assert_eq!(
        moments,
        ["SEARCH output_events USING PRIMARY KEY (stream_id=? AND at=?)"]
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_moment_has_each_value_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let workbench = Workbench::new(backend).await?;
    let stream = workbench.stream(0, ValueKind::Number).await?;
    let number = OutputValue::Number;
    let first = [
        (5, number(1.0)),
        (5, number(2.0)),
        (5, number(1.0)),
        (4, number(9.0)),
    ];
    let added = workbench.add(stream, &first).await?;
    assert_eq!((added.added, added.already_there), (3, 1));
    let second = [(6, number(0.1)), (5, number(2.0)), (5, number(3.0))];
    let added = workbench.add(stream, &second).await?;
    assert_eq!((added.added, added.already_there), (2, 1));
    let kept: Vec<_> = workbench
        .events_of(stream)
        .await?
        .into_iter()
        .map(|event| (event.at, event.ordinal, event.number))
        .collect();
    let expected = [
        (4, 0, Some(9.0)),
        (5, 0, Some(1.0)),
        (5, 1, Some(2.0)),
        (5, 2, Some(3.0)),
        (6, 0, Some(0.1)),
    ];
    assert_eq!(kept, expected);
    assert_eq!(workbench.stream(0, ValueKind::Number).await?, stream);
    assert_ne!(workbench.stream(0, ValueKind::Text).await?, stream);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn more_pieces_than_one_statement_takes_are_all_read(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let workbench = Workbench::new(backend).await?;
    let stream = workbench.stream(0, ValueKind::Number).await?;
    let events: Vec<_> = (0..1_000)
        .map(|at| (at * 10, OutputValue::Number(at as f64)))
        .collect();
    workbench.add(stream, &events).await?;
    let pieces: Vec<_> = (0..1_001)
        .map(|at| Piece {
            stream_id: stream,
            span: at * 10..(at + 1) * 10,
        })
        .collect();
    let database = workbench.portal.store.read();
    let totals = readings::totals(database, ValueKind::Number, &pieces).await?;
    for (number, totals) in totals[..1_000].iter().enumerate() {
        assert_eq!(totals.unwrap().sum, number as f64);
    }
    assert_eq!(totals[1_000], None);
    assert!(readings::counts(database, &[]).await?.is_empty());
    let heard = streams::last_heard(database, workbench.organization, 95).await?;
    assert!(heard.contains(&(workbench.devices[0], 90)), "{heard:?}");
    Ok(())
}
