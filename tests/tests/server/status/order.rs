//! Positions are in the order of commits: whoever reads while many write misses nothing and reads nothing twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, ensure};
use futures_util::future::try_join_all;
use portal_server::administration::{Administration, DeploymentOutcome, OrganizationSelection};
use portal_server::domain::{Plan, Role, RoleSet};
use portal_server::store::{accounts, status_updates};
use rstest::rstest;
use serde_json::Value;

use super::{Followed, now, told_after};
use crate::support::{ADA, Backend, GRACE, TestPortal, Tested};

const WRITERS: i64 = 8;
const WRITES: i64 = 12;

/// Changes roles of others in two organizations and deploys a workflow, again and again: each holds several feeds.
async fn write(
    operator: Administration,
    places: [OrganizationSelection; 2],
    number: i64,
) -> anyhow::Result<i64> {
    let mut written = 0;
    for round in 0..WRITES {
        let role = match (number + round) % 2 {
            0 => Role::Admin,
            _ => Role::WorkflowEditor,
        };
        let place = &places[usize::try_from((number + round) % 2)?];
        let roles = RoleSet::granted([role])?;
        operator.set_roles(place, &GRACE.parse()?, &roles).await?;
        let outcome = DeploymentOutcome::Failed {
            reason: Some(format!("{number}/{round}")),
        };
        let acme = &places[0];
        operator
            .deploy_workflow(acme, "Weld and watch", None, outcome)
            .await?;
        written += 1;
    }
    Ok(written)
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_while_others_write_misses_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    let name = "Second place".parse()?;
    let operator = portal.operator.clone();
    let second = operator
        .add_organization(&name, &ADA.parse()?, Plan::Business)
        .await?;
    let places = ["ACME Robotics".parse()?, OrganizationSelection::Id(second)];
    let database = portal.store.clone();
    let account = accounts::by_email(database.read(), &ADA.parse()?).await?;
    let account = account.context("no account")?.id;
    let is_over = Arc::new(AtomicBool::new(false));
    let reading = {
        let is_over = Arc::clone(&is_over);
        tokio::spawn(async move {
            let (mut last, mut read) = (0_i64, Vec::new());
            loop {
                let over = is_over.load(Ordering::SeqCst);
                let rows = status_updates::after(database.read(), account, last, 5).await?;
                // What was committed after these has later positions, so none is passed over.
                for row in &rows {
                    ensure!(row.position == last + 1, "{} after {last}", row.position);
                    last = row.position;
                    read.push(row.details.clone());
                }
                if over && rows.is_empty() {
                    return Ok(read);
                }
            }
        })
    };
    // A stream of its own sees the same, with fewer looks.
    let mut stream = Followed::after(&portal, &ada, Some(&start)).await?;
    let following = tokio::spawn(async move {
        let mut told = Vec::new();
        while told.len() < usize::try_from(WRITERS * WRITES)? {
            told.push(stream.update().await?.1);
        }
        anyhow::Ok(told)
    });

    let writers = (0..WRITERS).map(|number| {
        let (operator, places) = (operator.clone(), places.clone());
        async move { tokio::spawn(write(operator, places, number)).await? }
    });
    let written: i64 = try_join_all(writers).await?.into_iter().sum();
    is_over.store(true, Ordering::SeqCst);
    let read = reading.await??;
    assert_eq!(i64::try_from(read.len())?, written);
    let told = told_after(&portal, &ada, &start).await?;
    assert_eq!(told, following.await??);

    let mut reasons: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for update in &told {
        let reason = update["reason"].as_str().context("no reason")?;
        let (number, round) = reason.split_once('/').context("no round")?;
        let rounds = reasons.entry(number.to_owned()).or_default();
        rounds.push(round.parse()?);
    }
    assert_eq!(i64::try_from(reasons.len())?, WRITERS);
    for rounds in reasons.into_values() {
        assert_eq!(rounds, Vec::from_iter(0..WRITES), "each once, in its order");
    }
    assert_eq!(
        portal
            .answer(&ada, "{ viewer { email } }", Value::Null)
            .await?["email"],
        ADA
    );
    Ok(())
}
