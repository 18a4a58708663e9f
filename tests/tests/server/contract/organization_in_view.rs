//! Which organization a session works in.

use portal_server::administration::OrganizationSelection;
use portal_server::domain::{Role, RoleSet};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{ADA, Backend, GRACE, LINUS, TestPortal, Tested};

async fn view(portal: &TestPortal, token: &str) -> anyhow::Result<Value> {
    let query = "{ viewer { organization { name kind viewerRoles } } devices { data { name } } }";
    portal.data(token, query, Value::Null).await
}

#[tokio::test]
async fn who_chose_none_works_in_the_personal_account() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(LINUS).await?;
    let devices = ["Greenhouse thermometer", "Workbench gateway"];
    assert_eq!(view(&portal, &token).await?, personal(&devices));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn roles_and_membership_count_from_the_next_request_on(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(GRACE).await?;
    let before = view(&portal, &token).await?;
    assert_eq!(before["viewer"]["organization"]["name"], "Borealis Foods");
    assert_eq!(before["devices"]["data"].as_array().unwrap().len(), 4);

    let borealis: OrganizationSelection = "Borealis Foods".parse()?;
    let admin = RoleSet::granted([Role::Admin])?;
    portal
        .operator
        .set_roles(&borealis, &GRACE.parse()?, &admin)
        .await?;
    let promoted = view(&portal, &token).await?;
    assert_eq!(
        promoted["viewer"]["organization"]["viewerRoles"],
        json!(["ADMIN"])
    );

    portal
        .operator
        .remove_member(&borealis, &GRACE.parse()?)
        .await?;
    let personal = personal(&["Garage door sensor"]);
    assert_eq!(view(&portal, &token).await?, personal);
    let again = portal.sign_in(GRACE).await?;
    assert_eq!(view(&portal, &again).await?, personal);

    portal
        .operator
        .set_roles(&borealis, &GRACE.parse()?, &admin)
        .await?;
    assert_eq!(view(&portal, &token).await?, promoted);
    Ok(())
}

#[tokio::test]
async fn one_persons_view_is_not_anothers() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let names = |view: Value| view["viewer"]["organization"]["name"].clone();
    assert_eq!(names(view(&portal, &ada).await?), "ACME Robotics");
    assert_eq!(names(view(&portal, &grace).await?), "Borealis Foods");
    Ok(())
}

/// A personal account with these devices.
fn personal(devices: &[&str]) -> Value {
    let devices: Vec<_> = devices.iter().map(|name| json!({ "name": name })).collect();
    json!({
        "viewer": { "organization": {
            "name": "Personal account",
            "kind": "PERSONAL",
            "viewerRoles": ["OWNER"],
        } },
        "devices": { "data": devices },
    })
}
