//! A session that is revoked while a dialog is open: each leads to sign-in, and nothing is half done.

use anyhow::{Context, Result};
use portal_profile_tests::app::App;
use portal_profile_tests::page::{hook, sign_in_reason};
use portal_profile_tests::portal::LINUS;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::securing::{MFA_OFF, MFA_ON};

/// What a person does.
#[derive(Clone, Copy, Debug)]
enum Step {
    Press(&'static str),
    Type(&'static str, &'static str),
    /// Shows that the authenticator works.
    Verify,
    /// Waits until the portal wants to know again who they are.
    GrowOld,
}
use Step::{GrowOld, Press, Type, Verify};

/// What is done before the session is revoked, and after.
type Middle = (&'static [Step], &'static [Step]);

const ENROLLING: Middle = (
    &[Press("mfa-switch"), Verify, Press("codes-saved")],
    &[Press("finish-enroll")],
);
const CHANGING_PASSWORD: Middle = (
    &[
        Press("change-password"),
        Type("currentPassword", LINUS.password),
        Type("newPassword", "correct horse battery staple"),
    ],
    &[Press("save-password")],
);
const CONFIRMING: Middle = (
    &[
        GrowOld,
        Press("mfa-switch"),
        Type("password", LINUS.password),
    ],
    &[Press("confirm-identity")],
);
const REVOKING_SESSION: Middle = (
    &[Press("open-sessions"), Press("revoke-session")],
    &[Press("confirm-revoke-session")],
);
const REVOKING_OTHERS: Middle = (
    &[Press("open-sessions"), Press("revoke-others")],
    &[Press("confirm-revoke-others")],
);
const GENERATING: Middle = (
    &[
        Press("open-api-keys"),
        Press("generate-key"),
        Type("keyName", "Another one"),
    ],
    &[Press("confirm-generate")],
);
const ROTATING: Middle = (
    &[Press("open-api-keys"), Press("rotate-key")],
    &[Press("confirm-rotate")],
);
const REVOKING_KEY: Middle = (
    &[
        Press("open-api-keys"),
        Press("revoke-key"),
        Type("confirmName", "Nightly report"),
    ],
    &[Press("confirm-revoke")],
);
const DISABLING: Middle = (&[Press("mfa-switch")], &[Press("confirm-disable-mfa")]);
const REGENERATING: Middle = (&[Press("regenerate-codes")], &[Press("confirm-regenerate")]);

async fn take(scene: &Scene, app: &App, steps: &[Step]) -> Result<()> {
    for step in steps {
        let taken = match *step {
            Press(name) => app.press(&hook(name)).await,
            Type(field, text) => app.type_into(&format!("input[name={field}]"), text).await,
            Verify => app.verify_authenticator().await.map(drop),
            GrowOld => scene.confirmations_grow_old().await,
        };
        taken.with_context(|| format!("{step:?}"))?;
    }
    Ok(())
}

/// Ends on the sign-in page.
async fn revoke_in(scene: &Scene, app: &App, (before, after): Middle) -> Result<()> {
    take(scene, app, before).await?;
    app.see("[role=dialog]").await?;
    scene.last_session_is_revoked().await?;
    take(scene, app, after).await?;
    app.see(&sign_in_reason("session_ended")).await?;
    app.see_no("[role=dialog]").await
}

/// Goes back to the profile from the page that signing in led back to.
async fn return_to_profile(app: &App) -> Result<()> {
    let back = hook("back-to-profile");
    app.see(&format!("{PROFILE}, {back}")).await?;
    let below = "return document.querySelector('[data-test=back-to-profile]') !== null";
    if app.evaluate(below).await? == true {
        app.press(&back).await?;
    }
    app.see(PROFILE).await?;
    app.see_no("[role=dialog]").await
}

#[tokio::test]
async fn each_dialog_leads_to_sign_in_and_changes_nothing() -> Result<()> {
    let scene = Scene::new().await?;
    scene.sign_in_at("elsewhere", LINUS).await?.kill().await?;
    let app = scene.sign_in_at("first", LINUS).await?;
    app.press(&hook("open-api-keys")).await?;
    app.press(&hook("generate-key")).await?;
    app.type_into("input[name=keyName]", "Nightly report")
        .await?;
    app.press(&hook("confirm-generate")).await?;
    app.press(&hook("copy-secret")).await?;
    app.see(&hook("secret-outcome")).await?;
    app.press(&hook("finish-key")).await?;
    let key = app.text(&hook("api-key")).await?;
    app.press(&hook("back-to-profile")).await?;

    for middle in [
        ENROLLING,
        CHANGING_PASSWORD,
        CONFIRMING,
        REVOKING_SESSION,
        REVOKING_OTHERS,
        GENERATING,
        ROTATING,
        REVOKING_KEY,
    ] {
        let gone_through = async {
            revoke_in(&scene, &app, middle).await?;
            app.enter_credentials(LINUS.email, LINUS.password).await?;
            return_to_profile(&app).await?;
            app.see(MFA_OFF).await
        };
        gone_through.await.with_context(|| format!("{middle:?}"))?;
    }

    app.press(&hook("open-api-keys")).await?;
    assert_eq!(app.text(&hook("api-key")).await?, key);
    let keys = "return document.querySelectorAll('[data-test=api-key]').length";
    assert_eq!(app.evaluate(keys).await?, 1);
    app.press(&hook("back-to-profile")).await?;
    app.press(&hook("open-sessions")).await?;
    app.see(&hook("revoke-session")).await?;
    let sessions = "return document.querySelectorAll('[data-test=session]').length";
    assert_eq!(app.evaluate(sessions).await?, 2, "the other one is open");
    Ok(())
}

#[tokio::test]
async fn with_mfa_on_it_stays_as_it_is() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", LINUS).await?;
    let (_, codes) = app.enroll().await?;
    for (middle, code) in [DISABLING, REGENERATING].into_iter().zip(&codes) {
        let gone_through = async {
            revoke_in(&scene, &app, middle).await?;
            app.sign_in_with_recovery_code(LINUS, code).await?;
            return_to_profile(&app).await?;
            app.see(MFA_ON).await
        };
        gone_through.await.with_context(|| format!("{middle:?}"))?;
    }
    Ok(())
}
