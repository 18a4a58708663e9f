//! Parts of the desktop that are missing, locked or hanging when the app starts, and can be used later: the window comes
//! up, works, says what is missing and ends in time, and notices what comes back without a restart.

use std::time::Duration;

use anyhow::{Result, bail, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::page::{banner, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::session_manager::SessionManager;
use portal_profile_tests::tray::Tray;
use portal_profile_tests::windows::Windows;
use rstest::rstest;
use tokio::time::Instant;
use xtask::desktop::{
    Builder, ColorScheme, Desktop, Keyring, Notifications, SessionBus, SettingsPortal,
};

const TITLE: &str = "Portal Profile";

const AT_CONNECT: &str = "return document.querySelector('[data-test=connect-page]') !== null";

/// What a person is promised on a machine of their own: less than the 25 s after which D-Bus gives up on a service by
/// itself, and room for a busy machine. The window is to be up within 3 s, what came back noticed within 5 s, and the
/// app gone within 2 s.
const UP: Duration = Duration::from_secs(15);
const NOTICED: Duration = Duration::from_secs(20);
const GONE: Duration = Duration::from_secs(12);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    NoKeyring,
    LockedKeyring,
    /// The person turned its prompt down.
    DismissedPrompt,
    HangingKeyring,
    NoNotifications,
    HangingNotifications,
    NoSettingsPortal,
    HangingSettingsPortal,
    NoTray,
    NoSessionBus,
    DisabledSessionBus,
}

impl Part {
    fn is_missing_on(self, desktop: Builder) -> Builder {
        // What shows notifications is there, unless it is what is missing.
        let desktop = desktop.notifications(Notifications::Dunst);
        match self {
            Self::NoKeyring => desktop.keyring(Keyring::None),
            Self::LockedKeyring | Self::DismissedPrompt => desktop.keyring(Keyring::Locked),
            Self::HangingKeyring => desktop.keyring(Keyring::Hanging),
            Self::NoNotifications => desktop.notifications(Notifications::None),
            Self::HangingNotifications => desktop.notifications(Notifications::Hanging),
            Self::NoSettingsPortal => desktop.settings_portal(SettingsPortal::None),
            Self::HangingSettingsPortal => desktop.settings_portal(SettingsPortal::Hanging),
            Self::NoTray => desktop,
            Self::NoSessionBus => Desktop::builder().session_bus(SessionBus::Gone),
            Self::DisabledSessionBus => Desktop::builder().session_bus(SessionBus::Disabled),
        }
    }

    /// How the page says so.
    fn sign(self) -> String {
        banner(match self {
            Self::NoKeyring | Self::NoSessionBus | Self::DisabledSessionBus => "no_keyring",
            Self::LockedKeyring | Self::DismissedPrompt => "keyring_locked",
            Self::HangingKeyring => "keyring_failed",
            Self::NoNotifications | Self::HangingNotifications => "no_notifications",
            Self::NoSettingsPortal | Self::HangingSettingsPortal => "no_appearance",
            Self::NoTray => return "[data-test=close-to-tray]:disabled".to_owned(),
        })
    }

    /// Whether a session lives in memory without it, and ends with the app.
    fn keeps_sessions(self) -> bool {
        let of_keyring = [
            Self::NoKeyring,
            Self::LockedKeyring,
            Self::DismissedPrompt,
            Self::HangingKeyring,
        ];
        of_keyring.contains(&self) || !self.has_bus()
    }

    fn has_bus(self) -> bool {
        !matches!(self, Self::NoSessionBus | Self::DisabledSessionBus)
    }

    /// What the person does about it once they signed in.
    fn is_met_by(self, scene: &Scene) -> Result<()> {
        match self {
            Self::DismissedPrompt => scene.desktop.dismiss_keyring_prompt(),
            _ => Ok(()),
        }
    }

    /// What holds it on the desktop is to be kept until the end.
    async fn returns(self, scene: &mut Scene) -> Result<Option<Tray>> {
        let desktop = &mut scene.desktop;
        match self {
            Self::NoKeyring => desktop.start_keyring()?,
            Self::LockedKeyring | Self::DismissedPrompt => scene.unlock_keyring().await?,
            Self::HangingKeyring => desktop.resume_keyring()?,
            Self::NoNotifications => desktop.start_notifications()?,
            Self::HangingNotifications => desktop.resume_notifications()?,
            Self::NoSettingsPortal | Self::HangingSettingsPortal => {
                desktop.start_settings_portal()?;
            }
            Self::NoTray => return Tray::start(desktop).await.map(Some),
            Self::NoSessionBus | Self::DisabledSessionBus => {
                bail!("a session is over with its bus")
            }
        }
        Ok(None)
    }
}

/// Starts the app, whose window is up in time, and signs in where nobody is.
async fn start(scene: &Scene, windows: &Windows, signed_in: bool) -> Result<(App, u32)> {
    let begun = Instant::now();
    let app = scene.start().await?;
    let window = windows.see(TITLE).await?;
    ensure!(begun.elapsed() < UP, "up after {:?}", begun.elapsed());
    if !signed_in {
        app.see(":is([data-test=connect-page], [data-test=sign-in-page])")
            .await?;
        if app.evaluate(AT_CONNECT).await? == true {
            app.connect(scene.portal.address()).await?;
        }
        app.enter_credentials(ADA.email, ADA.password).await?;
    }
    app.see(PROFILE).await?;
    Ok((app, window))
}

/// Closes the window; the app is gone in time.
async fn end(app: App, windows: &Windows, window: u32) -> Result<()> {
    windows.close(window)?;
    let closed = Instant::now();
    app.see_end().await?;
    ensure!(closed.elapsed() < GONE, "gone after {:?}", closed.elapsed());
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_app_starts_works_says_so_ends_and_notices(
    #[values(
        Part::NoKeyring,
        Part::LockedKeyring,
        Part::DismissedPrompt,
        Part::HangingKeyring,
        Part::NoNotifications,
        Part::HangingNotifications,
        Part::NoSettingsPortal,
        Part::HangingSettingsPortal,
        Part::NoTray,
        Part::NoSessionBus,
        Part::DisabledSessionBus
    )]
    part: Part,
) -> Result<()> {
    let mut scene = Scene::on(part.is_missing_on(Desktop::builder())).await?;
    let _session = match part.has_bus() {
        true => Some(SessionManager::start(&scene.desktop).await?),
        false => None,
    };
    let windows = Windows::on(&scene.desktop)?;
    let (app, window) = start(&scene, &windows, false).await?;
    part.is_met_by(&scene)?;
    app.see(&part.sign()).await?;
    choose(&app, "dark").await?;
    choose(&app, "system").await?;
    end(app, &windows, window).await?;

    let (app, window) = start(&scene, &windows, !part.keeps_sessions()).await?;
    part.is_met_by(&scene)?;
    app.see(&part.sign()).await?;
    if !part.has_bus() {
        return end(app, &windows, window).await;
    }
    let returned = Instant::now();
    let _held = part.returns(&mut scene).await?;
    app.see_no(&part.sign()).await?;
    let noticed = returned.elapsed();
    ensure!(noticed < NOTICED, "noticed after {noticed:?}");
    // The setting of the desktop is followed again as well.
    scene.desktop.set_color_scheme(ColorScheme::Dark)?;
    app.see("html[data-theme=dark]").await?;
    end(app, &windows, window).await?;
    // The session is in the keyring by now, wherever it was at first.
    scene.start().await?.see(PROFILE).await.map(drop)
}

