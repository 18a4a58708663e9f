//! API keys of shared organizations.

use anyhow::Result;
use futures_util::future::try_join_all;
use portal_server::domain::{Feature, Role, RoleSet};
use rstest::rstest;
use serde_json::{Value, json};

use super::{LEAVE, SETTINGS, add, create};
use crate::security::api_keys::{CREATE, REVOKE, ROTATE, input};
use crate::support::{ADA, Backend, GRACE, LINUS, TestPortal, Tested, code};

const LIST: &str = "{ apiKeys { limit data { id name createdBy } } }";
const WHO: &str = "{ viewer { email organization { id viewerRoles viewerCanAdminister } } }";

/// An organization of Ada's, with keys since she has them herself, and Grace for an admin.
async fn fresh(portal: &TestPortal) -> Result<(String, String, String)> {
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let fresh = create(portal, &ada, "Fresh").await?;
    add(portal, &fresh, &ada, GRACE, &["ADMIN"]).await?;
    Ok((fresh, ada, grace))
}

async fn key(portal: &TestPortal, about: &str, token: &str, name: &str) -> Result<String> {
    let issued = portal
        .answer_about(about, token, CREATE, input(name, None, name))
        .await?;
    Ok(issued["secret"].as_str().unwrap_or_default().to_owned())
}

async fn who(portal: &TestPortal, secret: &str) -> Result<Value> {
    let answer: Value = portal.ask_with_key(secret, WHO).await?.json().await?;
    Ok(answer)
}

