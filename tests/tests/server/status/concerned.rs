//! Who is told what, and what is left of that for who is no member any more.

use chrono::{DateTime, NaiveDate};
use portal_server::administration::{DeploymentOutcome, OrganizationSelection};
use portal_server::domain::{ExportState, Plan, Role, RoleSet, StatusUpdate};
use portal_server::store::entities::status_update;
use portal_server::store::{accounts, organizations, status_updates};
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{now, told_after};
use crate::organizations::{in_view, version};
use crate::support::{ADA, Backend, GRACE, LINUS, TestPortal, Tested};

const ACME: &str = "ACME Robotics";

fn kinds(told: &[Value]) -> Vec<&str> {
    let kinds = told.iter().map(|update| update["__typename"].as_str());
    kinds.map(Option::unwrap_or_default).collect()
}

#[rstest]
#[tokio::test]
async fn all_members_but_who_did_it_are_told_that_mfa_is_required(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let linus = portal.sign_in(LINUS).await?;
    let starts = [&ada, &grace, &linus].map(|token| now(&portal, token));
    let starts = futures_util::future::try_join_all(starts).await?;
    let acme = in_view(&portal, &ada).await?;
    let set = "mutation ($input: SetMfaRequirementInput!) { setMfaRequirement(input: $input) { __typename } }";
    let version = version(&portal, &acme, &ada).await?;
    let input = json!({ "version": version, "required": true });
    let answer = portal.answer(&ada, set, json!({ "input": input })).await?;
    assert_eq!(answer["__typename"], "OrganizationUpdated", "{answer}");
    // That it is required no more is for the log alone.
    portal.operator.require_mfa(&ACME.parse()?, false).await?;
    assert_eq!(
        told_after(&portal, &ada, &starts[0]).await?,
        [] as [Value; 0]
    );
    let began = json!({ "__typename": "MfaRequirementBegan", "organizationName": ACME });
    assert_eq!(told_after(&portal, &grace, &starts[1]).await?, [began]);
    assert_eq!(
        told_after(&portal, &linus, &starts[2]).await?,
        [] as [Value; 0]
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn who_is_no_member_any_more_is_told_that_and_nothing_else(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let linus = portal.sign_in(LINUS).await?;
    let start = now(&portal, &linus).await?;
    let (operator, acme) = (&portal.operator, ACME.parse()?);
    let email = LINUS.parse()?;
    let roles = RoleSet::granted([Role::WorkflowEditor])?;
    operator.set_roles(&acme, &email, &roles).await?;
    let done = || DeploymentOutcome::Deployed;
    operator
        .deploy_workflow(&acme, "Weld and watch", None, done())
        .await?;
    operator.require_mfa(&acme, true).await?;
    let told = told_after(&portal, &linus, &start).await?;
    assert_eq!(
        kinds(&told),
        ["RolesChanged", "MfaRequirementBegan"],
        "what is there is closed without MFA"
    );
    operator.require_mfa(&acme, false).await?;
    let told = told_after(&portal, &linus, &start).await?;
    assert_eq!(
        kinds(&told),
        ["RolesChanged", "WorkflowDeployed", "MfaRequirementBegan"]
    );
    operator.remove_member(&acme, &email).await?;
    let told = told_after(&portal, &linus, &start).await?;
    let gone = json!({ "__typename": "RolesChanged", "organizationName": ACME, "roles": [] });
    assert_eq!(told, [gone]);
    operator
        .deploy_workflow(&acme, "Weld and watch", None, done())
        .await?;
    assert_eq!(told_after(&portal, &linus, &start).await?.len(), 1);
    Ok(())
}

/// An organization that is gone leaves nothing that can be told.
#[rstest]
#[tokio::test]
async fn a_deleted_organization_is_not_told_of(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let linus = portal.sign_in(LINUS).await?;
    let start = now(&portal, &linus).await?;
    let name = "Short-lived".parse()?;
    let id = portal
        .operator
        .add_organization(&name, &ADA.parse()?, Plan::Business)
        .await?;
    let place = OrganizationSelection::Id(id);
    let roles = RoleSet::granted([Role::Admin])?;
    portal
        .operator
        .set_roles(&place, &LINUS.parse()?, &roles)
        .await?;
    assert_eq!(told_after(&portal, &linus, &start).await?.len(), 1);
    organizations::delete(portal.store.read(), id).await?;
    assert_eq!(told_after(&portal, &linus, &start).await?, [] as [Value; 0]);
    Ok(())
}

/// A newer program may share the database.
#[rstest]
#[tokio::test]
async fn an_update_of_an_unknown_kind_is_passed_on_without_its_content(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    let transaction = portal.store.begin_write().await?;
    let account = accounts::by_email(&transaction, &ADA.parse()?).await?;
    let account_id = account.map(|account| account.id).unwrap_or_default();
    let acme = organizations::shared_by_name(&transaction, ACME).await?;
    let ended = StatusUpdate::ExportEnded {
        export_id: Uuid::from_u128(7),
        first_day: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap_or_default(),
        last_day: NaiveDate::from_ymd_opt(2026, 3, 31).unwrap_or_default(),
        time_zone: "Europe/Berlin".to_owned(),
        state: ExportState::Ready,
    };
    let ended = serde_json::to_value(ended)?;
    for (kind, details) in [
        ("moon_landed", json!({ "by": "Ada" })),
        ("export_ended", ended["details"].clone()),
    ] {
        let row = status_update::Model {
            account_id,
            position: status_updates::advance(&transaction, account_id).await?,
            at: DateTime::UNIX_EPOCH,
            kind: kind.to_owned(),
            organization_id: acme.first().map(|acme| acme.id),
            organization_name: Some(ACME.to_owned()),
            details: details.to_string(),
        };
        status_updates::insert(&transaction, row).await?;
    }
    transaction.commit().await?;
    let told = told_after(&portal, &ada, &start).await?;
    let export = json!({
        "__typename": "ExportEnded", "organizationName": ACME, "exportId": Uuid::from_u128(7),
        "firstDay": "2026-03-01", "lastDay": "2026-03-31", "timeZone": "Europe/Berlin", "state": "READY",
    });
    assert_eq!(told, [Value::Null, export]);
    Ok(())
}
