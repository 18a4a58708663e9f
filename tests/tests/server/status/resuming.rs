//! A stream that was cut goes on where it was: nothing is missed, nothing comes twice.

use portal_server::administration::DeploymentOutcome;
use rstest::rstest;
use std::time::Duration;
use uuid::Uuid;

use super::{Followed, now, told_after};
use crate::support::{ADA, Backend, GRACE, TestPortal, Tested};

const UPDATES: usize = 60;

/// Cut wherever chance has it: between updates, while one is on its way, and before the first word.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_cut_off_at_random_is_told_everything_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    let operator = portal.operator.clone();
    let writing = tokio::spawn(async move {
        let acme = "ACME Robotics".parse()?;
        for _ in 0..UPDATES {
            let done = DeploymentOutcome::Deployed;
            operator
                .deploy_workflow(&acme, "Weld and watch", None, done)
                .await?;
        }
        anyhow::Ok(())
    });
    let (mut told, mut cursor, mut cuts) = (Vec::new(), start.clone(), 0);
    while told.len() < UPDATES {
        let mut stream = Followed::after(&portal, &ada, Some(&cursor)).await?;
        // Up to 30 ms, by the randomness of an id.
        let chance = Duration::from_micros(u64::from(Uuid::new_v4().as_bytes()[0]) * 118);
        let listening = async {
            while told.len() < UPDATES {
                let (next, update) = stream.update().await?;
                cursor = next;
                told.push(update);
            }
            anyhow::Ok(())
        };
        match tokio::time::timeout(chance, listening).await {
            Ok(heard) => heard?,
            Err(_) => cuts += 1,
        }
    }
    writing.await??;
    assert!(cuts > 0, "nothing was cut");
    assert_eq!(told, told_after(&portal, &ada, &start).await?);
    let versions: Vec<_> = told.iter().map(|it| it["version"].as_i64()).collect();
    let expected: Vec<_> = (0..UPDATES as i64).map(|number| Some(4 + number)).collect();
    assert_eq!(versions, expected);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_restart_of_the_portal_loses_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let grace = portal.sign_in(GRACE).await?;
    let start = now(&portal, &grace).await?;
    let acme = "ACME Robotics".parse()?;
    let done = || DeploymentOutcome::Deployed;
    let workflow = "Weld and watch";
    portal
        .operator
        .deploy_workflow(&acme, workflow, None, done())
        .await?;
    let mut stream = Followed::after(&portal, &grace, Some(&start)).await?;
    let (cursor, first) = stream.update().await?;
    let operator = portal.operator.clone();
    let (portal, deployed) = tokio::join!(
        portal.restart(),
        operator.deploy_workflow(&acme, workflow, None, done())
    );
    let portal = portal?;
    deployed?;
    let mut stream = Followed::after(&portal, &grace, Some(&cursor)).await?;
    let (_, second) = stream.update().await?;
    assert_eq!([&first["version"], &second["version"]], [&4, &5]);
    assert_eq!(told_after(&portal, &grace, &start).await?, [first, second]);
    Ok(())
}
