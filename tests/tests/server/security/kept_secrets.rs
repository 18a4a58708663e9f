//! After everything, no secret that was used lies in the database in any form.

use std::path::Path;

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use serde_json::{Value, json};

use super::Enrolled;
use super::api_keys::create_key;
use super::authenticator::complete_sign_in;
use crate::support::{Backend, LINUS, PASSWORD, TestPortal, Tested};

/// A secret as it is, and as hexadecimal and base64 would write it.
fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
    let hex = HEXLOWER.encode(secret);
    vec![
        secret.to_vec(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
        STANDARD_NO_PAD.encode(secret).into_bytes(),
        URL_SAFE_NO_PAD.encode(secret).into_bytes(),
    ]
}

fn search(directory: &Path, secrets: &[(String, Vec<u8>)]) -> Result<usize> {
    let mut searched = 0;
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            searched += search(&path, secrets)?;
            continue;
        }
        searched += 1;
        let bytes = std::fs::read(&path)?;
        for (name, secret) in secrets {
            for form in forms(secret) {
                let found = bytes.windows(form.len()).any(|window| window == form);
                assert!(!found, "{name} lies in {}", path.display());
            }
        }
    }
    Ok(searched)
}

#[tokio::test]
async fn no_secret_lies_in_the_database() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let linus = Enrolled::at(&portal, LINUS).await?;
    let api_key = create_key(&portal, &linus.token, "a key").await?;
    let challenge = Enrolled::challenge(&portal, LINUS).await?;
    let recovery = linus.recovery_codes[0].clone();
    let signed_in = complete_sign_in(&portal, &challenge, "recoveryCode", &recovery).await?;
    let password = "a new password of mine";
    let change = "mutation ($new: String!) { changePassword(input: { currentPassword: \"sample\",
        newPassword: $new, signOutOthers: false }) { __typename } }";
    portal
        .answer(&linus.token, change, json!({ "new": password }))
        .await?;
    let confirm = "mutation ($input: ConfirmIdentityInput!) { confirmIdentity(input: $input) {
        ... on IdentityConfirmed { token } } }";
    let code = linus.authenticator.code().await?;
    let input = json!({ "input": { "password": password, "code": code } });
    let confirmed = portal.answer(&linus.token, confirm, input).await?;
    portal
        .answer(
            confirmed["token"].as_str().unwrap(),
            "{ viewer { id } }",
            Value::Null,
        )
        .await?;

    let text = |name: &str, secret: &str| (name.to_owned(), secret.as_bytes().to_vec());
    let totp = BASE32_NOPAD.decode(linus.authenticator.secret().as_bytes())?;
    let mut secrets = vec![
        text("the first password", PASSWORD),
        text("the new password", password),
        text("the authenticator's secret", linus.authenticator.secret()),
        ("the authenticator's secret".to_owned(), totp),
        text("the API key", &api_key),
        text("the API key's secret part", &api_key[19..59]),
        text("the challenge", &challenge),
    ];
    for token in [
        &linus.token,
        signed_in["token"].as_str().unwrap(),
        confirmed["token"].as_str().unwrap(),
    ] {
        secrets.push(text(
            "a session's token",
            token.trim_start_matches("portal_session_"),
        ));
    }
    for code in &linus.recovery_codes {
        secrets.push(text("a recovery code", code));
        secrets.push(text("a recovery code", &code.replace('-', "")));
    }
    let (place, _store) = portal.stop().await;
    std::fs::remove_file(place.key_file())?;
    // The sample's password is a word that the page of a database may hold for other reasons.
    secrets.retain(|(_, secret)| secret.len() > PASSWORD.len());
    assert!(search(place.directory(), &secrets)? >= 2);
    Ok(())
}