#[tokio::test]
async fn who_has_no_keys_creates_no_organization_with_keys() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let personal = "personal:ada@acme.example".parse()?;
    let feature = Feature::ApiKeys;
    portal
        .operator
        .set_feature(&personal, feature, false)
        .await?;
    let ada = portal.sign_in(ADA).await?;
    let plain = create(&portal, &ada, "Plain").await?;
    let settings = portal
        .answer_about(&plain, &ada, SETTINGS, Value::Null)
        .await?;
    assert_eq!(settings["apiKeys"], Value::Null);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn they_are_the_organizations_whoever_created_them(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (fresh, ada, grace) = fresh(&portal).await?;
    let of_ada = key(&portal, &fresh, &ada, "of ada").await?;
    portal.clock.advance(std::time::Duration::from_secs(1));
    let of_grace = key(&portal, &fresh, &grace, "of grace").await?;
    for token in [&ada, &grace] {
        let mut list = portal
            .answer_about(&fresh, token, LIST, Value::Null)
            .await?;
        for key in list["data"].as_array_mut().unwrap() {
            assert!(key["id"].take().is_string());
        }
        assert_eq!(
            list,
            json!({ "limit": 20, "data": [
                { "id": null, "name": "of grace", "createdBy": "Grace Hopper" },
                { "id": null, "name": "of ada", "createdBy": "Ada Lovelace" } ] })
        );
    }
    let settings = portal
        .answer_about(&fresh, &ada, SETTINGS, Value::Null)
        .await?;
    assert_eq!(settings["apiKeys"], json!({ "usable": 2, "limit": 20 }));
    assert_eq!(settings["deletion"]["apiKeys"], 2);
    let summary = "{ viewer { apiKeys { usable } } }";
    let viewer = portal
        .answer_about(&fresh, &ada, summary, Value::Null)
        .await?;
    assert_eq!(
        viewer["apiKeys"],
        Value::Null,
        "the way leads through the settings"
    );

    // Each acts for its creator, in that organization alone.
    let seen = who(&portal, &of_grace).await?;
    assert_eq!(
        seen["data"]["viewer"],
        json!({ "email": GRACE, "organization": { "id": fresh, "viewerRoles": ["ADMIN"],
            "viewerCanAdminister": false } })
    );
    assert_eq!(who(&portal, &of_ada).await?["data"]["viewer"]["email"], ADA);

    // Others' keys may be managed, and their creators are told.
    let list = portal
        .answer_about(&fresh, &grace, LIST, Value::Null)
        .await?;
    let id = list["data"][1]["id"].clone();
    let rotate = json!({ "input": { "apiKey": id, "overlap": "NONE",
        "idempotencyKey": "a rotation of ada's" } });
    let rotated = portal.answer_about(&fresh, &grace, ROTATE, rotate).await?;
    assert_eq!(portal.ask_with_key(&of_ada, WHO).await?.status(), 401);
    let seen = who(&portal, rotated["secret"].as_str().unwrap()).await?;
    assert_eq!(seen["data"]["viewer"]["email"], ADA);
    let revoked = portal
        .answer_about(&fresh, &grace, REVOKE, json!({ "key": id }))
        .await?;
    assert_eq!(revoked["__typename"], "ApiKeyRevoked");
    let log = "{ securityLog(categories: [API_KEYS]) { data { kind actor client } } }";
    let log = portal.answer(&ada, log, Value::Null).await?;
    for kind in ["API_KEY_ROTATED", "API_KEY_REVOKED"] {
        let event = json!({ "kind": kind, "actor": "ADMINISTRATOR", "client": null });
        assert!(log["data"].as_array().unwrap().contains(&event), "{log}");
    }
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_limit_is_the_organizations(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (fresh, ada, grace) = fresh(&portal).await?;
    let creations = (0..24).map(|number| {
        let token = if number % 2 == 0 { &ada } else { &grace };
        let input = input("a key", None, &number.to_string());
        portal.answer_about(&fresh, token, CREATE, input)
    });
    let answers = try_join_all(creations.collect::<Vec<_>>()).await?;
    let refused = json!({ "__typename": "ApiKeyLimitReached", "limit": 20 });
    let count = answers.iter().filter(|answer| **answer == refused).count();
    assert_eq!(count, 4);
    let list = portal.answer_about(&fresh, &ada, LIST, Value::Null).await?;
    assert_eq!(list["data"].as_array().map(Vec::len), Some(20));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_key_has_its_creators_roles_of_now_and_goes_with_their_membership(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (fresh, ada, grace) = fresh(&portal).await?;
    let secret = key(&portal, &fresh, &grace, "a key").await?;
    let selection = "Fresh".parse()?;
    let viewer_only = RoleSet::granted([Role::ChartViewerOnly])?;
    portal
        .operator
        .set_roles(&selection, &GRACE.parse()?, &viewer_only)
        .await?;
    let roles = &who(&portal, &secret).await?["data"]["viewer"]["organization"]["viewerRoles"];
    assert_eq!(*roles, json!(["CHART_VIEWER_ONLY"]));
    let devices = "{ devices { data { id } } }";
    let refused: Value = portal.ask_with_key(&secret, devices).await?.json().await?;
    assert_eq!(code(&refused), Some("FORBIDDEN"));
    let refused = portal.ask_about(&fresh, &grace, LIST, Value::Null).await?;
    assert_eq!(code(&refused), Some("FORBIDDEN"));

    let left = portal
        .answer_about(&fresh, &grace, LEAVE, Value::Null)
        .await?;
    assert_eq!(left["__typename"], "OrganizationLeft");
    assert_eq!(portal.ask_with_key(&secret, WHO).await?.status(), 401);
    add(&portal, &fresh, &ada, GRACE, &["ADMIN"]).await?;
    assert_eq!(
        portal.ask_with_key(&secret, WHO).await?.status(),
        401,
        "who comes back begins without"
    );

    let secret = key(&portal, &fresh, &ada, "another").await?;
    portal
        .operator
        .set_feature(&selection, Feature::ApiKeys, false)
        .await?;
    assert_eq!(portal.ask_with_key(&secret, WHO).await?.status(), 401);
    portal
        .operator
        .set_feature(&selection, Feature::ApiKeys, true)
        .await?;
    assert_eq!(portal.ask_with_key(&secret, WHO).await?.status(), 200);
    let name = json!({ "input": { "name": "Fresh" } });
    portal
        .answer_about(&fresh, &ada, super::DELETE, name)
        .await?;
    assert_eq!(portal.ask_with_key(&secret, WHO).await?.status(), 401);
    Ok(())
}

/// A key belongs to one organization; no request with it is about another.
#[tokio::test]
async fn a_key_is_of_one_organization() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let (fresh, ada, _) = fresh(&portal).await?;
    let secret = key(&portal, &fresh, &ada, "a key").await?;
    let other = create(&portal, &ada, "Other").await?;
    for (organization, expected) in [
        (&*fresh, None),
        (&other, Some("ORGANIZATION_UNAVAILABLE")),
        ("garbled", Some("ORGANIZATION_UNAVAILABLE")),
    ] {
        let request = portal.post().header("api-secret", &secret);
        let request = request.header("portal-organization", organization);
        let request = request.json(&json!({ "query": WHO }));
        let answer: Value = request.send().await?.json().await?;
        assert_eq!(code(&answer), expected, "{organization}");
    }
    // Nor does another organization's owner manage it.
    let linus = portal.sign_in(LINUS).await?;
    let list = portal.answer_about(&fresh, &ada, LIST, Value::Null).await?;
    let id = json!({ "key": list["data"][0]["id"] });
    let answer = portal.answer(&linus, REVOKE, id).await?;
    assert_eq!(answer["__typename"], "ApiKeyNotFound");
    assert_eq!(portal.ask_with_key(&secret, WHO).await?.status(), 200);
    Ok(())
}
