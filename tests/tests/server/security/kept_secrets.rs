//! After everything, no secret that was used lies in the database in any form.

use anyhow::{Context, Result};
use portal_profile_tests::secrets::Secrets;
use portal_server::store::Store;
use rstest::rstest;
use sea_orm::{FromQueryResult, Statement};
use serde_json::{Value, json};

use super::Enrolled;
use super::api_keys::{CREATE, LIST, ROTATE, status};
use super::authenticator::complete_sign_in;
use crate::support::{Backend, LINUS, PASSWORD, TestPortal, Tested};

const CHANGE: &str = "mutation ($current: String!, $new: String!) { changePassword(input: {
    currentPassword: $current, newPassword: $new, signOutOthers: false }) { __typename } }";
const CONFIRM: &str = "mutation ($input: ConfirmIdentityInput!) { confirmIdentity(input: $input) {
    ... on IdentityConfirmed { token } } }";
const REGENERATE: &str = "mutation { regenerateRecoveryCodes {
    ... on RecoveryCodesIssued { recoveryCodes } } }";
const DISABLE: &str = "mutation { disableMfa { __typename } }";

const PASSWORDS: [&str; 2] = ["a new password of mine", "and another one later on"];
const CREATION: &str = "c7a1 the wish for a key";
const ROTATION: &str = "0d9e the wish for another secret";
const CONFIRMATION: &str = "5b32 the wish for the next token";

/// Uses every kind of secret at the portal; repeats each wish whose reply could have been lost.
async fn use_secrets(portal: &TestPortal) -> Result<Secrets> {
    let mut secrets = Secrets::default();
    let linus = Enrolled::at(portal, LINUS).await?;
    let Enrolled { authenticator, .. } = &linus;
    secrets.token("a token", &linus.token);
    secrets.authenticator(authenticator.secret())?;
    secrets.recovery_codes(&linus.recovery_codes);
    for password in PASSWORDS {
        secrets.add("a password", password);
    }
    for key in [CREATION, ROTATION, CONFIRMATION] {
        secrets.add("an idempotency key", key);
    }

    let creation = json!({ "input": { "name": "Nightly report", "idempotencyKey": CREATION } });
    let keys = asked_twice(portal, &linus.token, CREATE, creation).await?;
    let listed = portal.answer(&linus.token, LIST, Value::Null).await?;
    let rotation = json!({ "input": { "apiKey": listed["data"][0]["id"], "overlap": "DAY",
        "idempotencyKey": ROTATION } });
    let rotated = asked_twice(portal, &linus.token, ROTATE, rotation).await?;
    for key in [keys, rotated] {
        assert_eq!(status(portal, &key).await?, 200);
        secrets.api_key(&key);
    }

    let passwords = json!({ "current": PASSWORD, "new": PASSWORDS[0] });
    let changed = portal.answer(&linus.token, CHANGE, passwords).await?;
    assert_eq!(changed["__typename"], "PasswordChanged");
    let input = json!({ "input": { "password": PASSWORDS[0], "code": authenticator.code().await?,
        "idempotencyKey": CONFIRMATION } });
    let token = text(&portal.answer(&linus.token, CONFIRM, input).await?["token"])?;
    secrets.token("the next token", &token);
    let regenerated = portal.answer(&token, REGENERATE, Value::Null).await?;
    let codes: Vec<String> = serde_json::from_value(regenerated["recoveryCodes"].clone())?;
    secrets.recovery_codes(&codes);

    authenticator.wait();
    let code = authenticator.code().await?;
    for (kind, proof) in [("code", &code), ("recoveryCode", &codes[0])] {
        let answer = portal.attempt(LINUS, PASSWORDS[0]).await?;
        let challenge = text(&answer["challenge"])?;
        let signed_in = complete_sign_in(portal, &challenge, kind, proof).await?;
        secrets.token("a challenge", &challenge);
        secrets.token("a token", &text(&signed_in["token"])?);
    }
    let passwords = json!({ "current": PASSWORDS[0], "new": PASSWORDS[1] });
    let changed = portal.answer(&token, CHANGE, passwords).await?;
    assert_eq!(changed["__typename"], "PasswordChanged");
    let disabled = portal.answer(&token, DISABLE, Value::Null).await?;
    assert_eq!(disabled["__typename"], "MfaDisabled");
    Ok(secrets)
}

/// The secret that a wish is answered with, however often it is sent.
async fn asked_twice(portal: &TestPortal, token: &str, wish: &str, input: Value) -> Result<String> {
    let first = text(&portal.answer(token, wish, input.clone()).await?["secret"])?;
    let again = text(&portal.answer(token, wish, input).await?["secret"])?;
    assert_eq!(first, again);
    Ok(first)
}

fn text(value: &Value) -> Result<String> {
    let text = value
        .as_str()
        .with_context(|| format!("{value} is no text"));
    Ok(text?.to_owned())
}

#[derive(FromQueryResult)]
struct Text {
    text: String,
}

/// All that the tables of a PostgreSQL database hold, as text.
async fn contents(store: &Store) -> Result<String> {
    let database = store.read();
    let all = async |query: String| {
        let statement = Statement::from_string(database.get_database_backend(), query);
        let rows = Text::find_by_statement(statement).all(database).await?;
        anyhow::Ok(rows.into_iter().map(|row| row.text).collect::<Vec<_>>())
    };
    let tables = "SELECT table_name::text AS text FROM information_schema.tables
        WHERE table_schema = 'public'";
    let mut contents = Vec::new();
    for table in all(tables.to_owned()).await? {
        contents.extend(all(format!("SELECT t::text AS text FROM \"{table}\" t")).await?);
    }
    Ok(contents.join("\n"))
}

#[rstest]
#[tokio::test]
async fn no_secret_lies_in_the_database(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let secrets = use_secrets(&portal).await?;
    let (place, store) = portal.stop().await;
    std::fs::remove_file(place.key_file())?;
    let directory = place.directory();
    if backend == Backend::Postgres {
        std::fs::write(directory.join("contents"), contents(&store).await?)?;
    }
    // The name of a key is no secret: where it is found, a secret would be.
    let mut known = Secrets::default();
    known.add("the name of a key", "Nightly report");
    assert!(known.search(directory).is_err(), "nothing is found there");
    secrets.search(directory)?;
    Ok(())
}
