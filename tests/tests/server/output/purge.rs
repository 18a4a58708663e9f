//! Events of organizations that were deleted.

use std::time::Duration;

use portal_server::domain::{OutputValue, ValueKind};
use portal_server::event_purge::EventPurge;
use portal_server::store::entities::{organization, output_event};
use portal_server::store::streams;
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::Workbench;
use crate::support::{Backend, Tested};

const EVENTS: u64 = 12_000;

async fn with_events(backend: Backend) -> anyhow::Result<(Workbench, Vec<i64>)> {
    let workbench = Workbench::new(backend).await?;
    let mut made = Vec::new();
    for device in 0..2 {
        let stream = workbench.stream(device, ValueKind::Number).await?;
        let events: Vec<_> = (0..EVENTS as i64 / 2)
            .map(|at| (at, OutputValue::Number(at as f64)))
            .collect();
        workbench.add(stream, &events).await?;
        made.push(stream);
    }
    Ok((workbench, made))
}

#[rstest]
#[tokio::test]
async fn deleting_an_organization_leaves_its_events_to_the_purge(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let (workbench, made) = with_events(backend).await?;
    let database = workbench.portal.store.read();
    let count = || output_event::Entity::find().count(database);
    let (before, streams_before) = (count().await?, workbench.streams().await?);
    organization::Entity::delete_by_id(workbench.organization)
        .exec(database)
        .await?;
    assert_eq!(
        count().await?,
        before,
        "no event goes with the organization"
    );
    assert_eq!(workbench.streams().await?, streams_before);

    // Batch by batch, with everything as it was left when it is taken up again.
    let mut left = before;
    let mut steps = 0;
    while EventPurge::new(workbench.portal.store.clone())
        .forget_some()
        .await?
    {
        let now = count().await?;
        assert!(left - now <= 5_001, "{left} to {now} in one step");
        left = now;
        steps += 1;
    }
    assert!(steps > 3, "{steps}");
    for stream in made {
        assert!(workbench.events_of(stream).await?.is_empty());
    }
    assert!(left > 0, "what others put out stays");
    assert_eq!(streams::orphan(database).await?, None);
    assert!(workbench.streams().await? < streams_before);
    Ok(())
}

/// A portal that is started takes up what another left.
#[rstest]
#[tokio::test]
async fn a_portal_purges_when_it_starts(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let (workbench, made) = with_events(backend).await?;
    let (organization, portal) = (workbench.organization, workbench.portal);
    organization::Entity::delete_by_id(organization)
        .exec(portal.store.read())
        .await?;
    EventPurge::new(portal.store.clone()).forget_some().await?;
    let portal = portal.restart().await?;
    let gone = async {
        while streams::orphan(portal.store.read()).await?.is_some() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(Duration::from_secs(60), gone).await??;
    for stream in made {
        use output_event::Column;
        use sea_orm::{ColumnTrait, QueryFilter};

        let left = output_event::Entity::find().filter(Column::StreamId.eq(stream));
        assert_eq!(left.count(portal.store.read()).await?, 0);
    }
    Ok(())
}
