//! The sessions of a person.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};

#[tokio::test]
async fn another_session_is_ended_and_then_all_others() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let second = scene.sign_in_at("second", ADA).await?;
    let third = scene.sign_in_at("third", ADA).await?;
    app.press(&hook("open-sessions")).await?;
    app.see("[data-test=sessions-page][data-state=ready]")
        .await?;
    app.see(&hook("this-device")).await?;
    let rows = "return document.querySelectorAll('[data-test=session]').length";
    assert_eq!(app.evaluate(rows).await?, 3);
    let own = app.text(&hook("session")).await?;
    assert!(own.contains("Portal Profile"), "{own}");
    assert!(own.contains("127.0.0.1"), "{own}");

    app.press(&hook("revoke-session")).await?;
    app.press(&hook("confirm-revoke-session")).await?;
    app.see_no(&hook("revoke-session-dialog")).await?;
    app.press(&hook("revoke-others")).await?;
    app.press(&hook("confirm-revoke-others")).await?;
    app.see(&hook("sessions-empty")).await?;
    for other in [&second, &third] {
        other.press(&hook("toast-switch")).await?;
        other
            .see("[data-test=sign-in-reason][data-kind=session_ended]")
            .await?;
    }
    app.press(&hook("back-to-profile")).await?;
    app.see(PROFILE).await?;
    app.press(&hook("toast-switch")).await?;
    app.see("[data-test=toast-switch][aria-checked=false]:not([data-busy])")
        .await?;
    Ok(())
}
