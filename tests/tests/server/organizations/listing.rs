//! The organizations that a person may work in.

use std::time::{Duration, Instant};

use anyhow::Result;
use portal_server::domain::{Plan, Role};
use portal_server::store::{memberships, organizations};
use portal_server::surroundings::Clock;
use rstest::rstest;
use serde_json::{Value, json};

use super::{SWITCH, id_of};
use crate::support::{ADA, Backend, GRACE, MEI, TestPortal, Tested, code};

const LIST: &str =
    "query ($first: Int! = 100, $after: String) { organizations(first: $first, after: $after) {
    cursor owned ownedLimit data { id name kind imagePath viewerRoles lastChosenAt inView } } }";

async fn names(portal: &TestPortal, token: &str) -> Result<Vec<Value>> {
    let listed = portal.answer(token, LIST, Value::Null).await?;
    let data = listed["data"].as_array().cloned().unwrap_or_default();
    Ok(data.into_iter().map(|mut one| one["name"].take()).collect())
}

#[rstest]
#[tokio::test]
async fn the_personal_account_is_first_then_the_one_chosen_last_then_by_name(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let grace = portal.sign_in(GRACE).await?;
    let mut listed = portal.answer(&grace, LIST, Value::Null).await?;
    assert_eq!(
        (&listed["owned"], &listed["ownedLimit"]),
        (&json!(1), &json!(3))
    );
    let cobalt = listed["data"][3]["id"].clone();
    for one in listed["data"].as_array_mut().unwrap() {
        assert!(one["id"].take().is_string());
    }
    assert_eq!(
        listed["data"],
        json!([
            { "id": null, "name": "Personal account", "kind": "PERSONAL", "imagePath": null,
              "viewerRoles": ["OWNER"], "lastChosenAt": null, "inView": false },
            { "id": null, "name": "Borealis Foods", "kind": "SHARED", "imagePath": null,
              "viewerRoles": ["BILLING_ADMIN", "DEVICE_TECHNICIAN"],
              "lastChosenAt": "2026-01-12T09:00:00Z", "inView": true },
            { "id": null, "name": "ACME Robotics", "kind": "SHARED", "imagePath": null,
              "viewerRoles": ["ADMIN"], "lastChosenAt": null, "inView": false },
            { "id": null, "name": "Cobalt Energy", "kind": "SHARED", "imagePath": null,
              "viewerRoles": ["OWNER"], "lastChosenAt": null, "inView": false },
        ])
    );
    let choice = json!({ "organization": cobalt });
    portal.answer(&grace, SWITCH, choice).await?;
    assert_eq!(
        names(&portal, &grace).await?,
        [
            "Personal account",
            "Cobalt Energy",
            "Borealis Foods",
            "ACME Robotics"
        ]
    );
    // What the request is about is in view, whatever the session works in.
    let acme = id_of_named(&portal, &grace, "ACME Robotics").await?;
    let listed = portal
        .answer_about(&acme, &grace, LIST, Value::Null)
        .await?;
    let in_view = listed["data"].as_array().unwrap().iter();
    let in_view: Vec<_> = in_view.filter(|one| one["inView"] == true).collect();
    assert_eq!(in_view.len(), 1);
    assert_eq!(in_view[0]["id"], acme);
    Ok(())
}

async fn id_of_named(portal: &TestPortal, token: &str, name: &str) -> Result<String> {
    let listed = portal.answer(token, LIST, Value::Null).await?;
    let data = listed["data"].as_array().cloned().unwrap_or_default();
    let found = data.into_iter().find(|one| one["name"] == name);
    Ok(found.unwrap_or_default()["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

#[rstest]
#[tokio::test]
async fn a_thousand_are_listed_quickly_and_page_by_page(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let owner = id_of(&portal, ADA).await?.parse()?;
    let member = id_of(&portal, MEI).await?.parse()?;
    let now = portal.clock.now();
    let transaction = portal.store.begin_write().await?;
    for number in 0..1_000_u128 {
        let id = uuid::Uuid::from_u128(number + 1);
        // Some have the same name, and names are not ordered by case.
        let name = format!(
            "{}rganization {:03}",
            ["O", "o"][number as usize % 2],
            number / 3
        );
        let name = name.parse()?;
        organizations::insert_shared(&transaction, id, &name, None, Plan::Free, owner, now).await?;
        memberships::ensure(&transaction, id, member, now).await?;
        memberships::replace_roles(&transaction, id, member, [Role::ChartEditor]).await?;
    }
    transaction.commit().await?;
    let mei = portal.sign_in(MEI).await?;
    let started = Instant::now();
    let whole = portal.answer(&mei, LIST, json!({ "first": 1000 })).await?;
    // Plenty for a build that is not optimized; what grows with the square of the number takes far longer.
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(whole["data"].as_array().map(Vec::len), Some(1_000));
    let (mut joined, mut after) = (Vec::new(), Value::Null);
    for first in [1, 1, 2, 96, 300, 1000] {
        let variables = json!({ "first": first, "after": after });
        let page = portal.answer(&mei, LIST, variables).await?;
        joined.extend(page["data"].as_array().cloned().unwrap_or_default());
        after = page["cursor"].clone();
    }
    assert_eq!(after, Value::Null);
    assert_eq!(joined.len(), 1_004);
    assert_eq!(
        joined[..1_000],
        *whole["data"].as_array().unwrap().as_slice()
    );
    let keys = joined[2..].iter().map(|one| {
        let name = one["name"].as_str().unwrap_or_default().to_lowercase();
        (name, one["id"].as_str().unwrap_or_default().to_owned())
    });
    assert!(keys.is_sorted());
    for variables in [
        json!({ "first": 0 }),
        json!({ "first": 1001 }),
        json!({ "first": -1 }),
        json!({ "after": "" }),
        json!({ "after": "AAAA" }),
    ] {
        let answer = portal.ask(Some(&mei), LIST, variables).await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"));
    }
    Ok(())
}
