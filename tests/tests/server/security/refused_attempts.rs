//! Attempts that are refused without a look leave one trace, not one each.

use std::time::Duration;

use anyhow::{Context, Result};
use futures_util::future::try_join_all;
use portal_server::domain::SecurityEventKind;
use portal_server::store::entities::{security_event, unknown_sign_ins};
use portal_server::store::{accounts, security_log};
use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::json;

use super::Enrolled;
use super::authenticator::{VERIFY, begin, complete_sign_in};
use crate::support::{ADA, Backend, PASSWORD, TestPortal, Tested};

const CONFIRM: &str = "mutation ($input: ConfirmIdentityInput!) { confirmIdentity(input: $input) {
    __typename } }";
const CHANGE_PASSWORD: &str = "mutation { changePassword(input: { currentPassword: \"sample\",
    newPassword: \"another one of mine\", signOutOthers: false }) { __typename } }";
const AN_HOUR: Duration = Duration::from_secs(60 * 60);

/// What Ada is told of refusals.
async fn told(portal: &TestPortal) -> Result<Vec<security_event::Model>> {
    told_as(portal, SecurityEventKind::AttemptsRefused).await
}

async fn told_as(
    portal: &TestPortal,
    kind: SecurityEventKind,
) -> Result<Vec<security_event::Model>> {
    let database = portal.store.read();
    let ada = accounts::by_email(database, &ADA.parse()?).await?;
    let ada = ada.context("no account")?.id;
    let mut events = security_log::page(database, ada, &[], None, 100).await?;
    events.retain(|event| event.kind == kind);
    Ok(events)
}

async fn use_up_attempts(portal: &TestPortal, email: &str) -> Tested {
    for _ in 0..20 {
        let answer = portal.attempt(email, "wrong").await?;
        assert_eq!(answer["__typename"], "WrongCredentials");
    }
    Ok(())
}

async fn is_refused(portal: &TestPortal, email: &str) -> Tested {
    let answer = portal.attempt(email, PASSWORD).await?;
    assert_eq!(answer["__typename"], "TooManyAttempts");
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_many_refused_sign_ins_the_first_is_told(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    use_up_attempts(&portal, ADA).await?;
    assert_eq!(told(&portal).await?.len(), 0);
    try_join_all((0..20).map(|_| is_refused(&portal, ADA))).await?;
    let events = told(&portal).await?;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].client.as_deref(), Some("Tests"));
    assert_eq!(events[0].address.as_deref(), Some("127.0.0.1"));

    portal.clock.advance(AN_HOUR - Duration::from_secs(1));
    use_up_attempts(&portal, ADA).await?;
    is_refused(&portal, ADA).await?;
    assert_eq!(told(&portal).await?.len(), 1);
    portal.clock.advance(Duration::from_secs(1));
    is_refused(&portal, ADA).await?;
    is_refused(&portal, ADA).await?;
    assert_eq!(told(&portal).await?.len(), 2, "it goes on");
    Ok(())
}

/// As with a wrong password, what is done for an unknown account is as much.
#[rstest]
#[tokio::test]
async fn an_unknown_account_is_counted_instead(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let nobody = "nobody@acme.example";
    use_up_attempts(&portal, nobody).await?;
    for _ in 0..3 {
        is_refused(&portal, nobody).await?;
    }
    let database = portal.store.read();
    let counted = unknown_sign_ins::Entity::find().one(database).await?;
    assert_eq!(counted.map(|row| row.failures), Some(21));
    let events = security_event::Entity::find().all(database).await?;
    assert!(events.is_empty(), "{events:?}");
    Ok(())
}

#[tokio::test]
async fn a_peer_that_tries_many_accounts_is_told_of_once() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for number in 0..60 {
        let unknown = format!("{number}@acme.example");
        portal.attempt(&unknown, "wrong").await?;
    }
    for _ in 0..3 {
        is_refused(&portal, ADA).await?;
    }
    assert_eq!(told(&portal).await?.len(), 1);
    Ok(())
}

