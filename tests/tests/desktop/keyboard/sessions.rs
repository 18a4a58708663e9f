//! Sessions.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::LINUS;
use portal_profile_tests::scene::{PROFILE, Scene};

use super::{ESCAPE, assert_the_page_has_the_focus, enter, sign_in};

#[tokio::test]
async fn one_session_is_revoked_and_then_all_others() -> Result<()> {
    let scene = Scene::new().await?;
    for machine in ["second", "third"] {
        scene.sign_in_at(machine, LINUS).await?.kill().await?;
    }
    let app = sign_in(&scene).await?;
    enter(&app, "open-sessions").await?;
    app.see("[data-test=sessions-page][data-state=ready]")
        .await?;
    enter(&app, "revoke-session").await?;
    app.see(&hook("revoke-session-dialog")).await?;
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook("revoke-session-dialog")).await?;
    enter(&app, "revoke-session").await?;
    enter(&app, "confirm-revoke-session").await?;
    app.see_no(&hook("revoke-session-dialog")).await?;
    assert_the_page_has_the_focus(&app).await?;
    let rows = "return document.querySelectorAll('[data-test=session]').length";
    assert_eq!(app.evaluate(rows).await?, 2);

    enter(&app, "revoke-others").await?;
    enter(&app, "confirm-revoke-others").await?;
    app.see(&hook("sessions-empty")).await?;
    app.see_no(&hook("revoke-others-dialog")).await?;
    enter(&app, "back-to-profile").await?;
    app.see(PROFILE).await.map(drop)
}
