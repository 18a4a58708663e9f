//! The page that opens first.

use anyhow::{Context, Result};
use portal_profile_tests::app::App;
use portal_profile_tests::page::{banner, hook};
use portal_profile_tests::portal::{ADA, GRACE, Person};
use portal_profile_tests::scene::{HOME, PROFILE, Scene};
use portal_server::domain::{PERSONAL_ACCOUNT, Page};
use portal_server::store::entities::{chart_workspace, pinned_page};
use portal_server::store::pinned_pages;
use sea_orm::EntityTrait;

const ACME: &str = "ACME Robotics";
const MEMBERS: &str = "[data-test=members-page][data-state=ready]";
const CHARTS: &str = "[data-test=workspace-charts][data-state=ready]";
const PINNED: &str = "[data-test=pin-page][aria-pressed=true]:not([aria-busy])";
const SECTION: &str = "[data-test=pinned-page]";
const BROKEN: &str = "broken_pin";

/// Signs in on the first machine, where nobody knows yet what opens first.
async fn enter(scene: &Scene, person: Person) -> Result<App> {
    let app = scene.start().await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(person.email, person.password).await?;
    Ok(app)
}

async fn pin(app: &App) -> Result<()> {
    app.press(&hook("pin-page")).await?;
    app.see(PINNED).await.map(drop)
}

/// Ends the app and starts it again.
async fn restarted(scene: &Scene, app: App) -> Result<App> {
    app.kill().await?;
    scene.start().await
}

/// Opens a workspace of the organization in view and pins it.
async fn pin_workspace(app: &App) -> Result<String> {
    app.press(&hook("nav-charts")).await?;
    app.press(&hook("open-workspace")).await?;
    app.see(CHARTS).await?;
    let name = app.text(&format!("{CHARTS} h2")).await?;
    pin(app).await?;
    Ok(name)
}

#[tokio::test]
async fn each_organization_opens_the_page_that_is_pinned_there() -> Result<()> {
    let scene = Scene::unpinned().await?;
    let app = enter(&scene, ADA).await?;
    app.see(HOME).await?;
    app.see("[data-test=pin-page][aria-pressed=false]").await?;
    app.press(&hook("nav-members")).await?;
    app.see(MEMBERS).await?;
    pin(&app).await?;
    let acme = scene.organization(ACME).await?.id;
    let held = scene.pin(ADA, acme).await?.context("nothing is pinned")?;
    assert_eq!((held.page, held.workspace_id), (Page::Members, None));

    let app = restarted(&scene, app).await?;
    app.see(MEMBERS).await?;
    app.see(PINNED).await?;
    app.switch_to(PERSONAL_ACCOUNT).await?;
    app.see(HOME).await?;
    let workspace = pin_workspace(&app).await?;
    let personal = scene.personal_account(ADA).await?.id;
    let held = scene.pin(ADA, personal).await?;
    let held = held.context("nothing is pinned")?;
    assert_eq!(held.page, Page::Charts);
    assert_eq!(held.workspace_name.as_deref(), Some(workspace.as_str()));

    app.switch_to(ACME).await?;
    app.see(MEMBERS).await?;
    app.switch_to(PERSONAL_ACCOUNT).await?;
    app.read(&format!("{CHARTS} h2"), &workspace).await?;
    app.press(&hook("nav-account")).await?;
    says(&app, &format!("Charts › {workspace}")).await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.enter_credentials(ADA.email, ADA.password).await?;
    app.read(&format!("{CHARTS} h2"), &workspace).await?;
    app.see(PINNED).await.map(drop)
}

#[tokio::test]
async fn the_profile_names_the_pin_and_takes_it_off_and_back() -> Result<()> {
    let scene = Scene::unpinned().await?;
    let app = enter(&scene, ADA).await?;
    app.see(HOME).await?;
    app.press(&hook("nav-account")).await?;
    app.see(PROFILE).await?;
    app.see_no(SECTION).await?;
    app.press(&hook("nav-home")).await?;
    app.see(HOME).await?;
    pin(&app).await?;
    app.press(&hook("nav-account")).await?;
    says(&app, "Home").await?;
    app.see("[data-test=pin-page][aria-pressed=false]").await?;
    pin(&app).await?;
    says(&app, "Profile").await?;
    let workspace = pin_workspace(&app).await?;
    app.press(&hook("nav-account")).await?;
    says(&app, &format!("Charts › {workspace}")).await?;

    let acme = scene.organization(ACME).await?.id;
    app.press(&hook("unpin")).await?;
    says(&app, "Home opens first again.").await?;
    assert_eq!(scene.pin(ADA, acme).await?, None);
    app.press(&hook("undo-unpin")).await?;
    says(&app, &format!("Charts › {workspace}")).await?;
    let held = scene.pin(ADA, acme).await?.context("nothing is pinned")?;
    assert_eq!(held.workspace_name, Some(workspace));

    app.press(&hook("unpin")).await?;
    app.see(&hook("undo-unpin")).await?;
    app.press(&hook("nav-home")).await?;
    app.see(HOME).await?;
    app.press(&hook("nav-account")).await?;
    app.see(PROFILE).await?;
    app.see_no(SECTION).await?;
    let app = restarted(&scene, app).await?;
    app.see(HOME).await?;
    assert_eq!(scene.pin(ADA, acme).await?, None);
    Ok(())
}

