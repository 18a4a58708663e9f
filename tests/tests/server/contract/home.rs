//! The organization at a glance.

use std::time::Duration;

use anyhow::Result;
use portal_server::administration::OrganizationSelection;
use portal_server::domain::{Feature, Plan, Role, RoleSet};
use portal_server::store::entities::{deployment, device};
use portal_server::store::{accounts, memberships, organizations};
use portal_server::surroundings::Clock;
use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{ADA, Backend, LINUS, MEI, TestPortal, Tested};

const HOME: &str = "{ home {
    devices { total active latest { id name location tags lastSeenAt } }
    deployments { id workflow device version at by }
    credits { balance }
    exports { id from until state createdAt } } }";

async fn home(portal: &TestPortal, token: &str) -> Result<Value> {
    portal.answer(token, HOME, Value::Null).await
}

#[rstest]
#[tokio::test]
async fn the_owner_of_a_business_sees_all_of_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let seen = home(&portal, &token).await?;
    assert_eq!(
        (&seen["devices"]["total"], &seen["devices"]["active"]),
        (&6.into(), &6.into())
    );
    let latest = seen["devices"]["latest"].as_array().unwrap();
    assert_eq!(latest.len(), 5);
    assert!(
        latest
            .iter()
            .all(|device| device["lastSeenAt"] == "2026-03-02T08:00:00Z")
    );
    let paint = latest
        .iter()
        .find(|device| device["name"] == "Line 3 – Paint robot");
    let paint = paint.unwrap_or(&latest[0]);
    assert!(paint["location"].is_string() && !paint["tags"].as_array().unwrap().is_empty());

    let deployments = seen["deployments"].as_array().unwrap();
    assert_eq!(deployments.len(), 5);
    let times: Vec<_> = deployments
        .iter()
        .map(|found| found["at"].as_str().unwrap())
        .collect();
    assert!(times.is_sorted_by(|a, b| a >= b));
    assert!(deployments.iter().all(|found| found["version"] == 3));
    assert!(deployments.iter().all(|found| found["by"].is_string()));

    let balance = seen["credits"]["balance"].as_str().unwrap();
    let (whole, fraction) = balance.split_once('.').unwrap();
    assert!(
        whole.parse::<i64>()? > 1_000 && fraction.len() == 3,
        "{balance}"
    );
    let states: Vec<_> = seen["exports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|export| export["state"].as_str().unwrap())
        .collect();
    assert_eq!(states.len(), 3);
    assert_eq!(states[0], "EXPIRED");
    assert!(states.contains(&"TIMED_OUT"));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_device_counts_as_active_for_a_day(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    portal.clock.advance(Duration::from_secs(24 * 60 * 60 - 1));
    assert_eq!(home(&portal, &token).await?["devices"]["active"], 6);
    portal.clock.advance(Duration::from_secs(1));
    let seen = home(&portal, &token).await?;
    assert_eq!(seen["devices"]["active"], 0);
    assert_eq!(
        seen["devices"]["latest"][0]["lastSeenAt"],
        "2026-03-02T08:00:00Z"
    );
    // What is to come has not been heard of.
    portal.clock.set_back(Duration::from_secs(3 * 24 * 60 * 60));
    let seen = home(&portal, &token).await?;
    let latest = seen["devices"]["latest"].as_array().unwrap();
    assert!(
        latest
            .iter()
            .all(|device| device["lastSeenAt"] == Value::Null)
    );
    assert_eq!(latest.len(), 5, "those never heard of are shown by name");
    Ok(())
}

/// What each role sees of a business with exports.
#[rstest]
#[tokio::test]
async fn each_part_is_for_its_roles(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let cobalt: OrganizationSelection = "Cobalt Energy".parse()?;
    portal.operator.set_plan(&cobalt, Plan::Business).await?;
    let token = portal.sign_in(MEI).await?;
    let parts = ["devices", "deployments", "credits", "exports"];
    for (roles, expected) in [
        (vec![Role::Admin], [true, true, true, true]),
        (vec![Role::BillingAdmin], [true, false, true, false]),
        (vec![Role::DeviceTechnician], [true, true, true, true]),
        (vec![Role::DeviceEnroller], [true, true, true, false]),
        (vec![Role::WorkflowEditor], [true, true, true, true]),
        (vec![Role::WorkflowDeployer], [true, true, true, true]),
        (vec![Role::ChartEditor], [true, true, true, true]),
        (vec![Role::ChartViewerOnly], [false, false, false, true]),
        (
            vec![Role::BillingAdmin, Role::ChartEditor],
            [true, true, true, true],
        ),
    ] {
        let set = RoleSet::granted(roles.clone())?;
        portal
            .operator
            .set_roles(&cobalt, &MEI.parse()?, &set)
            .await?;
        let seen = home(&portal, &token).await?;
        assert_eq!(
            parts.map(|part| !seen[part].is_null()),
            expected,
            "{roles:?}: {seen}"
        );
    }
    assert_eq!(
        home(&portal, &token).await?["credits"],
        json!({ "balance": "0.000" })
    );
    let feature = Feature::ChartDataExport;
    portal.operator.set_feature(&cobalt, feature, false).await?;
    portal.operator.set_plan(&cobalt, Plan::Team).await?;
    let seen = home(&portal, &token).await?;
    assert_eq!(
        (&seen["exports"], &seen["credits"]),
        (&Value::Null, &Value::Null)
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn nothing_of_another_organization_or_person_shows(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let database = portal.store.read();
    let linus = portal.sign_in(LINUS).await?;
    let seen = home(&portal, &linus).await?;
    assert_eq!(
        (&seen["devices"]["total"], &seen["devices"]["active"]),
        (&2.into(), &1.into())
    );
    let names: Vec<_> = seen["devices"]["latest"]
        .as_array()
        .unwrap()
        .iter()
        .map(|device| device["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Greenhouse thermometer", "Workbench gateway"]);
    assert_eq!(seen["devices"]["latest"][1]["lastSeenAt"], Value::Null);
    assert_eq!(
        (&seen["credits"], &seen["exports"]),
        (&Value::Null, &Value::Null)
    );

    // Grace joins ACME: the exports there are Ada's alone.
    let acme = organizations::shared_by_name(database, "ACME Robotics").await?[0].id;
    let mei = accounts::by_email(database, &MEI.parse()?)
        .await?
        .unwrap()
        .id;
    memberships::choose(database, acme, mei, portal.clock.now()).await?;
    let seen = home(&portal, &portal.sign_in(MEI).await?).await?;
    assert_eq!(seen["exports"], json!([]));
    let of_acme = seen["deployments"].as_array().unwrap();
    assert_eq!(of_acme.len(), 5);

    // Who deployed is told while there is such an account; a device that goes takes its deployments along.
    let first: uuid::Uuid = of_acme[0]["id"].as_str().unwrap().parse()?;
    let row = deployment::Entity::find_by_id(first)
        .one(database)
        .await?
        .unwrap();
    device::Entity::delete_by_id(row.device_id)
        .exec(database)
        .await?;
    assert!(
        deployment::Entity::find_by_id(first)
            .one(database)
            .await?
            .is_none()
    );
    Ok(())
}
