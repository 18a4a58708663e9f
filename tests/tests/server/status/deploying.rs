//! `portal-server workflow deploy`: what it records, whom it tells, and how soon they hear of it.

use std::time::{Duration, Instant};

use anyhow::ensure;
use portal_server::administration::{AdministrationError, DeploymentOutcome};
use rstest::rstest;
use serde_json::{Value, json};

use super::{Followed, now, told_after};
use crate::support::{ADA, Backend, LINUS, MEI, Program, TestPortal, Tested};

const ACME: &str = "ACME Robotics";

fn deployed(version: i32, device: Option<&str>, devices: u32) -> Value {
    json!({
        "__typename": "WorkflowDeployed", "organizationName": ACME, "workflow": "Weld and watch",
        "version": version, "device": device, "devices": devices,
    })
}

/// What another process writes reaches who listens here within a second.
#[rstest]
#[tokio::test]
async fn a_deployment_by_another_process_is_told_within_a_second(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let mut stream = Followed::from_now(&portal, &ada).await?;
    let database = portal.place.database_argument.clone();
    let program = Program::new(Backend::Sqlite).await?;
    let arguments = [
        "workflow",
        "deploy",
        "Weld and watch",
        "--organization",
        ACME,
        "--database",
        &database,
    ];
    let output = program.command(&arguments)?.output().await?;
    let done = Instant::now();
    ensure!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout)?;
    ensure!(
        said.contains("Version 4 of Weld and watch is on "),
        "{said}"
    );
    ensure!(said.contains(" of ACME Robotics will be told."), "{said}");
    let (_, update) = stream.update().await?;
    let late = done.elapsed();
    ensure!(late < Duration::from_secs(1), "{late:?}");
    assert_eq!(update["__typename"], "WorkflowDeployed");
    assert_eq!(update["version"], 4);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn each_deployment_is_the_next_version_and_a_failed_one_is_none(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    let (operator, acme) = (&portal.operator, ACME.parse()?);
    let deploy =
        |device, outcome| operator.deploy_workflow(&acme, "Weld and watch", device, outcome);
    let failed = || DeploymentOutcome::Failed {
        reason: Some("It did not answer".to_owned()),
    };

    let first = deploy(None, DeploymentOutcome::Deployed).await?;
    let device = first.devices[0].clone();
    let second = deploy(Some(&device), failed()).await?;
    portal.clock.advance(Duration::from_secs(1));
    let third = deploy(Some(&device), DeploymentOutcome::Deployed).await?;
    assert_eq!([first.version, second.version, third.version], [4, 5, 5]);
    let alone = (first.devices.len() == 1).then_some(&*device);
    let told = told_after(&portal, &ada, &start).await?;
    let expected = [
        deployed(4, alone, first.devices.len().try_into()?),
        json!({
            "__typename": "WorkflowDeploymentFailed", "organizationName": ACME,
            "workflow": "Weld and watch", "version": 5, "device": device, "devices": 1,
            "reason": "It did not answer",
        }),
        deployed(5, Some(&device), 1),
    ];
    assert_eq!(told, expected);
    let home = portal
        .answer(
            &ada,
            "{ home { deployments { workflow version by } } }",
            Value::Null,
        )
        .await?;
    let latest = json!({ "workflow": "Weld and watch", "version": 5, "by": null });
    assert_eq!(home["deployments"][0], latest);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_is_not_there_is_not_deployed(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    let (operator, acme) = (&portal.operator, ACME.parse()?);
    let done = || DeploymentOutcome::Deployed;
    let unknown = operator.deploy_workflow(&acme, "Weld", None, done()).await;
    let Err(AdministrationError::NoSuchWorkflow { known, .. }) = unknown else {
        anyhow::bail!("{unknown:?}")
    };
    assert!(known.contains(&"Weld and watch".to_owned()), "{known:?}");
    let device = Some("No such device");
    let unknown = operator
        .deploy_workflow(&acme, "Weld and watch", device, done())
        .await;
    assert!(matches!(unknown, Err(AdministrationError::NoSuchDevice(_))));
    assert_eq!(told_after(&portal, &ada, &start).await?, [] as [Value; 0]);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn those_who_see_no_workflows_are_not_told(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    use portal_server::domain::{Role, RoleSet};

    let portal = TestPortal::start(backend).await?;
    let acme = ACME.parse()?;
    for (who, role) in [(LINUS, Role::ChartViewerOnly), (MEI, Role::WorkflowEditor)] {
        let roles = RoleSet::granted([role])?;
        portal
            .operator
            .set_roles(&acme, &who.parse()?, &roles)
            .await?;
    }
    let (linus, mei) = (portal.sign_in(LINUS).await?, portal.sign_in(MEI).await?);
    let starts = [now(&portal, &linus).await?, now(&portal, &mei).await?];
    let done = DeploymentOutcome::Deployed;
    portal
        .operator
        .deploy_workflow(&acme, "Weld and watch", None, done)
        .await?;
    assert_eq!(told_after(&portal, &linus, &starts[0]).await?.len(), 0);
    assert_eq!(told_after(&portal, &mei, &starts[1]).await?.len(), 1);
    // Roles count from the next request on: what was for her is not any more.
    let roles = RoleSet::granted([Role::BillingAdmin])?;
    portal
        .operator
        .set_roles(&acme, &MEI.parse()?, &roles)
        .await?;
    let told = told_after(&portal, &mei, &starts[1]).await?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["__typename"], "RolesChanged");
    Ok(())
}
