//! API keys.

use chrono::{FixedOffset, TimeDelta};
use profile_core::announcements::Announcement;
use profile_core::api_keys::{
    ApiKeyExpiry, ApiKeyNameRefusal, ApiKeyOverlap, CreateApiKeyOutcome, IssuedApiKey,
    RevokeApiKeyOutcome, RotateApiKeyOutcome,
};
use profile_core::app::ProfileApp;
use profile_core::failure::FailureCode;
use serde_json::{Value, json};

use crate::fake_api_keys::API_SECRET;
use crate::fake_portal::FakePortal;
use crate::machine::{Machine, code, noon, shown_at_start};

async fn create(app: &ProfileApp, name: &str, expiry: ApiKeyExpiry) -> Box<IssuedApiKey> {
    let outcome = app.create_api_key(name, expiry).await.unwrap();
    let CreateApiKeyOutcome::Issued { issued, snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(shown_at_start(app), Some(*snapshot));
    issued
}

#[tokio::test]
async fn a_key_is_created_rotated_tried_and_revoked() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    let issued = create(&app, "CI", ApiKeyExpiry::Never).await;
    let secret = format!("{API_SECRET}1");
    assert_eq!(issued.secret.expose(), secret);
    let curl = issued.curl.expose();
    assert!(curl.contains(&format!("'api-secret: {secret}'")), "{curl}");
    assert!(
        curl.ends_with(&format!("'{}/graphql'", portal.id)),
        "{curl}"
    );

    let tried = app.try_api_key(secret.into()).await.unwrap();
    assert_eq!(tried.devices[0].name, "Press 4");
    let keys = app.api_keys().await.unwrap().unwrap();
    assert_eq!((keys.keys[0].name.as_str(), keys.limit), ("CI", 20));

    let rotated = app.rotate_api_key("CI", ApiKeyOverlap::Day).await.unwrap();
    let RotateApiKeyOutcome::Issued { issued, .. } = rotated else {
        panic!("{rotated:?}")
    };
    assert_eq!(issued.secret.expose(), format!("{API_SECRET}2"));
    assert_eq!(portal.account().security.api_keys.overlap, "DAY");
    let wishes = portal.account().security.api_keys.wishes.clone();
    assert_ne!(wishes[0], wishes[1]);

    let revoked = app.revoke_api_key("CI").await.unwrap();
    let RevokeApiKeyOutcome::Revoked { snapshot } = revoked else {
        panic!("{revoked:?}")
    };
    assert_eq!(snapshot.profile.api_keys.unwrap().usable, 0);
    let name = || "CI".to_owned();
    let expected = [
        Announcement::ApiKeyCreated { name: name() },
        Announcement::ApiKeyRotated { name: name() },
        Announcement::ApiKeyRevoked { name: name() },
    ];
    let mut shown = machine.notifier.shown();
    let all = |shown: &Vec<_>| expected.iter().all(|one| shown.contains(one));
    shown.wait_for(all).await.unwrap();
}

#[tokio::test]
async fn a_key_ends_when_the_person_chose() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    machine
        .clock
        .set_zone(FixedOffset::east_opt(2 * 60 * 60).unwrap());
    let on = ApiKeyExpiry::On {
        date: "2027-03-31".parse().unwrap(),
    };
    for (expiry, expected) in [
        (ApiKeyExpiry::Never, Value::Null),
        (
            ApiKeyExpiry::Days { days: 30 },
            json!("2026-12-23T12:00:00Z"),
        ),
        (on, json!("2027-03-31T21:59:59Z")),
    ] {
        create(&app, "CI", expiry).await;
        assert_eq!(portal.account().security.api_keys.expires_at, expected);
    }
    let beyond = ApiKeyExpiry::Days { days: u32::MAX };
    let outcome = app.create_api_key("CI", beyond).await.unwrap();
    assert!(matches!(outcome, CreateApiKeyOutcome::ExpiryRefused));
}

#[tokio::test]
async fn a_new_key_is_counted_where_there_are_keys() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    create(&app, "CI", ApiKeyExpiry::Never).await;
    create(&app, "Laptop", ApiKeyExpiry::Never).await;
    let seen = shown_at_start(&machine.app()).unwrap();
    assert_eq!(seen.profile.api_keys.unwrap().usable, 2);
}

