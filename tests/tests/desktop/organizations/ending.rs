//! Leaving an organization, and deleting it.

use anyhow::Result;
use portal_profile_tests::go_between::GoBetween;
use portal_profile_tests::page::{banner, error, hook};
use portal_profile_tests::portal::{ADA, GRACE, MEI};
use portal_profile_tests::scene::Scene;
use portal_server::store::{memberships, organizations};

use super::{ACME, AT_HOME, COBALT, MEMBERS, SETTINGS, is_in, reads, says, switch};

#[tokio::test]
async fn whoever_leaves_goes_home_and_finds_no_way_back() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", MEI).await?;
    is_in(&app, COBALT).await?;
    app.press(&hook("leave-organization")).await?;
    app.press(&hook("cancel-leave-organization")).await?;
    app.see_no(&hook("leave-organization-dialog")).await?;
    app.press(&hook("leave-organization")).await?;
    app.press(&hook("confirm-leave-organization")).await?;
    is_in(&app, AT_HOME).await?;
    app.see_no(&banner("organization_lost")).await?;
    app.press(&hook("switch-organization")).await?;
    reads(&app, &hook("organization-option"), ACME).await?;
    let options = app.text(&hook("organization-list")).await?;
    assert!(!options.contains(COBALT), "{options}");

    let store = scene.store().await?;
    let cobalt = scene.organization(COBALT).await?;
    let mei = scene.account(MEI).await?;
    assert!(!memberships::exists(store.read(), cobalt.id, mei).await?);
    Ok(())
}

/// The portal did it, and the app never heard of it: nobody is to leave twice, or told that they lost what they left.
#[tokio::test]
async fn whoever_left_unheard_is_home_once_the_portal_is_back() -> Result<()> {
    let scene = Scene::new().await?;
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(MEI).await?;
    app.press(&hook("leave-organization")).await?;
    go_between.lose_replies().await;
    app.press(&hook("confirm-leave-organization")).await?;
    app.see(&error("portal_unreachable")).await?;
    go_between.pass_on().await;
    is_in(&app, AT_HOME).await?;
    app.see_no(&hook("leave-organization-dialog")).await?;
    app.see_no(&banner("organization_lost")).await?;
    app.see_no(&banner("offline")).await
}

/// It is gone for everybody, and those who work in it are told.
#[tokio::test]
async fn what_its_owner_deletes_is_gone_for_all() -> Result<()> {
    let scene = Scene::new().await?;
    let ada = scene.sign_in_at("first", ADA).await?;
    let grace = scene.sign_in_at("second", GRACE).await?;
    switch(&grace, ACME).await?;
    grace.press(&hook("nav-members")).await?;
    grace.see(MEMBERS).await?;
    ada.press(&hook("edit-organization")).await?;
    ada.see(SETTINGS).await?;
    ada.see_no(&hook("leave-organization")).await?;
    ada.press(&hook("delete-organization")).await?;
    reads(&ada, &hook("what-is-lost"), "2 other members").await?;
    ada.type_into("input[name=confirmOrganization]", "acme robotics")
        .await?;
    ada.see("[data-test=confirm-delete-organization]:disabled")
        .await?;
    ada.type_into("input[name=confirmOrganization]", ACME)
        .await?;
    ada.press(&hook("confirm-delete-organization")).await?;
    is_in(&ada, AT_HOME).await?;
    ada.see_no(&hook("delete-organization-dialog")).await?;
    let store = scene.store().await?;
    let left = organizations::shared_by_name(store.read(), ACME).await?;
    assert!(left.is_empty());

    grace.press(&hook("remove-member")).await?;
    grace.press(&hook("confirm-remove-member")).await?;
    grace.see(&banner("organization_lost")).await?;
    reads(&grace, &banner("organization_lost"), ACME).await?;
    grace.see_no(&hook("remove-member-dialog")).await?;
    grace.see_no(&hook("member")).await?;
    is_in(&grace, AT_HOME).await?;
    grace.press(&hook("dismiss-organization-lost")).await?;
    grace.see_no(&banner("organization_lost")).await?;
    assert!(!says(&grace, ACME).await?);
    Ok(())
}
