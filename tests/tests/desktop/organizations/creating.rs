//! Organizations of a person's own.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::go_between::GoBetween;
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::LINUS;
use portal_profile_tests::scene::Scene;

use super::{choose_picture, is_in_at_profile};

const NAME: &str = "[data-test=create-organization-dialog] input[name=organizationName]";
const CREATE: &str = "confirm-create-organization";

/// Begins to create one, when so many are there.
async fn begin(app: &App, owned: &str) -> Result<()> {
    app.press(&hook("switch-organization")).await?;
    app.read(&hook("owned-count"), owned).await?;
    app.press(&hook("create-organization")).await?;
    app.see(&hook("create-organization-dialog")).await.map(drop)
}

/// Arrives in a new one, as its owner.
async fn own(app: &App, name: &str) -> Result<()> {
    app.read(&hook("home-title"), name).await?;
    app.see_no(&hook("create-organization-dialog")).await?;
    is_in_at_profile(app, name).await?;
    app.read(&hook("roles"), "Owner").await
}

#[tokio::test]
async fn whoever_creates_one_owns_it_and_there_are_three_at_most() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", LINUS).await?;
    begin(&app, "1/3").await?;
    choose_picture(&app).await?;
    app.type_into(NAME, &"n".repeat(101)).await?;
    app.see(&error("name_too_long")).await?;
    app.press(&hook(CREATE)).await?;
    app.see(&error("name_too_long")).await?;
    app.holds(NAME, &"n".repeat(101)).await?;
    app.type_into(NAME, "   ").await?;
    app.press(&hook(CREATE)).await?;
    app.see(&error("name_empty")).await?;
    app.see("[data-test=picture-field] img").await?;
    app.type_into(NAME, "Okafor Orchards").await?;
    app.press(&hook(CREATE)).await?;
    own(&app, "Okafor Orchards").await?;
    app.see("[data-test=switch-organization] img").await?;

    begin(&app, "2/3").await?;
    app.type_into(NAME, &"o".repeat(100)).await?;
    app.press(&hook(CREATE)).await?;
    own(&app, &"o".repeat(100)).await?;

    app.load_again().await?;
    is_in_at_profile(&app, &"o".repeat(100)).await?;
    app.press(&hook("switch-organization")).await?;
    app.read(&hook("owned-count"), "3/3").await?;
    app.see("[data-test=create-organization][aria-disabled=true]")
        .await?;
    let why = app.text(&hook("owned-limit")).await?;
    assert!(why.contains("3 organizations"), "{why}");

    let orchards = scene.organization("Okafor Orchards").await?;
    assert_eq!(orchards.owner_id, scene.account(LINUS).await?);
    assert!(orchards.picture.is_some());
    Ok(())
}

#[tokio::test]
async fn one_asked_for_again_after_a_lost_reply_is_the_same() -> Result<()> {
    let scene = Scene::new().await?;
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(LINUS).await?;
    begin(&app, "1/3").await?;
    app.type_into(NAME, "Okafor Orchards").await?;
    go_between.lose_replies().await;
    app.press(&hook(CREATE)).await?;
    app.see(&error("portal_unreachable")).await?;
    app.see(&hook("create-uncertain")).await?;
    scene.organization("Okafor Orchards").await?;
    go_between.pass_on().await;
    app.press(&hook(CREATE)).await?;
    own(&app, "Okafor Orchards").await?;
    scene.organization("Okafor Orchards").await?;
    app.press(&hook("switch-organization")).await?;
    app.read(&hook("owned-count"), "2/3").await
}
