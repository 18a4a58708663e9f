//! What people do to organizations and their members, as the security logs of those it concerns tell it.

use anyhow::Result;
use rstest::rstest;
use serde_json::{Value, json};

use super::Enrolled;
use crate::organizations::{
    ADD, CHANGE_ROLES, DELETE, LEAVE, REMOVE, REQUIRE_MFA, create, id_of, version,
};
use crate::support::{ADA, Backend, GRACE, LINUS, MEI, TestPortal, Tested};

/// What is added here, by name.
pub(super) const IN_ORGANIZATIONS: [&str; 7] = [
    "MEMBERSHIP_ADDED",
    "MEMBERSHIP_REMOVED",
    "MFA_NOT_REQUIRED",
    "MFA_REQUIRED",
    "ORGANIZATION_CREATED",
    "ORGANIZATION_DELETED",
    "ROLES_CHANGED",
];

/// The events about `Fresh` in the log of a session's person: kind, actor, and whether it is told from where.
async fn told(portal: &TestPortal, token: &str) -> Result<Vec<(String, String, bool)>> {
    let log = "{ securityLog(first: 100) { data { kind category actor subject client address } } }";
    let log = portal.answer(token, log, Value::Null).await?;
    let mut told = Vec::new();
    for event in log["data"].as_array().into_iter().flatten() {
        if event["subject"] != "Fresh" {
            continue;
        }
        assert_eq!(event["category"], "ORGANIZATIONS", "{event}");
        let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        let from_where = !event["client"].is_null();
        assert_eq!(from_where, !event["address"].is_null());
        told.push((text("kind"), text("actor"), from_where));
    }
    // The clock stood still, so their order says nothing.
    told.sort_unstable();
    Ok(told)
}

fn events(own: &[&str], of_administrator: &[&str]) -> Vec<(String, String, bool)> {
    let own = own
        .iter()
        .map(|kind| (String::from(*kind), "SELF".to_owned(), true));
    let of_administrator = of_administrator
        .iter()
        .map(|kind| (String::from(*kind), "ADMINISTRATOR".to_owned(), false));
    let mut events: Vec<_> = own.chain(of_administrator).collect();
    events.sort_unstable();
    events
}

#[rstest]
#[tokio::test]
async fn whom_it_concerns_is_told_who_did_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    // Who lifts the duty has to fulfil it.
    let ada = Enrolled::at(&portal, ADA).await?.token;
    let (grace, linus, mei) = (
        portal.sign_in(GRACE).await?,
        portal.sign_in(LINUS).await?,
        portal.sign_in(MEI).await?,
    );
    let fresh = create(&portal, &ada, "Fresh").await?;
    let ask = async |token: &str, document: &str, variables: Value| {
        portal
            .answer_about(&fresh, token, document, variables)
            .await
    };
    for (email, role) in [(GRACE, "ADMIN"), (LINUS, "ADMIN"), (MEI, "CHART_EDITOR")] {
        let input = json!({ "input": { "email": email, "roles": [role] } });
        let added = ask(&ada, ADD, input).await?;
        assert_eq!(added["__typename"], "MemberAdded");
    }
    // Nothing that changes nothing is told.
    let again = json!({ "input": { "email": MEI, "roles": ["ADMIN"] } });
    let again = ask(&ada, ADD, again).await?;
    assert_eq!(again["__typename"], "AlreadyMember");
    let same = json!({ "input": { "member": id_of(&portal, MEI).await?,
        "from": ["CHART_EDITOR"], "roles": ["CHART_EDITOR"] } });
    ask(&grace, CHANGE_ROLES, same).await?;

    let change = json!({ "input": { "member": id_of(&portal, MEI).await?,
        "from": ["CHART_EDITOR"], "roles": ["BILLING_ADMIN"] } });
    ask(&grace, CHANGE_ROLES, change).await?;
    for required in [true, false] {
        let version = version(&portal, &fresh, &ada).await?;
        let input = json!({ "input": { "version": version, "required": required } });
        ask(&ada, REQUIRE_MFA, input).await?;
    }
    ask(&linus, LEAVE, Value::Null).await?;
    let member = json!({ "input": { "member": id_of(&portal, MEI).await? } });
    ask(&grace, REMOVE, member).await?;
    let name = json!({ "input": { "name": "Fresh" } });
    let deleted = ask(&ada, DELETE, name).await?;
    assert_eq!(deleted["__typename"], "OrganizationDeleted");

    let mfa = ["MFA_REQUIRED", "MFA_NOT_REQUIRED"];
    let with_mfa = |kinds: &[&'static str]| [&mfa, kinds].concat();
    let (created, deleted) = ("ORGANIZATION_CREATED", "ORGANIZATION_DELETED");
    let (added, removed) = ("MEMBERSHIP_ADDED", "MEMBERSHIP_REMOVED");
    for (token, own, of_administrator) in [
        (&ada, with_mfa(&[created, deleted]), vec![]),
        (&grace, vec![], with_mfa(&[added, deleted])),
        (&linus, vec![removed], with_mfa(&[added])),
        (&mei, vec![], with_mfa(&[added, "ROLES_CHANGED", removed])),
    ] {
        assert_eq!(told(&portal, token).await?, events(&own, &of_administrator));
    }
    // One's own change of roles is one's own.
    let fresh = create(&portal, &ada, "Fresh").await?;
    let input = json!({ "input": { "email": GRACE, "roles": ["ADMIN"] } });
    portal.answer_about(&fresh, &ada, ADD, input).await?;
    let input = json!({ "input": { "member": id_of(&portal, GRACE).await?,
        "from": ["ADMIN"], "roles": ["CHART_EDITOR"] } });
    portal
        .answer_about(&fresh, &grace, CHANGE_ROLES, input)
        .await?;
    let own = ("ROLES_CHANGED".to_owned(), "SELF".to_owned(), true);
    assert!(told(&portal, &grace).await?.contains(&own));
    Ok(())
}
