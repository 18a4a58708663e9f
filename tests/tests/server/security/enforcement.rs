//! Organizations that require MFA of all members.

use anyhow::Result;
use portal_server::administration::OrganizationSelection;
use rstest::rstest;
use serde_json::{Value, json};

use super::Enrolled;
use crate::support::{ADA, Backend, GRACE, LINUS, MEI, TestPortal, Tested, code};

const MFA: &str = "{ viewer { security { mfa { enabledAt requiredBy { name since contacts viewerIsContact inView } } } } }";
const DISABLE: &str = "mutation { disableMfa { __typename
    ... on MfaRequired { requiredBy { name } } } }";

async fn require(portal: &TestPortal, organization: &str) -> Result<()> {
    let selection = OrganizationSelection::Name(organization.to_owned());
    portal.operator.require_mfa(&selection, true).await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_person_is_told_who_requires_it_and_whom_to_ask(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(MEI).await?;
    require(&portal, "ACME Robotics").await?;
    require(&portal, "Cobalt Energy").await?;
    let viewer = portal.answer(&token, MFA, Value::Null).await?;
    assert_eq!(
        viewer["security"]["mfa"]["requiredBy"],
        json!([
            {
                "name": "ACME Robotics",
                "since": "2026-03-02T08:00:00Z",
                "contacts": ["Ada Lovelace", "Grace Hopper"],
                "viewerIsContact": false,
                "inView": false,
            },
            {
                "name": "Cobalt Energy",
                "since": "2026-03-02T08:00:00Z",
                "contacts": ["Grace Hopper"],
                "viewerIsContact": false,
                "inView": true,
            },
        ])
    );
    Ok(())
}

/// A name that two people have says nothing about who of them it is.
#[rstest]
#[tokio::test]
async fn whoever_can_change_it_is_told_so_whatever_the_others_are_called(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    require(&portal, "ACME Robotics").await?;
    let rename = "mutation { changeDisplayName(input: { displayName: \"Ada Lovelace\" }) {
        __typename } }";
    for (email, is_contact, contacts) in [
        (GRACE, true, json!(["Ada Lovelace"])),
        (MEI, false, json!(["Ada Lovelace", "Ada Lovelace"])),
    ] {
        let token = portal.sign_in(email).await?;
        portal.answer(&token, rename, Value::Null).await?;
        let viewer = portal.answer(&token, MFA, Value::Null).await?;
        let required_by = &viewer["security"]["mfa"]["requiredBy"];
        let acme = &required_by[0];
        assert_eq!(acme["viewerIsContact"], is_contact, "{email}");
        assert_eq!(acme["contacts"], contacts, "{email}");
    }
    Ok(())
}

/// Enforcement counts from the next request on, also in a session that is open already.
#[rstest]
#[tokio::test]
async fn without_mfa_nothing_is_left_in_that_organization_but_to_enrol(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let devices = "{ devices { data { id } } }";
    let (ada, linus) = (portal.sign_in(ADA).await?, portal.sign_in(LINUS).await?);
    portal.data(&ada, devices, Value::Null).await?;
    require(&portal, "ACME Robotics").await?;
    let answer = portal.ask(Some(&ada), devices, Value::Null).await?;
    assert_eq!(code(&answer), Some("MFA_ENROLLMENT_REQUIRED"));
    portal.data(&linus, devices, Value::Null).await?;

    // Their own profile stays theirs, and enrolling opens the rest at once.
    portal.answer(&ada, MFA, Value::Null).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    portal.data(&ada.token, devices, Value::Null).await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn mfa_stays_on_while_any_organization_requires_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    // Works in Borealis Foods; the other one requires it.
    let grace = Enrolled::at(&portal, GRACE).await?;
    require(&portal, "ACME Robotics").await?;
    let answer = portal.answer(&grace.token, DISABLE, Value::Null).await?;
    assert_eq!(answer["requiredBy"], json!([{ "name": "ACME Robotics" }]));
    let viewer = portal.answer(&grace.token, MFA, Value::Null).await?;
    assert_ne!(viewer["security"]["mfa"]["enabledAt"], Value::Null);

    let acme = OrganizationSelection::Name("ACME Robotics".to_owned());
    assert!(portal.operator.require_mfa(&acme, false).await?);
    assert!(!portal.operator.require_mfa(&acme, false).await?);
    let answer = portal.answer(&grace.token, DISABLE, Value::Null).await?;
    assert_eq!(answer["__typename"], "MfaDisabled");
    Ok(())
}

#[tokio::test]
async fn a_personal_account_requires_nothing() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let personal = OrganizationSelection::PersonalOf(ADA.parse()?);
    assert!(portal.operator.require_mfa(&personal, true).await.is_err());
    Ok(())
}
