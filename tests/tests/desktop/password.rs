//! Changing the password.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, Person};
use portal_profile_tests::scene::Scene;

const NEW: &str = "correct horse battery staple";

#[tokio::test]
async fn a_new_password_counts_at_once_and_ends_the_other_sessions() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let second = scene.sign_in_at("second", ADA).await?;
    app.press(&hook("change-password")).await?;
    for (current, new, code) in [
        (ADA.password, "7 chars", "password_too_short"),
        (ADA.password, "password1", "password_common"),
        ("not the password", NEW, "wrong_credentials"),
    ] {
        app.type_into("input[name=currentPassword]", current)
            .await?;
        app.type_into("input[name=newPassword]", new).await?;
        app.press(&hook("save-password")).await?;
        app.see(&format!("[data-test=error][data-code={code}]"))
            .await?;
    }
    app.type_into("input[name=currentPassword]", ADA.password)
        .await?;
    app.type_into("input[name=newPassword]", NEW).await?;
    let others = "return document.querySelector('[data-test=sign-out-others]')?.matches( \
        ':checked, [aria-checked=true]')";
    if app.evaluate(others).await? != true {
        app.press(&hook("sign-out-others")).await?;
    }
    app.press(&hook("save-password")).await?;
    app.see_no(&hook("change-password-dialog")).await?;

    second.press(&hook("toast-switch")).await?;
    second
        .see("[data-test=sign-in-reason][data-kind=session_ended]")
        .await?;
    second
        .type_into("input[name=password]", ADA.password)
        .await?;
    second.press(&hook("sign-in")).await?;
    second
        .see("[data-test=error][data-code=wrong_credentials]")
        .await?;
    let renewed = Person {
        password: NEW,
        ..ADA
    };
    second.sign_in(renewed).await
}
