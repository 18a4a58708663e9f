//! What a screen reader hears of the real window: each control has a role and a name.

use anyhow::{Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::assistive::{AssistiveTechnology, Told};
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{HOME, PROFILE, Scene};
use xtask::desktop::Desktop;

/// Looks at the page that is open, which shows at least these controls.
async fn all_are_named(heard: &AssistiveTechnology, page: &str, known: &[&str]) -> Result<()> {
    let told = heard.everything().await?;
    let controls: Vec<&Told> = told.iter().filter(|it| it.is_control()).collect();
    let unheard: Vec<_> = controls.iter().filter(|it| !it.is_heard()).collect();
    ensure!(unheard.is_empty(), "{page}: {unheard:?}");
    for name in known {
        let found = controls.iter().any(|it| it.name == *name && it.focusable);
        ensure!(found, "{page}: no control is called {name}: {controls:?}");
    }
    Ok(())
}

async fn open(app: &App, link: &str, page: &str) -> Result<()> {
    app.press(&hook(link)).await?;
    app.see(&hook(page)).await?;
    app.see_no("[aria-busy=true]").await
}

#[tokio::test]
async fn every_control_has_a_role_and_a_name() -> Result<()> {
    let scene = Scene::on(Desktop::builder().assistive_technologies()).await?;
    let app = scene.start().await?;
    let heard = AssistiveTechnology::on(&scene.desktop).await?;
    app.see(&hook("connect-page")).await?;
    all_are_named(&heard, "connect", &["Connect"]).await?;
    app.connect(scene.portal.address()).await?;
    all_are_named(&heard, "sign in", &["Email address", "Password", "Sign in"]).await?;
    app.sign_in(ADA).await?;
    app.see(PROFILE).await?;
    app.see_no("[aria-busy=true]").await?;
    let profile = [
        "Log Out",
        "Display Toast Notifications",
        "Dark",
        "Members",
        "Show diagnostics",
    ];
    all_are_named(&heard, "profile", &profile).await?;
    open(&app, "nav-home", "home-page").await?;
    app.see(HOME).await?;
    all_are_named(&heard, "home", &["Charts"]).await?;
    open(&app, "nav-charts", "charts-page").await?;
    all_are_named(&heard, "charts", &["Search workspaces"]).await?;
    open(&app, "nav-members", "members-page").await?;
    all_are_named(&heard, "members", &["Add member…"]).await?;
    open(&app, "nav-notifications", "notifications-page").await?;
    all_are_named(&heard, "notifications", &["Clear all"]).await?;
    app.press_keys("?").await?;
    app.see(&hook("keys-dialog")).await?;
    all_are_named(&heard, "keyboard shortcuts", &["Close"]).await
}
