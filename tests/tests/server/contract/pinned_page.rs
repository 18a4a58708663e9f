//! The page that opens first.

use anyhow::Result;
use portal_server::administration::OrganizationSelection;
use portal_server::domain::{Role, RoleSet};
use portal_server::store::entities::{chart_workspace, organization};
use portal_server::store::{accounts, memberships, organizations};
use portal_server::surroundings::Clock;
use rstest::rstest;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};

use crate::support::{ADA, Backend, GRACE, LINUS, MEI, TestPortal, Tested, code};

const PIN: &str = "mutation ($page: Page!, $workspace: ID) {
    pinPage(input: { page: $page, workspace: $workspace }) { __typename
        ... on PagePinned { viewer { pinnedPage { page workspace workspaceName broken } } } } }";
const UNPIN: &str = "mutation ($pin: ID!) { unpinPage(input: { pin: $pin }) { __typename
    ... on PageUnpinned { viewer { pinnedPage { page } } }
    ... on PinChangedMeanwhile { viewer { pinnedPage { page } } } } }";
const RESTORE: &str = "mutation ($pin: ID!) { restorePin(input: { pin: $pin }) { __typename
    ... on PagePinned { viewer { pinnedPage { page workspace workspaceName broken } } }
    ... on PinChangedMeanwhile { viewer { pinnedPage { page } } } } }";
const PIN_ID: &str = "{ viewer { pinnedPage { id } } }";
const PINNED: &str = "{ viewer { pinnedPage { page workspace workspaceName broken } } }";

async fn pinned(portal: &TestPortal, token: &str) -> Result<Value> {
    let mut viewer = portal.answer(token, PINNED, Value::Null).await?;
    Ok(viewer["pinnedPage"].take())
}

async fn pin(portal: &TestPortal, token: &str, page: &str, workspace: &Value) -> Result<Value> {
    let variables = json!({ "page": page, "workspace": workspace });
    portal.answer(token, PIN, variables).await
}

/// The id of what is pinned.
async fn pin_id(portal: &TestPortal, token: &str) -> Result<Value> {
    let mut viewer = portal.answer(token, PIN_ID, Value::Null).await?;
    Ok(viewer["pinnedPage"]["id"].take())
}

async fn unpin(portal: &TestPortal, token: &str, pin: &Value) -> Result<Value> {
    portal.answer(token, UNPIN, json!({ "pin": pin })).await
}

async fn restore(portal: &TestPortal, token: &str, pin: &Value) -> Result<Value> {
    portal.answer(token, RESTORE, json!({ "pin": pin })).await
}

/// A workspace by name.
async fn workspace(portal: &TestPortal, name: &str) -> Result<chart_workspace::Model> {
    let found = chart_workspace::Entity::find()
        .filter(chart_workspace::Column::Name.eq(name))
        .one(portal.store.read())
        .await?;
    Ok(found.unwrap())
}

fn page(page: &str, workspace: Option<(&Value, &str)>, broken: Option<&str>) -> Value {
    json!({ "page": page, "workspace": workspace.map(|(id, _)| id),
        "workspaceName": workspace.map(|(_, name)| name), "broken": broken })
}

