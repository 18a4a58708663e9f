//! Strangers who come from many networks: they are slowed down, and keep nobody out where they are known.

use std::num::NonZeroU32;
use std::time::Duration;

use anyhow::{Context, Result};
use portal_server::auth::AttemptPolicy;
use portal_server::store::entities::{code_failures, security_event};
use rstest::rstest;
use sea_orm::{ActiveValue, EntityTrait};
use serde_json::Value;

use super::Enrolled;
use super::authenticator::complete_sign_in_from;
use crate::support::{ADA, Backend, GRACE, PASSWORD, Settings, TestPortal, Tested};

const HOME: &str = "203.0.113.7";
const OFFICE: &str = "2001:db8:0:7::1";
const ELSEWHERE: &str = "198.51.100.200";
const NOBODY: &str = "nobody@acme.example";

/// Attempts on one account, from all networks and from one.
const IN_ALL: NonZeroU32 = NonZeroU32::new(6).unwrap();
const FROM_ONE: NonZeroU32 = NonZeroU32::new(4).unwrap();

async fn start(backend: Backend) -> Result<TestPortal> {
    let settings = Settings {
        attempts: AttemptPolicy {
            per_account: IN_ALL,
            per_account_and_peer: FROM_ONE,
            ..AttemptPolicy::default()
        },
        behind_proxy: true,
        ..Settings::default()
    };
    TestPortal::start_as(backend, settings).await
}

async fn outcome(portal: &TestPortal, address: &str, email: &str, password: &str) -> Result<Value> {
    let mut answer = portal.attempt_from(address, email, password).await?;
    Ok(answer["__typename"].take())
}

/// Strangers fail until the portal refuses them unheard.
async fn exhaust(portal: &TestPortal, email: &str) -> Tested {
    for number in 0..=IN_ALL.get() {
        let address = format!("198.51.100.{number}");
        let outcome = outcome(portal, &address, email, "wrong").await?;
        let refused = number == IN_ALL.get();
        assert_eq!(outcome == "TooManyAttempts", refused, "{number}: {outcome}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_owner_still_signs_in_from_where_they_did_before(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = start(backend).await?;
    for address in [HOME, OFFICE] {
        let outcome = outcome(&portal, address, ADA, PASSWORD).await?;
        assert_eq!(outcome, "SignedIn");
    }
    let answer = portal.attempt_from(HOME, ADA, PASSWORD).await?;
    let token = answer["token"].as_str().context("no token")?;
    portal
        .answer(token, "mutation { signOut { at } }", Value::Null)
        .await?;
    assert_eq!(
        outcome(&portal, ELSEWHERE, GRACE, PASSWORD).await?,
        "SignedIn"
    );

    let portal = portal.restart().await?;
    exhaust(&portal, ADA).await?;
    assert_eq!(
        outcome(&portal, ELSEWHERE, ADA, PASSWORD).await?,
        "TooManyAttempts",
        "somebody else signed in from there"
    );
    // The address of one who has an IPv6 network changes.
    for address in [HOME, "2001:db8:0:7::2"] {
        for (password, expected) in [("wrong", "WrongCredentials"), (PASSWORD, "SignedIn")] {
            let outcome = outcome(&portal, address, ADA, password).await?;
            assert_eq!(outcome, expected, "{address}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_known_network_has_no_more_attempts_than_any() -> Tested {
    let portal = start(Backend::Sqlite).await?;
    let portal = {
        outcome(&portal, HOME, ADA, PASSWORD).await?;
        portal.restart().await?
    };
    exhaust(&portal, ADA).await?;
    for _ in 0..FROM_ONE.get() {
        let outcome = outcome(&portal, HOME, ADA, "wrong").await?;
        assert_eq!(outcome, "WrongCredentials");
    }
    let refused = portal.attempt_from(HOME, ADA, PASSWORD).await?;
    assert_eq!(refused["__typename"], "TooManyAttempts");
    assert_eq!(refused["retryAfterSeconds"], 30);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn an_unknown_account_is_refused_as_any_other(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = start(backend).await?;
    outcome(&portal, HOME, ADA, PASSWORD).await?;
    let portal = portal.restart().await?;
    let mut refusals = Vec::new();
    for email in [ADA, NOBODY] {
        exhaust(&portal, email).await?;
        refusals.push(portal.attempt_from(ELSEWHERE, email, PASSWORD).await?);
    }
    assert_eq!(refusals[0]["__typename"], "TooManyAttempts");
    assert_eq!(refusals[0], refusals[1]);
    let outcome = outcome(&portal, HOME, NOBODY, PASSWORD).await?;
    assert_eq!(outcome, "TooManyAttempts", "nobody is at home anywhere");
    Ok(())
}

/// They have the password, and fail at the second step.
#[rstest]
#[tokio::test]
async fn wrong_codes_from_elsewhere_keep_nobody_out(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    const THEIR_WAY: &str = "198.51.100.201";

    let settings = Settings {
        behind_proxy: true,
        ..Settings::default()
    };
    let portal = TestPortal::start_as(backend, settings).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let account = portal
        .answer(&ada.token, "{ viewer { id } }", Value::Null)
        .await?;
    let in_all = code_failures::ActiveModel {
        scope: ActiveValue::Set(account["id"].as_str().context("no id")?.to_owned()),
        failures: ActiveValue::Set(10_000),
        last_failed_at: ActiveValue::Set("2026-03-02T08:00:00Z".parse()?),
        blocked_until: ActiveValue::Set(Some("2026-03-02T08:05:00Z".parse()?)),
    };
    code_failures::Entity::insert(in_all)
        .exec_without_returning(portal.store.read())
        .await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let complete = async |address, kind, code: &str| {
        let answer = complete_sign_in_from(&portal, address, &challenge, kind, code).await?;
        anyhow::Ok(answer["__typename"].clone())
    };
    let code = ada.authenticator.code().await?;
    let outcome = complete(ELSEWHERE, "code", &code).await?;
    assert_eq!(outcome, "TooManyAttempts");
    let outcome = complete("127.0.0.1", "code", &code).await?;
    assert_eq!(outcome, "SignedIn", "she signed in from there before");

    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let recovery = &ada.recovery_codes[0];
    let on_the_way =
        complete_sign_in_from(&portal, THEIR_WAY, &challenge, "recoveryCode", recovery).await?;
    assert_eq!(
        on_the_way["__typename"], "SignedIn",
        "a recovery code can't be guessed"
    );

    portal.clock.advance(Duration::from_secs(5 * 60));
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let code = ada.authenticator.code().await?;
    let later = complete_sign_in_from(&portal, ELSEWHERE, &challenge, "code", &code).await?;
    assert_eq!(
        later["__typename"], "SignedIn",
        "nor is anyone out for good"
    );
    Ok(())
}

/// Each network names many accounts, and then one of them.
#[tokio::test]
async fn networks_that_are_refused_do_not_fill_a_log() -> Tested {
    let settings = Settings {
        attempts: AttemptPolicy {
            per_peer: NonZeroU32::MIN,
            ..AttemptPolicy::default()
        },
        behind_proxy: true,
        ..Settings::default()
    };
    let portal = TestPortal::start_as(Backend::Sqlite, settings).await?;
    for number in 0..5 {
        let address = format!("198.51.100.{number}");
        outcome(&portal, &address, NOBODY, "wrong").await?;
        let outcome = outcome(&portal, &address, ADA, "wrong").await?;
        assert_eq!(outcome, "TooManyAttempts");
    }
    let events = security_event::Entity::find()
        .all(portal.store.read())
        .await?;
    assert_eq!(events.len(), 1, "{events:?}");
    Ok(())
}
