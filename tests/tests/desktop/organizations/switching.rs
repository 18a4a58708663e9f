//! Moving between organizations: the whole app goes along, and the choice is kept.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{GRACE, LINUS};
use portal_profile_tests::scene::{PROFILE, Scene};

use super::{
    ACME, AT_HOME, BOREALIS, CHOICE, COBALT, ENTER, MEMBERS, NAME, SETTINGS, choose, control,
    count, digit_leads_to, is_in, is_in_at_profile, reads, switch,
};

/// Each way to choose one, from the profile page, a page of the organization and a page below.
#[tokio::test]
async fn the_whole_app_moves_and_comes_back_there() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", GRACE).await?;
    is_in(&app, BOREALIS).await?;
    app.read(&hook("roles"), "Billing Admin\nDevice Technician")
        .await?;
    app.see_no(&hook("nav-members")).await?;
    app.see_no(&hook("edit-organization")).await?;

    switch(&app, ACME).await?;
    app.read(&hook("roles"), "Admin").await?;
    app.press(&hook("nav-members")).await?;
    app.see(MEMBERS).await?;
    reads(&app, &hook("member"), "ada@acme.example").await?;
    app.press(&hook("pin-page")).await?;
    app.see("[data-test=pin-page][aria-pressed=true]").await?;
    app.press(&hook("nav-charts")).await?;
    reads(&app, &hook("workspaces"), "Line 4 throughput").await?;

    control(&app, "k").await?;
    app.see(&hook("organization-palette")).await?;
    app.type_into("input[name=organizationSearch]", "cobalt")
        .await?;
    reads(&app, CHOICE, COBALT).await?;
    app.press_keys(ENTER).await?;
    is_in(&app, COBALT).await?;
    app.see_no(&hook("organization-palette")).await?;
    app.read(&hook("roles"), "Owner").await?;
    app.see("[data-test=pin-page][aria-pressed=true]").await?;
    app.press(&hook("nav-charts")).await?;
    app.see(&hook("workspaces")).await?;
    assert_eq!(
        count(&app, "[data-test=workspace]").await?,
        1,
        "only its own"
    );

    // The personal account, then those used last: Cobalt Energy, ACME Robotics.
    app.press(&hook("nav-account")).await?;
    app.press(&hook("open-sessions")).await?;
    app.see("[data-test=sessions-page][data-state=ready]")
        .await?;
    digit_leads_to(&app, "3", ACME).await?;
    control(&app, "3").await?;
    app.see(MEMBERS).await?;
    reads(&app, &hook("member"), "ada@acme.example").await?;

    app.kill().await?;
    let app = scene.start().await?;
    app.see(MEMBERS).await?;
    is_in_at_profile(&app, ACME).await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see(&hook("sign-in-page")).await?;
    app.enter_credentials(GRACE.email, GRACE.password).await?;
    app.see(MEMBERS).await?;
    is_in_at_profile(&app, ACME).await
}

#[tokio::test]
async fn what_is_not_saved_is_asked_about_first() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", LINUS).await?;
    switch(&app, BOREALIS).await?;
    app.press(&hook("edit-organization")).await?;
    app.see(SETTINGS).await?;
    app.type_into(NAME, "Borealis Frozen Foods").await?;
    control(&app, "1").await?;
    app.see(&hook("unsaved-question")).await?;
    app.press(&hook("stay")).await?;
    app.see_no(&hook("unsaved-question")).await?;
    app.holds(NAME, "Borealis Frozen Foods").await?;
    control(&app, "1").await?;
    app.press(&hook("leave")).await?;
    is_in(&app, AT_HOME).await?;

    choose(&app, BOREALIS).await?;
    is_in(&app, BOREALIS).await?;
    app.see(PROFILE).await.map(drop)
}
