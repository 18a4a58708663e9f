//! Organizations.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, MEI};
use portal_profile_tests::scene::{HOME, PROFILE, Scene};
use portal_server::domain::PERSONAL_ACCOUNT;

use super::{
    ARROW_DOWN, CONTROL, ENTER, ESCAPE, assert_focus_is_back_on, assert_the_page_has_the_focus,
    enter, fill, give_password, key,
};

const ACME: &str = "ACME Robotics";
const NEW: &str = "Difference Engines";
const RENAMED: &str = "Analytical Engines";
const SETTINGS: &str = "[data-test=organization-page][data-state=ready]";

/// Waits until the profile page shows this organization.
async fn is_in(app: &App, name: &str) -> Result<()> {
    app.read(&hook("organization-name"), name).await?;
    app.see(PROFILE).await.map(drop)
}

/// Leaves a dialog that a button opens, without an answer.
async fn open_and_leave(app: &App, button: &str, dialog: &str) -> Result<()> {
    enter(app, button).await?;
    app.see(&hook(dialog)).await?;
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook(dialog)).await?;
    assert_focus_is_back_on(app, button).await
}

#[tokio::test]
async fn one_is_found_by_arrows_by_type_ahead_and_by_its_digit() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    give_password(&app, &scene, ADA).await?;
    is_in(&app, ACME).await?;
    app.tab_to(&hook("copy-email")).await?;
    app.open_organizations().await?;
    app.organization_to_choose(ACME).await?;
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook("organization-palette")).await?;
    assert_focus_is_back_on(&app, "copy-email").await?;

    // Round the end of the list to its beginning.
    app.open_organizations().await?;
    app.press_keys(ARROW_DOWN).await?;
    app.organization_to_choose(PERSONAL_ACCOUNT).await?;
    app.press_keys(ENTER).await?;
    is_in(&app, PERSONAL_ACCOUNT).await?;
    app.switch_to(ACME).await?;
    is_in(&app, ACME).await?;
    app.press_keys(&format!("{CONTROL}1")).await?;
    is_in(&app, PERSONAL_ACCOUNT).await?;
    app.press_keys(&format!("{CONTROL}2")).await?;
    is_in(&app, ACME).await?;

    // Below its button, where the focus stays.
    enter(&app, "switch-organization").await?;
    app.see("input[name=organizationSearch]:focus").await?;
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook("organization-popover")).await?;
    assert_focus_is_back_on(&app, "switch-organization").await?;
    app.press_keys(ENTER).await?;
    app.see("input[name=organizationSearch]:focus").await?;
    app.press_keys("account").await?;
    app.organization_to_choose(PERSONAL_ACCOUNT).await?;
    app.press_keys(ENTER).await?;
    is_in(&app, PERSONAL_ACCOUNT).await?;
    app.see("[data-test=switch-organization]:focus")
        .await
        .map(drop)
}

#[tokio::test]
async fn one_is_created_renamed_and_deleted() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    give_password(&app, &scene, ADA).await?;
    is_in(&app, ACME).await?;
    enter(&app, "switch-organization").await?;
    enter(&app, "create-organization").await?;
    app.see(&hook("create-organization-dialog")).await?;
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook("create-organization-dialog")).await?;
    assert_focus_is_back_on(&app, "switch-organization").await?;
    app.press_keys(ENTER).await?;
    enter(&app, "create-organization").await?;
    fill(&app, "organizationName", NEW).await?;
    app.press_keys(ENTER).await?;
    app.see_no(&hook("create-organization-dialog")).await?;
    app.see(HOME).await?;
    app.read(&hook("home-title"), NEW).await?;

    enter(&app, "nav-account").await?;
    is_in(&app, NEW).await?;
    enter(&app, "edit-organization").await?;
    app.see(SETTINGS).await?;
    app.tab_to("input[name=organizationName]").await?;
    app.press_keys(&format!("{CONTROL}a")).await?;
    app.press_keys(RENAMED).await?;
    app.press_keys(ENTER).await?;
    app.see("[data-test=save-organization]:disabled").await?;
    app.see("input[name=organizationName]:focus").await?;
    let held = scene.organization(RENAMED).await?;
    assert_eq!(held.owner_id, scene.account(ADA).await?);

    open_and_leave(&app, "delete-organization", "delete-organization-dialog").await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("delete-organization-dialog")).await?;
    fill(&app, "confirmOrganization", RENAMED).await?;
    app.press_keys(ENTER).await?;
    is_in(&app, PERSONAL_ACCOUNT).await?;
    assert!(scene.organization(RENAMED).await.is_err(), "it is gone");
    Ok(())
}

#[tokio::test]
async fn one_is_left() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    give_password(&app, &scene, MEI).await?;
    is_in(&app, "Cobalt Energy").await?;
    open_and_leave(&app, "leave-organization", "leave-organization-dialog").await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("leave-organization-dialog")).await?;
    key(&app, &hook("confirm-leave-organization"), ENTER).await?;
    is_in(&app, PERSONAL_ACCOUNT).await?;
    app.see_no(&hook("leave-organization-dialog")).await?;
    assert_the_page_has_the_focus(&app).await
}
