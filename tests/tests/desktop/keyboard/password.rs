//! Changing the password.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{LINUS, Person};
use portal_profile_tests::scene::Scene;

use super::{ENTER, SPACE, assert_focus_is_back_on, enter, fill, key, sign_in};

const NEW: &str = "correct horse battery staple";

#[tokio::test]
async fn the_password_is_changed() -> Result<()> {
    let scene = Scene::new().await?;
    let app = sign_in(&scene).await?;
    enter(&app, "change-password").await?;
    app.see(&hook("change-password-dialog")).await?;
    fill(&app, "currentPassword", LINUS.password).await?;
    key(&app, &hook("show-current-password"), ENTER).await?;
    fill(&app, "newPassword", NEW).await?;
    key(&app, &hook("sign-out-others"), SPACE).await?;
    enter(&app, "save-password").await?;
    app.see_no(&hook("change-password-dialog")).await?;
    assert_focus_is_back_on(&app, "change-password").await?;
    let renewed = Person {
        password: NEW,
        ..LINUS
    };
    scene.sign_in_at("second", renewed).await.map(drop)
}
