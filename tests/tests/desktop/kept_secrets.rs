//! After everything, no secret that was used lies in a file: not at the portal, not on the person's
//! machine, not in what the web view keeps.

use std::path::Path;

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{LINUS, Person};
use portal_profile_tests::scene::Scene;

use crate::confirmation::forget_confirmations;

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

/// How many files were searched.
fn search(directory: &Path, secrets: &[(&str, Vec<u8>)]) -> Result<usize> {
    let mut searched = 0;
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let kind = path.symlink_metadata()?.file_type();
        if kind.is_dir() {
            searched += search(&path, secrets)?;
        } else if kind.is_file() {
            let bytes = std::fs::read(&path)?;
            searched += 1;
            for (name, secret) in secrets {
                for form in forms(secret) {
                    let found = bytes.windows(form.len()).any(|window| window == form);
                    assert!(!found, "{name} lies in {}", path.display());
                }
            }
        }
    }
    Ok(searched)
}

#[tokio::test]
async fn no_secret_is_found_after_all_flows() -> Result<()> {
    const NEW: &str = "correct horse battery staple";
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", LINUS).await?;
    let mut tokens = scene.tokens()?;
    let (mut authenticator, codes) = app.enroll().await?;
    app.press(&hook("open-api-keys")).await?;
    app.press(&hook("generate-key")).await?;
    app.type_into("input[name=keyName]", "Nightly report")
        .await?;
    app.press(&hook("confirm-generate")).await?;
    let key = app.text(&hook("key-secret")).await?;
    app.press(&hook("try-key")).await?;
    app.see(&hook("try-outcome")).await?;
    app.press(&hook("copy-secret")).await?;
    app.press(&hook("finish-key")).await?;
    app.press(&hook("back-to-profile")).await?;

    app.press(&hook("change-password")).await?;
    app.type_into("input[name=currentPassword]", LINUS.password)
        .await?;
    app.type_into("input[name=newPassword]", NEW).await?;
    forget_confirmations(&scene).await?;
    app.press(&hook("save-password")).await?;
    app.see("[data-test=error][data-code=second_factor_missing]")
        .await?;
    app.type_code(&authenticator.code().await?).await?;
    app.press(&hook("save-password")).await?;
    app.see_no(&hook("change-password-dialog")).await?;
    tokens.extend(scene.tokens()?);
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see("[data-test=sign-in-reason]").await?;
    app.enter_credentials(LINUS.email, NEW).await?;
    app.press(&hook("use-recovery-code")).await?;
    app.type_into("input[name=recoveryCode]", &codes[0]).await?;
    app.press(&hook("complete-sign-in")).await?;
    app.see(&hook("mfa-switch")).await?;
    tokens.extend(scene.tokens()?);
    app.kill().await?;

    let renewed = Person {
        password: NEW,
        ..LINUS
    };
    let totp = BASE32_NOPAD.decode(authenticator.secret().as_bytes())?;
    let mut secrets = vec![
        ("the new password", renewed.password.as_bytes().to_vec()),
        (
            "the authenticator's secret",
            authenticator.secret().as_bytes().to_vec(),
        ),
        ("the authenticator's secret", totp),
        ("the API key", key.as_bytes().to_vec()),
        ("the API key's secret part", key.as_bytes()[19..59].to_vec()),
    ];
    assert!(
        tokens.len() >= 3,
        "each sign-in and confirmation has its token"
    );
    for token in &tokens {
        secrets.push((
            "a token",
            token
                .trim_start_matches("portal_session_")
                .as_bytes()
                .to_vec(),
        ));
    }
    for code in &codes {
        secrets.push(("a recovery code", code.as_bytes().to_vec()));
        secrets.push(("a recovery code", code.replace('-', "").into_bytes()));
    }
    let portal = search(scene.portal.directory(), &secrets)?;
    let app = search(&scene.data("first"), &secrets)?;
    assert!(
        portal >= 3 && app >= 3,
        "{portal} files of the portal, {app} of the app"
    );
    Ok(())
}
