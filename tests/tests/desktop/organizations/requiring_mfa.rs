//! An organization that begins to require MFA.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, GRACE};
use portal_profile_tests::scene::Scene;

use super::{ACME, BOREALIS, CHOICE, ENTER, SETTINGS, choose, control, is_in, reads, switch};

/// It says first whom it concerns. Who is concerned can do nothing more there, and may go elsewhere.
#[tokio::test]
async fn whoever_has_none_is_stopped_there_and_only_there() -> Result<()> {
    let scene = Scene::new().await?;
    let ada = scene.sign_in_at("first", ADA).await?;
    let grace = scene.sign_in_at("second", GRACE).await?;
    switch(&grace, ACME).await?;
    ada.enroll().await?;
    ada.press(&hook("edit-organization")).await?;
    ada.see(SETTINGS).await?;
    ada.press(&hook("enforce-mfa")).await?;
    let whom = "2 of 3 members have none yet.";
    ada.read(&hook("mfa-concerns"), whom).await?;
    ada.press(&hook("cancel-mfa-requirement")).await?;
    ada.see("[data-test=enforce-mfa][aria-checked=false]")
        .await?;
    ada.press(&hook("enforce-mfa")).await?;
    ada.press(&hook("confirm-mfa-requirement")).await?;
    ada.see_no(&hook("mfa-requirement-dialog")).await?;
    ada.see("[data-test=enforce-mfa][aria-checked=true]")
        .await?;
    assert!(scene.organization(ACME).await?.mfa_required_since.is_some());

    grace.see(&hook("enrollment-required-page")).await?;
    reads(&grace, &hook("mfa-requirement"), ACME).await?;
    grace.see_no(&hook("member")).await?;
    control(&grace, "k").await?;
    grace
        .type_into("input[name=organizationSearch]", "borealis")
        .await?;
    reads(&grace, CHOICE, BOREALIS).await?;
    grace.press_keys(ENTER).await?;
    is_in(&grace, BOREALIS).await?;
    grace.see_no(&hook("enrollment-required-page")).await?;
    choose(&grace, ACME).await?;
    grace.see(&hook("enrollment-required-page")).await.map(drop)
}