/// Whoever has a session, and not the password.
#[rstest]
#[tokio::test]
async fn refused_passwords_of_a_session_are_told_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    for _ in 0..20 {
        let wrong = json!({ "input": { "password": "wrong" } });
        portal.answer(&token, CONFIRM, wrong).await?;
    }
    assert_eq!(told(&portal).await?.len(), 0);
    for _ in 0..2 {
        let right = json!({ "input": { "password": PASSWORD } });
        for (document, variables) in [(CONFIRM, right), (CHANGE_PASSWORD, json!(null))] {
            let answer = portal.answer(&token, document, variables).await?;
            assert_eq!(answer["__typename"], "TooManyAttempts");
        }
    }
    assert_eq!(told(&portal).await?.len(), 1);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn refused_codes_are_told_once_wherever_they_are_asked_for(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let used = ada.authenticator.code_of_a_clock_ahead_by(-30).await?;
    for _ in 0..6 {
        let answer = complete_sign_in(&portal, &challenge, "code", &used).await?;
        assert_eq!(answer["__typename"], "CodeRefused");
    }
    assert_eq!(told(&portal).await?.len(), 0);
    let right = ada.authenticator.code().await?;
    let confirming = json!({ "input": { "password": PASSWORD, "code": right } });
    for _ in 0..2 {
        for answer in [
            complete_sign_in(&portal, &challenge, "code", &right).await?,
            portal
                .answer(&ada.token, CONFIRM, confirming.clone())
                .await?,
        ] {
            assert_eq!(answer["__typename"], "TooManyAttempts");
        }
    }
    assert_eq!(told(&portal).await?.len(), 1);
    Ok(())
}

/// They wait for nobody, so nothing else holds back who has the password.
#[rstest]
#[tokio::test]
async fn wrong_recovery_codes_fill_no_log(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let wrong = "aaaa-aaaa-aaaa-aaaa";
    for attempt in 0..15 {
        let answer = complete_sign_in(&portal, &challenge, "recoveryCode", wrong).await?;
        assert_eq!(answer["reason"], "WRONG");
        if attempt == 5 {
            let slip = complete_sign_in(&portal, &challenge, "recoveryCode", "aaaa").await?;
            assert_eq!(slip["reason"], "MALFORMED");
            assert_eq!(
                told(&portal).await?.len(),
                0,
                "a slip of the finger is no event"
            );
        }
    }
    let confirming = json!({ "input": { "password": PASSWORD, "recoveryCode": wrong } });
    for _ in 0..5 {
        let answer = portal.answer(&ada.token, CONFIRM, confirming.clone());
        assert_eq!(answer.await?["__typename"], "CodeRefused");
    }
    let failed = told_as(&portal, SecurityEventKind::SecondFactorFailed).await?;
    assert_eq!(failed.len(), 6);
    let failed = told_as(&portal, SecurityEventKind::ConfirmationFailed).await?;
    assert_eq!(failed.len(), 0);
    assert_eq!(told(&portal).await?.len(), 1);
    let right = &ada.recovery_codes[0];
    let answer = complete_sign_in(&portal, &challenge, "recoveryCode", right).await?;
    assert_eq!(answer["__typename"], "SignedIn");
    Ok(())
}

#[tokio::test]
async fn refused_codes_of_a_new_authenticator_are_told_once() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    let (enrollment, authenticator) = begin(&portal, &token).await?;
    let early = authenticator.code_of_a_clock_ahead_by(3600).await?;
    for (attempt, outcome) in (0..8).map(|attempt| match attempt {
        0..6 => (attempt, "CodeRefused"),
        _ => (attempt, "TooManyAttempts"),
    }) {
        let variables = json!({ "enrollment": enrollment, "code": early });
        let answer = portal.answer(&token, VERIFY, variables).await?;
        assert_eq!(answer["__typename"], outcome, "{attempt}");
    }
    assert_eq!(told(&portal).await?.len(), 1);
    Ok(())
}
