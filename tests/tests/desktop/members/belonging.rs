//! Becoming a member, and being one no more.

use anyhow::Result;
use portal_profile_tests::page::{banner, error, hook};
use portal_profile_tests::portal::{ADA, GRACE, LINUS};
use portal_profile_tests::scene::Scene;
use portal_server::domain::Role;

use super::{ACME, held, open_members, row};

#[tokio::test]
async fn an_account_is_added_by_its_address_and_led_away_when_it_is_removed() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    open_members(&app).await?;
    app.press(&hook("add-member")).await?;
    app.see("[data-test=confirm-add-member]:is(:disabled, [aria-disabled=true])")
        .await?;
    let email = "input[name=memberEmail]";
    app.type_into(email, "nobody@acme.example").await?;
    app.press(&hook("role-workflow_editor")).await?;
    app.press(&hook("role-device_enroller")).await?;
    app.press(&hook("confirm-add-member")).await?;
    app.see(&error("account_not_found")).await?;
    app.holds(email, "nobody@acme.example").await?;
    app.see("[data-test=role-workflow_editor]:checked").await?;
    app.type_into(email, GRACE.email).await?;
    app.press(&hook("confirm-add-member")).await?;
    app.see(&error("already_member")).await?;
    app.type_into(email, LINUS.email).await?;
    app.press(&hook("confirm-add-member")).await?;
    app.see_no(&hook("add-member-dialog")).await?;
    app.read(&hook("members-total"), "4 members").await?;
    app.read(
        &row(&scene, LINUS, ".name > span:first-child").await?,
        LINUS.display_name,
    )
    .await?;
    let roles = held(&scene, LINUS).await?;
    assert_eq!(roles, [Role::DeviceEnroller, Role::WorkflowEditor]);

    let linus = scene.sign_in_at("second", LINUS).await?;
    linus.switch_to(ACME).await?;
    linus.press(&hook("nav-account")).await?;
    linus.read(&hook("organization-name"), ACME).await?;
    app.press(&row(&scene, LINUS, &hook("remove-member")).await?)
        .await?;
    app.press(&hook("confirm-remove-member")).await?;
    app.see_no(&hook("remove-member-dialog")).await?;
    app.see_no(&row(&scene, LINUS, "").await?).await?;
    app.read(&hook("members-total"), "3 members").await?;
    assert_eq!(held(&scene, LINUS).await?, []);

    // He is led elsewhere and told, without having done anything.
    linus.see(&banner("organization_lost")).await?;
    linus
        .read(&hook("organization-name"), "Personal account")
        .await?;
    linus.open_organizations().await?;
    linus.see(&hook("organization-option")).await?;
    let options = linus.text(&hook("organization-list")).await?;
    assert!(!options.contains(ACME), "{options}");
    Ok(())
}
