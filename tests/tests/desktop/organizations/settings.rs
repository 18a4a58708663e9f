//! Changing an organization.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, GRACE};
use portal_profile_tests::scene::Scene;
use portal_server::store::entities::api_key;
use sea_orm::EntityTrait;

use super::{ACME, NAME, SETTINGS, choose_picture, is_in, is_in_at_profile, reads, switch};

async fn open(app: &App) -> Result<()> {
    app.press(&hook("edit-organization")).await?;
    app.see(SETTINGS).await.map(drop)
}

async fn rename(app: &App, name: &str) -> Result<()> {
    app.type_into(NAME, name).await?;
    app.press(&hook("save-organization")).await
}

/// The button has nothing to do once all is saved.
async fn saved(app: &App, name: &str) -> Result<()> {
    app.see("[data-test=save-organization]:disabled").await?;
    app.holds(NAME, name).await
}

#[tokio::test]
async fn the_second_of_two_who_change_it_is_told_and_nothing_is_overwritten() -> Result<()> {
    let scene = Scene::new().await?;
    let ada = scene.sign_in_at("first", ADA).await?;
    let grace = scene.sign_in_at("second", GRACE).await?;
    switch(&grace, ACME).await?;
    open(&ada).await?;
    open(&grace).await?;

    choose_picture(&ada).await?;
    rename(&ada, "ACME Robots").await?;
    saved(&ada, "ACME Robots").await?;
    is_in_at_profile(&ada, "ACME Robots").await?;
    ada.see("[data-test=switch-organization] img").await?;

    rename(&grace, "ACME Automata").await?;
    grace.see(&hook("changed-meanwhile")).await?;
    reads(&grace, &hook("theirs"), "ACME Robots").await?;
    reads(&grace, &hook("mine"), "ACME Automata").await?;
    assert!(scene.organization("ACME Robots").await?.picture.is_some());
    grace.press(&hook("use-theirs")).await?;
    saved(&grace, "ACME Robots").await?;
    rename(&grace, "ACME Automata").await?;
    saved(&grace, "ACME Automata").await?;
    is_in_at_profile(&grace, "ACME Automata").await?;
    grace.see("[data-test=switch-organization] img").await?;
    let picture = scene.organization("ACME Automata").await?.picture;
    assert!(picture.is_some(), "only the name changed");

    ada.load_again().await?;
    is_in(&ada, "ACME Automata").await
}

#[tokio::test]
async fn its_keys_are_its_own() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let step = ["feature", "on", "--organization", ACME, "api-keys"];
    scene.operate(&step).await?;
    open(&app).await?;
    app.press(&hook("open-organization-keys")).await?;
    app.press(&hook("generate-key")).await?;
    app.type_into("input[name=keyName]", "Night shift").await?;
    app.press(&hook("confirm-generate")).await?;
    app.use_shown_key().await?;
    reads(&app, &hook("api-key"), "Night shift").await?;

    let store = scene.store().await?;
    let keys = api_key::Entity::find().all(store.read()).await?;
    let names: Vec<_> = keys
        .iter()
        .filter(|key| key.name == "Night shift")
        .collect();
    let acme = scene.organization(ACME).await?;
    assert!(matches!(names[..], [key] if key.organization_id == acme.id));

    // In her personal account, Ada sees none of it.
    switch_from_here(&app).await?;
    app.press(&hook("open-api-keys")).await?;
    app.see("[data-test=api-keys-page][data-state=ready]")
        .await?;
    assert_eq!(super::count(&app, &hook("api-key")).await?, 0);
    Ok(())
}

/// Goes to the personal account.
async fn switch_from_here(app: &App) -> Result<()> {
    super::control(app, "1").await?;
    app.see(&hook("organization-name")).await?;
    app.see(&hook("open-api-keys")).await.map(drop)
}
