//! The portal's replies about the organization that was left behind come late.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::go_between::GoBetween;
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, GRACE};
use portal_profile_tests::scene::Scene;

use super::{
    ACME, COBALT, NAME, SETTINGS, control, digit_leads_to, is_in, is_in_at_profile, says, switch,
};

const CHANGED: &str = "ACME Robots";

/// Grace works in ACME Robotics, through a go-between, and has worked in Cobalt Energy before.
async fn in_acme(scene: &Scene) -> Result<(GoBetween, App)> {
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(GRACE).await?;
    switch(&app, COBALT).await?;
    switch(&app, ACME).await?;
    digit_leads_to(&app, "3", COBALT).await?;
    Ok((go_between, app))
}

/// Begins to rename the organization in view; the portal does it, and its reply is held back.
async fn rename(scene: &Scene, go_between: &GoBetween, app: &App) -> Result<()> {
    app.press(&hook("edit-organization")).await?;
    app.see(SETTINGS).await?;
    go_between.hold_replies_to(&scene.organization(ACME).await?.id.to_string());
    app.type_into(NAME, CHANGED).await?;
    app.press(&hook("save-organization")).await?;
    app.see("[data-test=save-organization][aria-busy=true]")
        .await?;
    Ok(())
}

/// To Cobalt Energy: the second that was chosen last.
async fn go_to_cobalt(app: &App) -> Result<()> {
    control(app, "3").await?;
    is_in(app, COBALT).await
}

/// The replies go, and others come after them.
async fn late_replies_come(go_between: &GoBetween, app: &App) -> Result<()> {
    go_between.let_replies_go();
    app.press(&hook("toast-switch")).await?;
    app.see("[data-test=toast-switch][aria-checked=false]:not([data-busy])")
        .await?;
    app.press(&hook("nav-members")).await?;
    app.see(super::MEMBERS).await?;
    is_in_at_profile(app, COBALT).await
}

#[tokio::test]
async fn nothing_of_the_one_before_appears_and_a_save_counts_there() -> Result<()> {
    let scene = Scene::new().await?;
    let (go_between, app) = in_acme(&scene).await?;
    rename(&scene, &go_between, &app).await?;
    // What is being saved is not lost, but whoever leaves does not see what came of it.
    control(&app, "3").await?;
    app.press(&hook("leave")).await?;
    is_in(&app, COBALT).await?;
    scene.organization(CHANGED).await?;
    late_replies_come(&go_between, &app).await?;
    assert!(go_between.replied().contains(CHANGED), "it came late");
    assert!(!says(&app, "ACME").await?);
    scene.organization(COBALT).await?;

    // Back there it is as it was saved.
    digit_leads_to(&app, "3", CHANGED).await?;
    control(&app, "3").await?;
    is_in(&app, CHANGED).await
}

#[tokio::test]
async fn pages_that_were_asked_for_stay_away() -> Result<()> {
    let scene = Scene::new().await?;
    let (go_between, app) = in_acme(&scene).await?;
    go_between.hold_replies_to(&scene.organization(ACME).await?.id.to_string());
    for (way, page) in [
        ("nav-charts", "[data-test=charts-page]"),
        ("nav-home", "[data-test=home-page]"),
        (
            "nav-members",
            "[data-test=members-page][data-state=loading]",
        ),
    ] {
        app.press(&hook(way)).await?;
        app.see(page).await?;
    }
    go_to_cobalt(&app).await?;
    late_replies_come(&go_between, &app).await?;
    assert!(!says(&app, "ACME").await?);
    app.press(&hook("nav-members")).await?;
    app.see(super::MEMBERS).await?;
    assert!(!says(&app, ADA.email).await?, "no member of Cobalt Energy");
    app.press(&hook("nav-charts")).await?;
    super::reads(&app, &hook("workspaces"), "Power").await?;
    assert_eq!(super::count(&app, &hook("workspace")).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_save_that_fails_there_is_announced() -> Result<()> {
    let scene = Scene::new().await?;
    let mut notifications = NotificationDaemon::start(&scene.desktop).await?;
    let (go_between, app) = in_acme(&scene).await?;
    app.press(&hook("edit-organization")).await?;
    app.see(SETTINGS).await?;
    let ada = scene.sign_in_at("second", ADA).await?;
    ada.press(&hook("edit-organization")).await?;
    ada.see(SETTINGS).await?;
    ada.type_into(NAME, "ACME Automata").await?;
    ada.press(&hook("save-organization")).await?;
    ada.see("[data-test=save-organization]:disabled").await?;

    go_between.hold_replies_to(&scene.organization("ACME Automata").await?.id.to_string());
    app.type_into(NAME, CHANGED).await?;
    app.press(&hook("save-organization")).await?;
    app.see("[data-test=save-organization][aria-busy=true]")
        .await?;
    control(&app, "3").await?;
    app.press(&hook("leave")).await?;
    is_in(&app, COBALT).await?;
    notifications.waiting();
    go_between.let_replies_go();
    let announced = notifications.next().await?;
    assert_eq!(announced.summary, "Change not saved");
    assert!(announced.body.contains(ACME), "{}", announced.body);
    scene.organization("ACME Automata").await?;
    app.see_no(&hook("changed-meanwhile")).await?;
    is_in(&app, COBALT).await
}