#[rstest]
#[tokio::test]
async fn a_page_is_pinned_unpinned_and_pinned_again(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    assert_eq!(pinned(&portal, &ada).await?, Value::Null);
    for name in ["HOME", "CHARTS", "MEMBERS", "PROFILE"] {
        let answer = pin(&portal, &ada, name, &Value::Null).await?;
        assert_eq!(answer["viewer"]["pinnedPage"], page(name, None, None));
        assert_eq!(pinned(&portal, &ada).await?, page(name, None, None));
    }
    let id = json!(workspace(&portal, "Climate").await?.id);
    let expected = page("CHARTS", Some((&id, "Climate")), None);
    pin(&portal, &ada, "CHARTS", &id).await?;
    assert_eq!(pinned(&portal, &ada).await?, expected);
    // Each twice, as when a reply was lost.
    let climate = pin_id(&portal, &ada).await?;
    for _ in 0..2 {
        let unpinned = unpin(&portal, &ada, &climate).await?;
        assert_eq!(unpinned["__typename"], "PageUnpinned");
        assert_eq!(unpinned["viewer"]["pinnedPage"], Value::Null);
        assert_eq!(pinned(&portal, &ada).await?, Value::Null);
    }
    for _ in 0..2 {
        let restored = restore(&portal, &ada, &climate).await?;
        assert_eq!(restored["__typename"], "PagePinned");
        assert_eq!(restored["viewer"]["pinnedPage"], expected);
        assert_eq!(pinned(&portal, &ada).await?, expected);
    }

    let answer = portal
        .ask(Some(&ada), PIN, json!({ "page": "HOME", "workspace": id }))
        .await?;
    assert_eq!(code(&answer), Some("BAD_INPUT"));
    assert_eq!(
        pinned(&portal, &ada).await?,
        expected,
        "a refused change changes nothing"
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn only_the_pin_that_was_seen_is_taken_off_and_brought_back(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let (climate, notes) = (
        json!(workspace(&portal, "Climate").await?.id),
        json!(workspace(&portal, "Ada’s notes").await?.id),
    );
    let mut seen = vec![json!("nonsense"), json!("charts.nonsense"), json!("")];
    for (name, workspace) in [
        ("MEMBERS", &Value::Null),
        ("CHARTS", &Value::Null),
        ("CHARTS", &climate),
    ] {
        pin(&portal, &ada, name, workspace).await?;
        seen.push(pin_id(&portal, &ada).await?);
    }
    // Pinned by another client meanwhile.
    pin(&portal, &ada, "CHARTS", &notes).await?;
    let last = pin_id(&portal, &ada).await?;
    for pin in &seen {
        let unpinned = unpin(&portal, &ada, pin).await?;
        assert_eq!(unpinned["__typename"], "PinChangedMeanwhile", "{pin}");
        assert_eq!(unpinned["viewer"]["pinnedPage"]["page"], "CHARTS");
        let restored = restore(&portal, &ada, pin).await?;
        assert_eq!(restored["__typename"], "PinChangedMeanwhile", "{pin}");
        assert_eq!(pin_id(&portal, &ada).await?, last);
    }
    // Unpinned by it too: nothing that was pinned earlier comes back.
    unpin(&portal, &ada, &last).await?;
    for pin in &seen {
        let restored = restore(&portal, &ada, pin).await?;
        assert_eq!(restored["__typename"], "PinChangedMeanwhile", "{pin}");
        assert_eq!(restored["viewer"]["pinnedPage"], Value::Null);
    }
    restore(&portal, &ada, &last).await?;
    assert_eq!(pin_id(&portal, &ada).await?, last);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_pin_is_one_persons_in_one_organization(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let linus = portal.sign_in(LINUS).await?;
    pin(&portal, &ada, "CHARTS", &Value::Null).await?;
    assert_eq!(pinned(&portal, &linus).await?, Value::Null);
    let database = portal.store.read();
    let account = accounts::by_email(database, &ADA.parse()?)
        .await?
        .unwrap()
        .id;
    let personal = organizations::personal_of(database, account).await?.id;
    memberships::choose(database, personal, account, portal.clock.now()).await?;
    let at_home = portal.sign_in(ADA).await?;
    assert_eq!(pinned(&portal, &at_home).await?, Value::Null);
    pin(&portal, &at_home, "PROFILE", &Value::Null).await?;
    assert_eq!(pinned(&portal, &ada).await?["page"], "CHARTS");
    // A personal account has no other members, and so no page for them.
    let members = pin(&portal, &at_home, "MEMBERS", &Value::Null).await?;
    assert_eq!(members["__typename"], "PageUnavailable");
    assert_eq!(pinned(&portal, &at_home).await?["page"], "PROFILE");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_one_may_not_open_can_not_be_pinned(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    // Mei looks at charts of Cobalt Energy and nothing else.
    let mei = portal.sign_in(MEI).await?;
    let grace = portal.sign_in(GRACE).await?;
    let notes = json!(workspace(&portal, "Ada’s notes").await?.id);
    let foreign = json!(workspace(&portal, "Climate").await?.id);
    let own = json!(workspace(&portal, "Power").await?.id);
    let nonsense = json!("nonsense");
    for (token, name, workspace, pinned) in [
        (&mei, "MEMBERS", &Value::Null, false),
        (&mei, "CHARTS", &notes, false),
        (&mei, "CHARTS", &foreign, false),
        (&mei, "CHARTS", &nonsense, false),
        (&mei, "CHARTS", &own, true),
        (&mei, "HOME", &Value::Null, true),
        (&grace, "MEMBERS", &Value::Null, false),
        (&grace, "CHARTS", &Value::Null, true),
    ] {
        let answer = pin(&portal, token, name, workspace).await?;
        let expected = if pinned {
            "PagePinned"
        } else {
            "PageUnavailable"
        };
        assert_eq!(answer["__typename"], expected, "{name} {workspace}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_broken_pin_says_why(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let database = portal.store.read();
    let mei = portal.sign_in(MEI).await?;
    let power = workspace(&portal, "Power").await?;
    let id = json!(power.id);
    pin(&portal, &mei, "CHARTS", &id).await?;

    let mut renamed = power.clone().into_active_model();
    renamed.name = Set("Power and heat".to_owned());
    let renamed = renamed.update(database).await?;
    let as_of_now = page("CHARTS", Some((&id, "Power and heat")), None);
    assert_eq!(pinned(&portal, &mei).await?, as_of_now);

    // The role goes, and with it the right to know more than what was pinned.
    let cobalt: OrganizationSelection = "Cobalt Energy".parse()?;
    let billing = RoleSet::granted([Role::BillingAdmin])?;
    portal
        .operator
        .set_roles(&cobalt, &MEI.parse()?, &billing)
        .await?;
    let not_allowed = page("CHARTS", Some((&id, "Power")), Some("NOT_ALLOWED"));
    assert_eq!(pinned(&portal, &mei).await?, not_allowed);
    let power_pin = pin_id(&portal, &mei).await?;
    unpin(&portal, &mei, &power_pin).await?;
    assert_eq!(
        restore(&portal, &mei, &power_pin).await?["viewer"]["pinnedPage"],
        not_allowed
    );
    let viewer = RoleSet::granted([Role::ChartViewerOnly])?;
    portal
        .operator
        .set_roles(&cobalt, &MEI.parse()?, &viewer)
        .await?;
    assert_eq!(pinned(&portal, &mei).await?, as_of_now);

    // Another's private workspace looks like one that is gone.
    let gone =
        json!({ "page": "CHARTS", "workspace": null, "workspaceName": "Power", "broken": "GONE" });
    let grace = accounts::by_email(database, &GRACE.parse()?)
        .await?
        .unwrap()
        .id;
    let mut private = renamed.into_active_model();
    private.owner_id = Set(Some(grace));
    private.update(database).await?;
    assert_eq!(pinned(&portal, &mei).await?, gone);
    chart_workspace::Entity::delete_by_id(power.id)
        .exec(database)
        .await?;
    assert_eq!(pinned(&portal, &mei).await?, gone);
    unpin(&portal, &mei, &power_pin).await?;
    let restored = restore(&portal, &mei, &power_pin).await?;
    assert_eq!(restored["viewer"]["pinnedPage"], gone);

    let again = pin(&portal, &mei, "HOME", &Value::Null).await?;
    assert_eq!(again["viewer"]["pinnedPage"], page("HOME", None, None));
    let organization = workspace(&portal, "Climate").await?.organization_id;
    organization::Entity::delete_by_id(organization)
        .exec(database)
        .await?;
    assert_eq!(
        pinned(&portal, &mei).await?["page"],
        "HOME",
        "another organization's end is not its own"
    );
    Ok(())
}

#[tokio::test]
async fn who_owes_mfa_is_not_told_what_is_pinned() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = portal.sign_in(ADA).await?;
    pin(&portal, &ada, "CHARTS", &Value::Null).await?;
    let acme: OrganizationSelection = "ACME Robotics".parse()?;
    portal.operator.require_mfa(&acme, true).await?;
    assert_eq!(pinned(&portal, &ada).await?, Value::Null);
    portal.operator.require_mfa(&acme, false).await?;
    assert_eq!(pinned(&portal, &ada).await?["page"], "CHARTS");
    Ok(())
}