#[tokio::test]
async fn refusals_are_outcomes() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    let create = async |result: Value| {
        portal.account().security.script("createApiKey", result);
        let outcome = app.create_api_key("", ApiKeyExpiry::Never).await;
        outcome.unwrap()
    };
    let empty =
        json!({ "__typename": "ApiKeyNameRefused", "reason": "EMPTY", "maximumLength": 100 });
    assert!(matches!(
        create(empty).await,
        CreateApiKeyOutcome::NameRefused {
            reason: ApiKeyNameRefusal::Empty,
            maximum_length: 100
        }
    ));
    let full = create(json!({ "__typename": "ApiKeyLimitReached", "limit": 20 })).await;
    assert!(matches!(
        full,
        CreateApiKeyOutcome::LimitReached { limit: 20 }
    ));
    let off = create(json!({ "__typename": "ApiKeysUnavailable", "message": "off" })).await;
    assert!(matches!(off, CreateApiKeyOutcome::Unavailable));
    let later = create(json!({ "__typename": "ApiKeyAwaitsApproval" })).await;
    assert!(matches!(later, CreateApiKeyOutcome::Unsupported));

    let rotated = app.rotate_api_key("gone", ApiKeyOverlap::None).await;
    assert!(matches!(rotated.unwrap(), RotateApiKeyOutcome::NotFound));
    let revoked = app.revoke_api_key("gone").await.unwrap();
    assert_eq!(revoked, RevokeApiKeyOutcome::NotFound);
    portal.account().security.script("apiKeys", Value::Null);
    assert_eq!(app.api_keys().await.unwrap(), None);
}

#[tokio::test]
async fn a_refused_key_does_not_end_the_session() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let outcome = app.try_api_key("portal_key_revoked".into()).await;
    assert_eq!(code(outcome), FailureCode::ApiKeyRefused);
    app.refresh_profile().await.unwrap();
}

/// How often the client asks by itself.
const TRIES: usize = 3;

#[tokio::test]
async fn a_key_whose_answer_was_lost_is_the_one_that_is_asked_for_again() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    portal.lose("CreateApiKey", TRIES);
    let expiry = ApiKeyExpiry::Days { days: 30 };
    let lost = app.create_api_key("CI", expiry).await;
    assert_eq!(code(lost), FailureCode::PortalFailed);
    machine.clock.set(noon() + TimeDelta::minutes(5));
    let issued = create(&app, "CI", expiry).await;
    assert_eq!(issued.secret.expose(), format!("{API_SECRET}1"));
    {
        let keys = &portal.account().security.api_keys;
        assert_eq!(keys.names, ["CI"]);
        assert_eq!(keys.expires_at, json!("2026-12-23T12:00:00Z"));
    }
    // That was answered, so the same words are another wish.
    let issued = create(&app, "CI", expiry).await;
    assert_eq!(issued.secret.expose(), format!("{API_SECRET}2"));
    let keys = &portal.account().security.api_keys;
    assert_eq!(keys.expires_at, json!("2026-12-23T12:05:00Z"));
}

#[tokio::test]
async fn another_key_is_another_wish() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    portal.lose("CreateApiKey", TRIES);
    app.create_api_key("CI", ApiKeyExpiry::Never)
        .await
        .unwrap_err();
    let issued = create(&app, "Laptop", ApiKeyExpiry::Never).await;
    assert_eq!(issued.secret.expose(), format!("{API_SECRET}2"));
    assert_eq!(portal.account().security.api_keys.names, ["CI", "Laptop"]);
}

#[tokio::test]
async fn a_key_that_is_gone_before_anybody_heard_of_it_is_made_anew() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    portal.lose("CreateApiKey", TRIES);
    app.create_api_key("CI", ApiKeyExpiry::Never)
        .await
        .unwrap_err();
    portal.account().security.api_keys.names.clear();
    let issued = create(&app, "CI", ApiKeyExpiry::Never).await;
    assert_eq!(issued.secret.expose(), format!("{API_SECRET}2"));
}

#[tokio::test]
async fn a_secret_whose_answer_was_lost_is_the_one_that_is_asked_for_again() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    create(&app, "CI", ApiKeyExpiry::Never).await;
    let rotate = async |overlap| match app.rotate_api_key("CI", overlap).await {
        Ok(RotateApiKeyOutcome::Issued { issued, .. }) => issued.secret.expose().to_owned(),
        other => panic!("{other:?}"),
    };
    portal.lose("RotateApiKey", TRIES);
    app.rotate_api_key("CI", ApiKeyOverlap::Day)
        .await
        .unwrap_err();
    assert_eq!(rotate(ApiKeyOverlap::Day).await, format!("{API_SECRET}2"));
    assert_eq!(rotate(ApiKeyOverlap::Day).await, format!("{API_SECRET}3"));
    portal.lose("RotateApiKey", TRIES);
    app.rotate_api_key("CI", ApiKeyOverlap::Day)
        .await
        .unwrap_err();
    assert_eq!(rotate(ApiKeyOverlap::None).await, format!("{API_SECRET}5"));
}
