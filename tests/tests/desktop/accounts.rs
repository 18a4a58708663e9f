//! Several accounts at several portals in one window: one is in view, and nothing of another shows there.

use anyhow::{Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::{hook, sign_in_reason};
use portal_profile_tests::portal::{ADA, GRACE, LINUS, Person, Portal};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::secrets::Secrets;
use serde_json::json;
use xtask::desktop::{Desktop, Keyring};

const MENU: &str = "[data-test=account-popover] [data-test=add-account]";

/// The row of somebody's account at a portal, as it is found there.
fn account(person: Person, portal: &Portal, state: &str) -> String {
    format!(
        "[data-test=account][data-email=\"{}\"][data-portal=\"{}\"][data-state={state}]",
        person.email,
        portal.address()
    )
}

/// Ada at the scene's portal and Linus, whose account is in view, at another.
struct Two {
    scene: Scene,
    another: Portal,
    app: App,
}

impl Two {
    async fn on(scene: Scene) -> Result<Self> {
        let another = Portal::start_another(&scene.desktop).await?;
        let app = scene.sign_in_at("first", ADA).await?;
        open_menu(&app).await?;
        app.press(MENU).await?;
        app.see(&hook("accounts-here")).await?;
        app.connect(another.address()).await?;
        app.sign_in(LINUS).await?;
        shows(&app, LINUS).await?;
        Ok(Self {
            scene,
            another,
            app,
        })
    }

    async fn new() -> Result<Self> {
        Self::on(Scene::new().await?).await
    }

    async fn switch_to_ada(&self) -> Result<()> {
        switch(&self.app, &account(ADA, &self.scene.portal, "signed_in")).await?;
        shows(&self.app, ADA).await
    }

    async fn switch_to_linus(&self) -> Result<()> {
        switch(&self.app, &account(LINUS, &self.another, "signed_in")).await?;
        shows(&self.app, LINUS).await
    }
}

async fn open_menu(app: &App) -> Result<()> {
    app.press(&hook("nav-accounts")).await?;
    app.see(MENU).await?;
    Ok(())
}

async fn switch(app: &App, row: &str) -> Result<()> {
    open_menu(app).await?;
    app.press(row).await
}

/// Waits until the portal said whose profile is in view.
async fn shows(app: &App, person: Person) -> Result<()> {
    app.see(PROFILE).await?;
    app.read(&hook("display-name"), person.display_name).await?;
    app.see("[data-test=profile-page][data-state=ready]")
        .await?;
    Ok(())
}

/// All that can be read in the window, and what is only said.
async fn text(app: &App) -> Result<String> {
    let text = app.evaluate("return document.body.textContent").await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn each_account_has_its_own_window_and_its_own_session() -> Result<()> {
    let two = Two::new().await?;
    assert_eq!(two.scene.tokens()?.len(), 2);
    assert_eq!(two.scene.cached_profiles()?.len(), 2);
    two.switch_to_ada().await?;
    // What was pressed went with its page, and the focus goes on from where it was.
    two.app
        .comes_true(
            "return document.activeElement?.dataset.test === arguments[0]",
            json!("nav-accounts"),
        )
        .await?;
    two.app.press(&hook("theme-dark")).await?;
    two.app.see("[data-theme=dark]").await?;
    two.switch_to_linus().await?;
    two.app.see("html:not([data-theme=dark])").await?;
    two.switch_to_ada().await?;
    two.app.see("[data-theme=dark]").await?;
    assert_eq!(two.scene.tokens()?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn nothing_of_one_shows_in_another() -> Result<()> {
    let two = Two::new().await?;
    // Linus was told that he signed in, and Ada that she did.
    two.app.see(&hook("nav-notifications")).await?;
    two.app.press(&hook("nav-notifications")).await?;
    two.app.see(&hook("clear-notifications")).await?;
    for _ in 0..2 {
        let text = text(&two.app).await?;
        for trace in [ADA.display_name, ADA.email, "ACME"] {
            ensure!(!text.contains(trace), "{trace}: {text}");
        }
        two.app.press(&hook("nav-account")).await?;
        two.app.see(PROFILE).await?;
    }
    two.switch_to_ada().await?;
    let text = text(&two.app).await?;
    for trace in [LINUS.display_name, LINUS.email] {
        ensure!(!text.contains(trace), "{trace}: {text}");
    }
    two.app.press(&hook("nav-notifications")).await?;
    two.app.see(&hook("clear-notifications")).await?;
    two.app.press(&hook("clear-notifications")).await?;
    two.app.see(&hook("notifications-empty")).await?;
    two.switch_to_linus().await?;
    two.app.press(&hook("nav-notifications")).await?;
    two.app.see(&hook("clear-notifications")).await?;
    Ok(())
}

#[tokio::test]
async fn the_next_start_goes_on_with_the_one_in_view_last() -> Result<()> {
    let two = Two::new().await?;
    two.switch_to_ada().await?;
    two.scene.first_frame_after("").await?;
    two.app.kill().await?;
    let app = two.scene.start().await?;
    shows(&app, ADA).await?;
    switch(&app, &account(LINUS, &two.another, "signed_in")).await?;
    shows(&app, LINUS).await
}

#[tokio::test]
async fn logging_out_of_one_leaves_the_other_a_press_away() -> Result<()> {
    let two = Two::new().await?;
    two.app.press(&hook("log-out")).await?;
    two.app.press(&hook("confirm-log-out")).await?;
    two.app.see(&sign_in_reason("signed_out")).await?;
    assert_eq!(two.scene.tokens()?.len(), 1);
    two.app
        .press(&account(ADA, &two.scene.portal, "signed_in"))
        .await?;
    shows(&two.app, ADA).await?;
    // And the one that is signed out asks for a password, without a way lost.
    switch(&two.app, &account(LINUS, &two.another, "signed_out")).await?;
    two.app.holds("input[name=email]", LINUS.email).await?;
    two.app
        .press(&account(ADA, &two.scene.portal, "in_view"))
        .await?;
    shows(&two.app, ADA).await
}

#[tokio::test]
async fn a_removed_account_leaves_nothing_on_this_computer() -> Result<()> {
    let two = Two::new().await?;
    open_menu(&two.app).await?;
    two.app
        .press(&format!(
            "[data-test=remove-account][data-email=\"{}\"]",
            ADA.email
        ))
        .await?;
    two.app.press(&hook("confirm-remove-account")).await?;
    two.app.see_no(&hook("remove-account-dialog")).await?;
    assert_eq!(two.scene.tokens()?.len(), 1);
    assert_eq!(two.scene.cached_profiles()?.len(), 1);
    let mut traces = Secrets::default();
    traces.add("Ada's address", ADA.email);
    traces.add("Ada's name", ADA.display_name);
    let searched = traces.search(&two.scene.data("first"))?;
    ensure!(searched.len() > 3, "{searched:?}");
    shows(&two.app, LINUS).await?;

    open_menu(&two.app).await?;
    two.app.press(&hook("remove-account")).await?;
    two.app.press(&hook("confirm-remove-account")).await?;
    two.app.see(&sign_in_reason("signed_out")).await?;
    two.app.holds("input[name=email]", "").await?;
    assert_eq!(two.scene.tokens()?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_press_on_a_notification_of_another_account_brings_that_up() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let two = Two::on(scene).await?;
    // The first that there is: Ada signed in.
    let told = daemon.open_next().await?;
    ensure!(told.body.contains(ADA.display_name), "{told:?}");
    two.app.see(&hook("sessions-page")).await?;
    two.app.read(&hook("nav-account"), ADA.display_name).await?;
    Ok(())
}

#[tokio::test]
async fn without_a_keyring_both_last_as_long_as_the_app() -> Result<()> {
    let two = Two::on(Scene::on(Desktop::builder().keyring(Keyring::None)).await?).await?;
    two.switch_to_ada().await?;
    two.switch_to_linus().await?;
    assert_eq!(two.scene.cached_profiles()?.len(), 0);
    two.app.kill().await?;
    let app = two.scene.start().await?;
    app.see(&hook("sign-in-page")).await?;
    app.see(&account(ADA, &two.scene.portal, "signed_out"))
        .await?;
    Ok(())
}

#[tokio::test]
async fn two_people_share_a_portal_and_a_computer() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    open_menu(&app).await?;
    app.press(MENU).await?;
    app.press("[data-test=known-portal]").await?;
    app.see(&hook("sign-in-page")).await?;
    app.sign_in(GRACE).await?;
    shows(&app, GRACE).await?;
    switch(&app, &account(ADA, &scene.portal, "signed_in")).await?;
    shows(&app, ADA).await?;
    // An ended session is met when its account comes into view.
    scene.revoke_sessions(GRACE).await?;
    switch(&app, &account(GRACE, &scene.portal, "signed_in")).await?;
    app.see(&sign_in_reason("session_ended")).await?;
    app.press(&account(ADA, &scene.portal, "signed_in")).await?;
    shows(&app, ADA).await
}

#[tokio::test]
async fn another_portal_asked_for_is_signed_in_to_beside_the_first() -> Result<()> {
    let scene = Scene::new().await?;
    let another = Portal::start_another(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    scene.start_again(&["--portal", another.address()]).await?;
    app.press(&hook("sign-in-there")).await?;
    app.see(&hook("sign-in-page")).await?;
    app.sign_in(LINUS).await?;
    shows(&app, LINUS).await?;
    assert_eq!(scene.tokens()?.len(), 2);
    // The next start at the first portal opens the account there.
    app.kill().await?;
    let data = scene.data("first");
    let arguments = ["--portal", scene.portal.address()];
    let app = App::start_with(&scene.desktop, &data, &arguments).await?;
    shows(&app, ADA).await
}
