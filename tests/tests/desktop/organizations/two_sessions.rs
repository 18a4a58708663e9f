//! One person at two machines, each in another organization: what is done at one never reaches the other's.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{GRACE, LINUS, MEI};
use portal_profile_tests::scene::Scene;
use portal_server::domain::{Page, Role, Theme};
use portal_server::store::entities::session;
use portal_server::store::{memberships, pinned_pages, preferences};
use sea_orm::EntityTrait;

use super::{ACME, COBALT, MEMBERS, NAME, SETTINGS, is_in, is_in_at_profile, reads, switch};

async fn begin_to_rename(app: &App, name: &str) -> Result<()> {
    app.press(&hook("edit-organization")).await?;
    app.see(SETTINGS).await?;
    app.type_into(NAME, name).await
}

async fn pin(app: &App, page: &str) -> Result<()> {
    app.press(&hook(page)).await?;
    app.see("[data-test=pin-page][aria-pressed=false]").await?;
    app.press(&hook("pin-page")).await?;
    app.see("[data-test=pin-page][aria-pressed=true]:not([aria-busy])")
        .await
        .map(drop)
}

async fn members_of(app: &App, total: &str) -> Result<()> {
    app.press(&hook("nav-members")).await?;
    app.see(MEMBERS).await?;
    app.read(&hook("members-total"), total).await
}

#[tokio::test]
async fn changes_in_two_organizations_never_cross() -> Result<()> {
    let scene = Scene::new().await?;
    let first = scene.sign_in_at("first", GRACE).await?;
    let second = scene.sign_in_at("second", GRACE).await?;
    switch(&first, ACME).await?;
    switch(&second, COBALT).await?;

    // Names: both are being typed before either is saved.
    begin_to_rename(&first, "ACME Robots").await?;
    begin_to_rename(&second, "Cobalt Power").await?;
    second.press(&hook("save-organization")).await?;
    first.press(&hook("save-organization")).await?;
    for app in [&first, &second] {
        app.see("[data-test=save-organization]:disabled").await?;
    }
    is_in_at_profile(&first, "ACME Robots").await?;
    is_in_at_profile(&second, "Cobalt Power").await?;

    // Preferences belong to the person: each machine's change keeps the other's.
    first.press(&hook("theme-dark")).await?;
    second.press(&hook("toast-switch")).await?;
    first
        .see("[data-test=theme-dark][aria-checked=true]")
        .await?;
    second
        .see("[data-test=toast-switch][aria-checked=false]:not([data-busy])")
        .await?;
    first.see_no("[data-busy]").await?;

    // Members.
    members_of(&first, "3 members").await?;
    members_of(&second, "3 members").await?;
    first.press(&hook("add-member")).await?;
    first
        .type_into("input[name=memberEmail]", LINUS.email)
        .await?;
    let store = scene.store().await?;
    let mei = scene.account(MEI).await?;
    second
        .press(&format!("[data-member='{mei}'] [data-test=remove-member]"))
        .await?;
    first.press(&hook("role-workflow_editor")).await?;
    second.press(&hook("confirm-remove-member")).await?;
    first.press(&hook("confirm-add-member")).await?;
    first.read(&hook("members-total"), "4 members").await?;
    second.read(&hook("members-total"), "2 members").await?;

    // Pages that open first.
    pin(&first, "nav-members").await?;
    pin(&second, "nav-charts").await?;

    let (acme, cobalt) = (
        scene.organization("ACME Robots").await?.id,
        scene.organization("Cobalt Power").await?.id,
    );
    let (grace, linus) = (scene.account(GRACE).await?, scene.account(LINUS).await?);
    let database = store.read();
    let roles = memberships::roles(database, acme, linus).await?;
    assert_eq!(roles, [Role::WorkflowEditor]);
    let roles = memberships::roles(database, cobalt, linus).await?;
    assert_eq!(roles, [Role::WorkflowEditor, Role::WorkflowDeployer]);
    assert!(memberships::exists(database, acme, mei).await?);
    assert!(!memberships::exists(database, cobalt, mei).await?);
    for (organization, page) in [(acme, Page::Members), (cobalt, Page::Charts)] {
        let pinned = pinned_pages::of(database, organization, grace).await?;
        assert_eq!(pinned.map(|pinned| pinned.page), Some(page));
    }
    let saved = preferences::of(database, grace).await?;
    assert_eq!(
        (saved.theme, saved.toast_notifications),
        (Theme::Dark, false)
    );
    let sessions = session::Entity::find().all(database).await?;
    let mut places: Vec<_> = sessions
        .iter()
        .filter(|session| session.account_id == grace)
        .map(|session| session.organization_id)
        .collect();
    places.sort();
    let mut wanted = [acme, cobalt];
    wanted.sort();
    assert_eq!(places, wanted);

    // Both come back where they were, with what the person prefers.
    first.kill().await?;
    let first = scene.start_at("first").await?;
    first.see(MEMBERS).await?;
    reads(&first, &hook("member"), LINUS.email).await?;
    is_in_at_profile(&first, "ACME Robots").await?;
    second.load_again().await?;
    second.see(&hook("workspaces")).await?;
    is_in_at_profile(&second, "Cobalt Power").await?;
    for app in [&first, &second] {
        app.see("[data-test=toast-switch][aria-checked=false]")
            .await?;
        app.see("[data-test=theme-dark][aria-checked=true]").await?;
    }
    is_in(&first, "ACME Robots").await
}