async fn choose(app: &App, theme: &str) -> Result<()> {
    app.press(&hook(&format!("theme-{theme}"))).await?;
    app.see(&format!("[data-test=theme-{theme}][aria-checked=true]"))
        .await?;
    app.see_no("[data-busy]").await
}

/// A session that waits for its keyring goes on by itself.
#[tokio::test]
async fn a_session_goes_on_once_the_keyring_is_unlocked() -> Result<()> {
    let scene = Scene::new().await?;
    scene.sign_in_at("first", ADA).await?.kill().await?;
    scene.desktop.lock_keyring()?;
    let app = scene.start().await?;
    app.see(&banner("keyring_locked")).await?;
    scene.unlock_keyring().await?;
    app.see(PROFILE).await?;
    app.see_no(&banner("keyring_locked")).await
}

/// A keyring that crashed and came back has all that it had, and is told what is over.
#[tokio::test]
async fn a_keyring_that_is_another_by_now_is_used_as_before() -> Result<()> {
    let mut scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    ensure!(scene.tokens()?.len() == 1, "the keyring has no session");
    scene.desktop.end_keyring()?;
    scene.desktop.start_keyring()?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see(&hook("sign-in-page")).await?;
    ensure!(
        scene.tokens()?.is_empty(),
        "the session stays in the keyring"
    );
    Ok(())
}

/// A keyring that stops in its tracks under a session that it holds: the app works on, says so once it needs it, keeps
/// there what it could not, and leaves nobody waiting at its end.
#[tokio::test]
async fn a_keyring_that_stops_in_the_middle_holds_nothing_up() -> Result<()> {
    let scene = Scene::new().await?;
    let _session = SessionManager::start(&scene.desktop).await?;
    let windows = Windows::on(&scene.desktop)?;
    let (app, window) = start(&scene, &windows, false).await?;
    let token = scene.tokens()?;
    scene.desktop.suspend_keyring()?;
    choose(&app, "dark").await?;
    // A new token can't be kept.
    scene.confirmations_grow_old().await?;
    app.press(&hook("mfa-switch")).await?;
    app.confirm_with(ADA.password).await?;
    app.see(&hook("enroll-dialog")).await?;
    app.press_keys("\u{e00c}").await?;
    app.see_within(UP, &banner("keyring_failed")).await?;
    scene.desktop.resume_keyring()?;
    let returned = Instant::now();
    app.see_no(&banner("keyring_failed")).await?;
    let noticed = returned.elapsed();
    ensure!(noticed < NOTICED, "noticed after {noticed:?}");
    ensure!(scene.tokens()? != token, "the token before is kept");
    scene.desktop.suspend_keyring()?;
    end(app, &windows, window).await?;
    scene.desktop.resume_keyring()?;
    scene.start().await?.see(PROFILE).await.map(drop)
}
