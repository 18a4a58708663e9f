//! Protecting an account.

mod api_keys;
mod identity;
mod log;
mod mfa;
mod mfa_trouble;
mod password;
mod required;
mod sessions;
mod signing_in;

use anyhow::Result;

use super::Gallery;
use crate::app::App;
use crate::go_between::GoBetween;
use crate::notifications::NotificationDaemon;
use crate::portal::LINUS;
use crate::scene::{PROFILE, Scene};

/// A person at their profile, with somebody on the way who can hold things up.
struct Visitor {
    scene: Scene,
    app: App,
    go_between: GoBetween,
    _notifications: NotificationDaemon,
}

impl Visitor {
    async fn enter(gallery: &Gallery) -> Result<Self> {
        let scene = Scene::on(gallery.desktop()).await?;
        let notifications = NotificationDaemon::start(&scene.desktop).await?;
        let go_between = GoBetween::start(scene.portal.address()).await?;
        let app = scene.start().await?;
        app.connect(go_between.address()).await?;
        app.sign_in(LINUS).await?;
        Ok(Self {
            scene,
            app,
            go_between,
            _notifications: notifications,
        })
    }

    /// Ends the app and starts it anew.
    async fn start_again(self) -> Result<Self> {
        self.app.kill().await?;
        let app = self.scene.start().await?;
        app.see(PROFILE).await?;
        Ok(Self { app, ..self })
    }

    async fn show(&self, gallery: &mut Gallery, name: &str) -> Result<()> {
        gallery.show(&self.scene, &self.app, name).await
    }
}

/// Sessions, the security log, and the password.
pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let visitor = Visitor::enter(gallery).await?;
    sessions::walk(gallery, &visitor).await?;
    log::walk(gallery, &visitor).await?;
    password::walk(gallery, &visitor).await?;
    password::walk_too_many(gallery, &visitor).await
}

/// The keys of a personal account.
pub(super) async fn walk_api_keys(gallery: &mut Gallery) -> Result<()> {
    let visitor = Visitor::enter(gallery).await?;
    api_keys::walk(gallery, &visitor).await?;
    api_keys::walk_many(gallery, &visitor).await?;
    api_keys::walk_unavailable(gallery, &visitor).await
}

/// What gets in the way of the second factor.
pub(super) async fn walk_mfa_trouble(gallery: &mut Gallery) -> Result<()> {
    let visitor = Visitor::enter(gallery).await?;
    mfa_trouble::walk(gallery, visitor).await
}

/// The second factor, and what asks for it.
pub(super) async fn walk_mfa(gallery: &mut Gallery) -> Result<()> {
    let visitor = Visitor::enter(gallery).await?;
    identity::walk(gallery, &visitor).await?;
    let (authenticator, codes) = mfa::walk(gallery, &visitor).await?;
    identity::walk_with_code(gallery, &visitor).await?;
    signing_in::walk(gallery, &visitor.scene, &authenticator, &codes).await?;
    mfa::walk_few_codes(gallery, visitor).await?;
    required::walk(gallery).await
}
