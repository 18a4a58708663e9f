//! A code counts once, whoever sends it how often at the same time.

use anyhow::{Context, Result};
use chrono::TimeDelta;
use futures_util::future::try_join_all;
use portal_server::auth::SessionToken;
use portal_server::store::entities::{recovery_code, second_factor, sign_in_challenge};
use portal_server::store::recovery_codes::Use;
use portal_server::store::{recovery_codes, second_factors, sign_in_challenges};
use portal_server::surroundings::{Clock, SystemRandomness};
use rstest::rstest;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::Value;
use uuid::Uuid;

use super::Enrolled;
use super::authenticator::complete_sign_in;
use crate::support::{ADA, Backend, TestPortal, Tested};

/// Lets failures cost no pause, within the very transaction that counts them: all uses come from one
/// network, and most would be turned away before anybody looks at the code.
async fn lift_pauses(portal: &TestPortal, backend: Backend) -> Result<()> {
    let statements: &[&str] = match backend {
        Backend::Sqlite => &[
            "CREATE TRIGGER no_pause_at_first AFTER INSERT ON code_failures BEGIN
                UPDATE code_failures SET blocked_until = NULL WHERE scope = NEW.scope; END",
            "CREATE TRIGGER no_pause_later AFTER UPDATE ON code_failures BEGIN
                UPDATE code_failures SET blocked_until = NULL WHERE scope = NEW.scope; END",
        ],
        Backend::Postgres => &[
            "CREATE FUNCTION no_pause() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN NEW.blocked_until := NULL; RETURN NEW; END $$",
            "CREATE TRIGGER no_pause BEFORE INSERT OR UPDATE ON code_failures
                FOR EACH ROW EXECUTE FUNCTION no_pause()",
        ],
    };
    for statement in statements {
        portal.store.read().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// So many sign-ins of one account, each waiting for its code. None costs a hash of the password.
async fn challenges(portal: &TestPortal, count: usize) -> Result<Vec<SessionToken>> {
    let database = portal.store.read();
    let factors = second_factor::Entity::find().all(database).await?;
    let [factor] = &factors[..] else {
        anyhow::bail!("one person has MFA on: {factors:?}");
    };
    let now = portal.clock.now();
    let mut tokens = Vec::new();
    for _ in 0..count {
        let token = SessionToken::new(&SystemRandomness)?;
        let challenge = sign_in_challenge::Model {
            id: Uuid::now_v7(),
            token_hash: token.hash(),
            account_id: factor.account_id,
            client: "Tests".to_owned(),
            device: None,
            expires_at: now + TimeDelta::minutes(5),
            attempts: 0,
        };
        sign_in_challenges::insert(database, challenge, now).await?;
        tokens.push(token);
    }
    Ok(tokens)
}

/// What comes of sending one code at the same time to complete so many sign-ins.
async fn send(
    portal: &TestPortal,
    backend: Backend,
    count: usize,
    kind: &str,
    code: &str,
) -> Result<Vec<Value>> {
    lift_pauses(portal, backend).await?;
    let challenges = challenges(portal, count).await?;
    let uses = challenges
        .iter()
        .map(|challenge| complete_sign_in(portal, challenge.expose(), kind, code));
    try_join_all(uses).await
}

/// One use succeeded, and each of the others was looked at and found to be too late.
#[track_caller]
fn assert_one_succeeds(answers: &[Value]) {
    let in_time = answers
        .iter()
        .filter(|answer| answer["__typename"] == "SignedIn");
    assert_eq!(in_time.count(), 1, "{answers:?}");
    let late = answers.iter().filter(|answer| answer["reason"] == "USED");
    assert_eq!(late.count(), answers.len() - 1, "{answers:?}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_200_concurrent_uses_of_a_code_one_succeeds(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let code = ada.authenticator.code().await?;
    let answers = send(&portal, backend, 200, "code", &code).await?;
    assert_one_succeeds(&answers);
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_100_concurrent_uses_of_a_recovery_code_one_succeeds(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let code = &ada.recovery_codes[3];
    let answers = send(&portal, backend, 100, "recoveryCode", code).await?;
    assert_one_succeeds(&answers);
    Ok(())
}

/// The statements that decide, without the lock on the account that callers hold.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_used_once_even_by_those_who_hold_no_account(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    Enrolled::at(&portal, ADA).await?;
    let (store, now) = (&portal.store, portal.clock.now());
    let factor = second_factor::Entity::find().one(store.read()).await?;
    let factor = factor.context("MFA is off")?;
    let steps = (0..200).map(|_| async {
        let transaction = store.begin_write().await?;
        let step = factor.last_step + 1;
        let first = second_factors::use_step(&transaction, factor.account_id, step).await?;
        transaction.commit().await?;
        anyhow::Ok(first)
    });
    let first = try_join_all(steps).await?;
    assert_eq!(first.iter().filter(|first| **first).count(), 1);

    let code = recovery_code::Entity::find().one(store.read()).await?;
    let code = code.context("there is no recovery code")?;
    let uses = (0..100).map(|_| async {
        let transaction = store.begin_write().await?;
        let (account, mac) = (code.account_id, &code.code_mac);
        let used = recovery_codes::use_up(&transaction, account, mac, now).await?;
        transaction.commit().await?;
        anyhow::Ok(used)
    });
    let uses = try_join_all(uses).await?;
    let count = |wanted| uses.iter().filter(|used| **used == wanted).count();
    assert_eq!((count(Use::Accepted), count(Use::Used)), (1, 99));
    Ok(())
}
