//! The members of an organization.

use anyhow::Result;
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::{ADA, LINUS};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_server::domain::Role;
use portal_server::store::memberships;

use super::{
    ENTER, ESCAPE, SPACE, assert_focus_is_back_on, assert_the_page_has_the_focus, enter, fill,
    give_password, key,
};

#[tokio::test]
async fn one_is_added_gets_other_roles_and_is_removed() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    give_password(&app, &scene, ADA).await?;
    app.see(PROFILE).await?;
    enter(&app, "nav-members").await?;
    enter(&app, "add-member").await?;
    app.see(&hook("add-member-dialog")).await?;
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook("add-member-dialog")).await?;
    assert_focus_is_back_on(&app, "add-member").await?;

    app.press_keys(ENTER).await?;
    app.see(&hook("add-member-dialog")).await?;
    fill(&app, "memberEmail", "nobody@acme.example").await?;
    key(&app, &hook("role-chart_editor"), SPACE).await?;
    enter(&app, "confirm-add-member").await?;
    app.see(&error("account_not_found")).await?;
    app.see("input[name=memberEmail]:focus").await?;
    app.press_keys(LINUS.email).await?;
    app.press_keys(ENTER).await?;
    app.see_no(&hook("add-member-dialog")).await?;
    assert_focus_is_back_on(&app, "add-member").await?;

    let (acme, linus) = (scene.organization("ACME Robotics").await?.id, LINUS);
    let linus = scene.account(linus).await?;
    let row = format!("[data-test=member][data-member='{linus}']");
    let [change, remove] =
        ["change-roles", "remove-member"].map(|it| format!("{row} {}", hook(it)));
    let store = scene.store().await?;
    let roles = memberships::roles(store.read(), acme, linus).await?;
    assert_eq!(roles, [Role::ChartEditor]);

    key(&app, &change, ENTER).await?;
    app.see(&hook("change-roles-dialog")).await?;
    key(&app, &hook("role-admin"), SPACE).await?;
    app.see_no("[data-test=role-chart_editor]:checked").await?;
    app.press_keys(ENTER).await?;
    app.see_no(&hook("change-roles-dialog")).await?;
    app.see(&format!("{change}:focus")).await?;
    let roles = memberships::roles(store.read(), acme, linus).await?;
    assert_eq!(roles, [Role::Admin]);

    key(&app, &remove, ENTER).await?;
    app.see(&hook("remove-member-dialog")).await?;
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook("remove-member-dialog")).await?;
    app.see(&format!("{remove}:focus")).await?;
    app.press_keys(ENTER).await?;
    enter(&app, "confirm-remove-member").await?;
    app.see_no(&hook("remove-member-dialog")).await?;
    app.see_no(&row).await?;
    assert!(!memberships::exists(store.read(), acme, linus).await?);
    assert_the_page_has_the_focus(&app).await
}