#[tokio::test]
async fn what_was_pinned_elsewhere_meanwhile_stays_and_is_named() -> Result<()> {
    let scene = Scene::unpinned().await?;
    let app = enter(&scene, ADA).await?;
    app.see(HOME).await?;
    pin(&app).await?;
    app.press(&hook("nav-account")).await?;
    says(&app, "Home").await?;
    let acme = scene.organization(ACME).await?.id;
    let held = scene.pin(ADA, acme).await?.context("nothing is pinned")?;
    let elsewhere = pinned_page::Model {
        page: Page::Members,
        ..held
    };
    let store = scene.store().await?;
    pinned_pages::pin(store.read(), elsewhere.clone()).await?;
    app.press(&hook("unpin")).await?;
    app.see("[data-code=pin_changed_meanwhile]").await?;
    says(&app, "Members").await?;
    assert_eq!(scene.pin(ADA, acme).await?, Some(elsewhere.clone()));

    // Now it is the one that the person sees.
    app.press(&hook("unpin")).await?;
    says(&app, "Home opens first again.").await?;
    assert_eq!(scene.pin(ADA, acme).await?, None);
    let elsewhere = pinned_page::Model {
        page: Page::Profile,
        ..elsewhere
    };
    pinned_pages::pin(store.read(), elsewhere.clone()).await?;
    app.press(&hook("undo-unpin")).await?;
    app.see("[data-code=pin_changed_meanwhile]").await?;
    says(&app, "Profile").await?;
    assert_eq!(scene.pin(ADA, acme).await?, Some(elsewhere));
    Ok(())
}

/// What the section about the pin says in its first line.
async fn says(app: &App, text: &str) -> Result<()> {
    app.read(&format!("{SECTION} .text > p"), text).await
}

#[tokio::test]
async fn home_opens_in_place_of_a_page_that_is_gone_and_says_so() -> Result<()> {
    let scene = Scene::unpinned().await?;
    let app = enter(&scene, ADA).await?;
    app.see(HOME).await?;
    let workspace = pin_workspace(&app).await?;
    let acme = scene.organization(ACME).await?.id;
    let held = scene.pin(ADA, acme).await?.context("nothing is pinned")?;
    let id = held.workspace_id.context("no workspace is pinned")?;
    let store = scene.store().await?;
    chart_workspace::Entity::delete_by_id(id)
        .exec(store.read())
        .await?;

    let app = restarted(&scene, app).await?;
    app.see(HOME).await?;
    let why = app.text(&banner(BROKEN)).await?;
    let sentence = format!(
        "Your pinned page, the charts workspace {workspace}, is gone, so Home opened instead."
    );
    assert!(why.contains(&sentence), "{why}");
    app.press(&hook("see-pin")).await?;
    app.see("[data-test=broken-pin][data-reason=gone]").await?;
    says(&app, &format!("Charts › {workspace}")).await?;
    app.press(&hook("unpin")).await?;
    app.see(&hook("undo-unpin")).await?;
    let app = restarted(&scene, app).await?;
    app.see(HOME).await?;
    app.see_no(&banner(BROKEN)).await
}

#[tokio::test]
async fn home_opens_in_place_of_a_page_that_is_closed_to_the_person_now() -> Result<()> {
    let scene = Scene::unpinned().await?;
    let app = enter(&scene, GRACE).await?;
    app.see(HOME).await?;
    app.switch_to(ACME).await?;
    app.press(&hook("nav-members")).await?;
    app.see(MEMBERS).await?;
    pin(&app).await?;
    app.kill().await?;
    set_roles(&scene, "billing-admin").await?;

    let app = scene.start().await?;
    app.see(HOME).await?;
    let why = app.text(&banner(BROKEN)).await?;
    let sentence = "You may no longer open your pinned page, Members, so Home opened instead.";
    assert!(why.contains(sentence), "{why}");
    app.see_no(&hook("nav-members")).await?;
    app.press(&hook("see-pin")).await?;
    app.see("[data-test=broken-pin][data-reason=not_allowed]")
        .await?;
    says(&app, "Members").await?;

    // With the role, the pin works again.
    set_roles(&scene, "admin").await?;
    let app = restarted(&scene, app).await?;
    app.see(MEMBERS).await?;
    app.see_no(&banner(BROKEN)).await
}

/// Gives Grace another role at ACME.
async fn set_roles(scene: &Scene, role: &str) -> Result<()> {
    let step = ["member", "set", "--organization", ACME];
    let step = [&step[..], &["--email", GRACE.email, "--roles", role]].concat();
    scene.operate(&step).await
}
