//! API keys that end soon are told of: 7 days before, and 1 day before.

use std::time::Duration;

use anyhow::{Context, Result};
use chrono::TimeDelta;
use futures_util::future::try_join_all;
use portal_server::domain::Feature;
use portal_server::status::{Listeners, StatusKeeping};
use portal_server::surroundings::Clock;
use rstest::rstest;
use serde_json::{Value, json};

use super::{Followed, now, told_after};
use crate::support::{ADA, Backend, TestPortal, Tested, field};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const CREATE: &str =
    "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename } }";

fn keeping(portal: &TestPortal) -> StatusKeeping {
    let listeners = Listeners::new(portal.store.clone(), 1);
    StatusKeeping::new(portal.store.clone(), portal.surroundings.clone(), listeners)
}

/// A key of ACME's that lives for so many days.
async fn create(portal: &TestPortal, token: &str, name: &str, days: i64) -> Tested {
    let ends = portal.clock.now() + TimeDelta::days(days);
    let input = json!({ "name": name, "expiresAt": ends.to_rfc3339(), "idempotencyKey": format!("a key called {name}") });
    let answer = portal
        .ask(Some(token), CREATE, json!({ "input": input }))
        .await?;
    let created = field("createApiKey", answer)?;
    anyhow::ensure!(created["__typename"] == "ApiKeyIssued", "{created}");
    Ok(())
}

async fn names(portal: &TestPortal, token: &str, after: &str) -> Result<Vec<String>> {
    let told = told_after(portal, token, after).await?;
    told.iter()
        .map(|update| {
            Ok(update["name"]
                .as_str()
                .context(update.to_string())?
                .to_owned())
        })
        .collect()
}

#[rstest]
#[tokio::test]
async fn each_notice_is_given_once_however_many_look(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let acme = "ACME Robotics".parse()?;
    portal
        .operator
        .set_feature(&acme, Feature::ApiKeys, true)
        .await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    for (name, days) in [
        ("monthly", 30),
        ("weekly", 7),
        ("daily", 1),
        ("yearly", 365),
    ] {
        create(&portal, &ada, name, days).await?;
    }
    let all_look = async || {
        let looks = (0..4).map(|_| {
            let keeping = keeping(&portal);
            async move { keeping.tell_of_expiring_keys().await }
        });
        anyhow::Ok(try_join_all(looks).await?.into_iter().sum::<u64>())
    };
    // Whoever made a key knows when it ends.
    assert_eq!(all_look().await?, 0);
    portal.clock.advance(5 * DAY + Duration::from_secs(3_600));
    assert_eq!(all_look().await?, 0);
    portal.clock.advance(DAY);
    assert_eq!(all_look().await?, 1, "the weekly one has less than a day");
    portal.clock.advance(17 * DAY);
    let ada = portal.sign_in(ADA).await?;
    assert_eq!(all_look().await?, 1, "the monthly one has less than 7 days");
    portal.clock.advance(6 * DAY);
    assert_eq!(all_look().await?, 1, "and then less than one");
    portal.clock.advance(2 * DAY);
    assert_eq!(all_look().await?, 0, "it ended");
    assert_eq!(
        names(&portal, &ada, &start).await?,
        ["weekly", "monthly", "monthly"]
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_key_that_was_revoked_is_not_told_of(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let acme = "ACME Robotics".parse()?;
    let feature = Feature::ApiKeys;
    portal.operator.set_feature(&acme, feature, true).await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    create(&portal, &ada, "kept", 10).await?;
    create(&portal, &ada, "revoked", 10).await?;
    let keys = portal
        .answer(&ada, "{ apiKeys { data { id name } } }", Value::Null)
        .await?;
    let mut keys = keys["data"].as_array().into_iter().flatten();
    let key = keys.find(|key| key["name"] == "revoked");
    let key = key.context("no such key")?;
    let revoke =
        "mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { __typename } }";
    portal
        .answer(&ada, revoke, json!({ "input": { "apiKey": key["id"] } }))
        .await?;
    portal.clock.advance(4 * DAY);
    keeping(&portal).tell_of_expiring_keys().await?;
    assert_eq!(names(&portal, &ada, &start).await?, ["kept"]);
    portal.operator.set_feature(&acme, feature, false).await?;
    assert_eq!(
        names(&portal, &ada, &start).await?,
        [] as [&str; 0],
        "there are none"
    );
    Ok(())
}

/// The portal looks by itself.
#[rstest]
#[tokio::test]
async fn a_portal_that_starts_tells_of_what_is_due(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let acme = "ACME Robotics".parse()?;
    portal
        .operator
        .set_feature(&acme, Feature::ApiKeys, true)
        .await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    create(&portal, &ada, "line 4", 10).await?;
    portal.clock.advance(4 * DAY);
    let ends = portal.clock.now() + TimeDelta::days(6);
    let portal = portal.restart().await?;
    let mut stream = Followed::after(&portal, &ada, Some(&start)).await?;
    let (_, update) = stream.update().await?;
    let ends = ends.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    let expected = json!({ "__typename": "ApiKeyExpiring", "organizationName": "ACME Robotics",
        "name": "line 4", "expiresAt": ends });
    assert_eq!(update, expected);
    Ok(())
}
