//! What members may do.

use anyhow::Result;
use portal_profile_tests::page::{banner, error, hook};
use portal_profile_tests::portal::{ADA, GRACE};
use portal_profile_tests::scene::{HOME, PROFILE, Scene};
use portal_server::domain::Role;

use super::{ACME, held, open_members, row};

const PENCIL: &str = "edit-organization";

#[tokio::test]
async fn other_roles_count_from_the_members_next_request() -> Result<()> {
    let scene = Scene::new().await?;
    let ada = scene.sign_in_at("first", ADA).await?;
    let grace = scene.sign_in_at("second", GRACE).await?;
    grace.switch_to(ACME).await?;
    open_members(&grace).await?;
    open_members(&ada).await?;
    ada.press(&row(&scene, GRACE, &hook("change-roles")).await?)
        .await?;
    ada.see("[data-test=role-admin]:checked").await?;
    ada.press(&hook("role-chart_editor")).await?;
    ada.see_no("[data-test=role-admin]:checked").await?;
    let told = ada.text(&hook("roles-cleared")).await?;
    assert!(told.contains("Admin"), "{told}");
    ada.press(&hook("role-device_technician")).await?;
    ada.see("[data-test=role-chart_editor]:checked").await?;
    ada.press(&hook("role-chart_viewer_only")).await?;
    ada.see_no("[data-test=role-chart_editor]:checked").await?;
    ada.see_no("[data-test=role-device_technician]:checked")
        .await?;
    ada.press(&hook("save-roles")).await?;
    ada.see_no(&hook("change-roles-dialog")).await?;
    let badges = row(&scene, GRACE, &hook("role-badges")).await?;
    ada.read(&badges, "Chart Viewer Only").await?;
    assert_eq!(held(&scene, GRACE).await?, [Role::ChartViewerOnly]);

    // She was looking at the members.
    grace.see(HOME).await?;
    grace.see(&banner("withdrawn")).await?;
    grace.see_no(&hook("nav-members")).await?;
    grace.press(&hook("nav-account")).await?;
    grace.read(&hook("roles"), "Chart Viewer Only").await?;
    grace.see_no(&hook(PENCIL)).await?;

    // Two changes of the same roles: the second is told of the first.
    ada.press(&row(&scene, GRACE, &hook("change-roles")).await?)
        .await?;
    ada.press(&hook("role-workflow_editor")).await?;
    let step = ["member", "set", "--organization", ACME, "--email"];
    let roles = [GRACE.email, "--roles", "billing-admin"];
    scene.operate(&[&step[..], &roles].concat()).await?;
    ada.press(&hook("save-roles")).await?;
    ada.see(&error("changed_meanwhile")).await?;
    assert_eq!(held(&scene, GRACE).await?, [Role::BillingAdmin]);
    ada.see("[data-test=role-workflow_editor]:checked").await?;
    ada.press(&hook("save-roles")).await?;
    ada.see_no(&hook("change-roles-dialog")).await?;
    assert_eq!(held(&scene, GRACE).await?, [Role::WorkflowEditor]);
    Ok(())
}

/// What they were is asked about first, and is gone from the page at once.
#[tokio::test]
async fn whoever_gives_up_their_own_role_sees_what_is_left() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", GRACE).await?;
    app.switch_to(ACME).await?;
    app.see(PROFILE).await?;
    app.see(&hook(PENCIL)).await?;
    open_members(&app).await?;
    app.press(&row(&scene, GRACE, &hook("change-roles")).await?)
        .await?;
    app.press(&hook("role-device_technician")).await?;
    app.press(&hook("save-roles")).await?;
    app.see(&hook("gives-up-own")).await?;
    assert_eq!(held(&scene, GRACE).await?, [Role::Admin], "not yet");
    app.press(&hook("save-roles")).await?;
    app.see(HOME).await?;
    app.see_no(&hook("nav-members")).await?;
    assert_eq!(held(&scene, GRACE).await?, [Role::DeviceTechnician]);
    app.press(&hook("nav-account")).await?;
    app.read(&hook("roles"), "Device Technician").await?;
    app.see_no(&hook(PENCIL)).await
}
