//! Who is a member.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, GRACE, MEI};
use portal_profile_tests::scene::Scene;
use portal_server::store::second_factors;
use serde_json::json;

use super::{open_members, row};

/// Waits until these names, and no others, are listed.
async fn listed(app: &App, names: &[&str]) -> Result<()> {
    let script = "const rows = document.querySelectorAll('[data-test=member] .name > span:first-child'); \
        return JSON.stringify([...rows].map(row => row.innerText)) === JSON.stringify(arguments[0]);";
    app.comes_true(script, json!(names)).await
}

#[tokio::test]
async fn they_are_listed_with_roles_and_mfa_and_found_by_a_search() -> Result<()> {
    let scene = Scene::new().await?;
    let mei = scene.sign_in_at("second", MEI).await?;
    mei.enroll().await?;
    mei.kill().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    open_members(&app).await?;
    listed(
        &app,
        &[ADA.display_name, GRACE.display_name, MEI.display_name],
    )
    .await?;
    app.read(&hook("members-total"), "3 members").await?;
    let store = scene.store().await?;
    for (person, roles) in [(ADA, "Owner"), (GRACE, "Admin"), (MEI, "Chart Editor")] {
        app.read(&row(&scene, person, &hook("role-badges")).await?, roles)
            .await?;
        let account = scene.account(person).await?;
        let protected = second_factors::of(store.read(), account).await?;
        let state = if protected.is_some() {
            "MFA on"
        } else {
            "No MFA"
        };
        app.read(&row(&scene, person, &hook("member-mfa")).await?, state)
            .await?;
    }
    // Nobody takes anything from the owner.
    app.see_no(&row(&scene, ADA, &hook("change-roles")).await?)
        .await?;
    app.see_no(&row(&scene, ADA, &hook("remove-member")).await?)
        .await?;

    app.type_into("input[name=memberSearch]", "cobalt").await?;
    listed(&app, &[MEI.display_name]).await?;
    app.type_into("input[name=memberSearch]", "hopper").await?;
    listed(&app, &[GRACE.display_name]).await?;
    app.type_into("input[name=memberSearch]", "nobody").await?;
    app.see(&hook("members-none")).await.map(drop)
}
