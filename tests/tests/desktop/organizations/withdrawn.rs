//! What a person may do is withdrawn while they do it.

use anyhow::Result;
use portal_profile_tests::page::{banner, hook};
use portal_profile_tests::portal::{ADA, GRACE, MEI, Person};
use portal_profile_tests::scene::Scene;

use super::{
    ACME, AT_HOME, COBALT, MEMBERS, NAME, SETTINGS, is_in, is_in_at_profile, reads, says, switch,
};

async fn give(scene: &Scene, organization: &str, person: Person, roles: &str) -> Result<()> {
    let step = ["member", "set", "--organization", organization];
    let whom = ["--email", person.email, "--roles", roles];
    scene.operate(&[step, whom].concat()).await
}

/// Whoever manages no more is led to Home and told, from the members as from the settings.
#[tokio::test]
async fn whoever_manages_no_more_is_led_home_and_told() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", GRACE).await?;
    switch(&app, ACME).await?;
    app.press(&hook("nav-members")).await?;
    app.see(MEMBERS).await?;
    give(&scene, ACME, GRACE, "chart-editor").await?;
    app.see(&banner("withdrawn")).await?;
    reads(&app, &banner("withdrawn"), "Members in ACME Robotics").await?;
    app.read(&hook("home-title"), ACME).await?;
    app.see_no(&hook("nav-members")).await?;
    assert!(!says(&app, ADA.email).await?);

    give(&scene, ACME, GRACE, "admin").await?;
    is_in_at_profile(&app, ACME).await?;
    app.press(&hook("edit-organization")).await?;
    app.see(SETTINGS).await?;
    app.type_into(NAME, "ACME Automata").await?;
    give(&scene, ACME, GRACE, "chart-editor").await?;
    app.see(&banner("withdrawn")).await?;
    reads(&app, &banner("withdrawn"), "the settings of ACME Robotics").await?;
    app.read(&hook("home-title"), ACME).await?;
    app.see_no(SETTINGS).await?;
    scene.organization(ACME).await?;
    is_in_at_profile(&app, ACME).await?;
    app.read(&hook("roles"), "Chart Editor").await
}

#[tokio::test]
async fn whoever_may_see_charts_no_more_sees_none() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", MEI).await?;
    is_in(&app, COBALT).await?;
    app.press(&hook("nav-charts")).await?;
    app.press(&hook("open-workspace")).await?;
    app.see("[data-test=chart][data-state=ready]").await?;
    give(&scene, COBALT, MEI, "device-enroller").await?;
    app.see(&banner("withdrawn")).await?;
    reads(&app, &banner("withdrawn"), "Charts in Cobalt Energy").await?;
    app.see_no(&hook("nav-charts")).await?;
    app.see_no(&hook("charts-page")).await?;
    app.see_no(&hook("chart")).await?;
    app.read(&hook("home-title"), COBALT).await
}

/// The personal account opens, with the reason, and what was typed is saved nowhere.
#[tokio::test]
async fn whoever_is_removed_goes_home_and_is_told() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", GRACE).await?;
    switch(&app, ACME).await?;
    app.press(&hook("edit-organization")).await?;
    app.see(SETTINGS).await?;
    app.type_into(NAME, "ACME Automata").await?;
    let step = ["member", "remove", "--organization", ACME];
    scene
        .operate(&[&step[..], &["--email", GRACE.email]].concat())
        .await?;
    app.see(&banner("organization_lost")).await?;
    reads(&app, &banner("organization_lost"), ACME).await?;
    is_in(&app, AT_HOME).await?;
    app.see_no(SETTINGS).await?;
    app.press(&hook("switch-organization")).await?;
    reads(&app, &hook("organization-option"), COBALT).await?;
    let options = app.text(&hook("organization-list")).await?;
    assert!(!options.contains(ACME), "{options}");
    scene.organization(ACME).await.map(drop)
}
