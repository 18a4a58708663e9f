//! Pictures of every page and state from the real window, light and dark: `cargo xtask screenshots`.

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    linux::main().await
}

#[cfg(not(target_os = "linux"))]
fn main() -> anyhow::Result<()> {
    anyhow::bail!("a headless desktop needs Linux")
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::PathBuf;

    use anyhow::Result;
    use portal_profile_tests::app::App;
    use portal_profile_tests::notifications::NotificationDaemon;
    use portal_profile_tests::page::hook;
    use portal_profile_tests::portal::{ADA, Person};
    use portal_profile_tests::scene::{PROFILE, Scene};
    use xtask::desktop::{ColorScheme, Desktop};
    use xtask::workspace;

    /// Works in a personal account and has no picture.
    const MEI: Person = Person {
        email: "mei@cobalt.example",
        password: ADA.password,
        display_name: "Mei Tanaka",
    };

    pub(crate) async fn main() -> Result<()> {
        for (name, color_scheme) in [("light", ColorScheme::Light), ("dark", ColorScheme::Dark)] {
            let mut scene = Scene::on(Desktop::builder().color_scheme(color_scheme)).await?;
            // Off screen, so that no notification covers the window.
            let _notifications = NotificationDaemon::start(&scene.desktop).await?;
            let album = Album(workspace::target().join("screenshots").join(name));
            std::fs::create_dir_all(&album.0)?;
            entering(&scene, &album).await?;
            profile(&mut scene, &album).await?;
            blocked(color_scheme, &album).await?;
            eprintln!("{}", album.0.display());
        }
        Ok(())
    }

    async fn entering(scene: &Scene, album: &Album) -> Result<()> {
        let app = scene.start_at("entering").await?;
        app.see(&hook("connect-page")).await?;
        album.take(&scene.desktop, &app, "connect").await?;
        app.type_into("input[name=address]", "http://portal.example")
            .await?;
        app.press(&hook("connect")).await?;
        app.see(&hook("error")).await?;
        album.take(&scene.desktop, &app, "connect-error").await?;

        app.press(&hook("open-built-in")).await?;
        app.see(&hook("sample-account")).await?;
        album.take(&scene.desktop, &app, "sign-in-built-in").await?;
        app.press(&hook("other-portal")).await?;

        app.connect(scene.portal.address()).await?;
        album.take(&scene.desktop, &app, "sign-in").await?;
        app.enter_credentials(ADA.email, "not the password").await?;
        app.see(&hook("error")).await?;
        album.take(&scene.desktop, &app, "sign-in-error").await
    }

    async fn profile(scene: &mut Scene, album: &Album) -> Result<()> {
        let app = scene.sign_in_at("other", MEI).await?;
        album
            .take(&scene.desktop, &app, "profile-without-picture")
            .await?;
        app.kill().await?;

        let app = scene.sign_in_at("first", ADA).await?;
        album.take(&scene.desktop, &app, "profile").await?;
        app.press(&hook("edit-display-name")).await?;
        album
            .take(&scene.desktop, &app, "profile-edit-name")
            .await?;
        app.press(&hook("cancel-display-name")).await?;
        app.press(&hook("log-out")).await?;
        app.see(&hook("log-out-dialog")).await?;
        album.take(&scene.desktop, &app, "log-out").await?;
        app.press(&hook("cancel-log-out")).await?;
        app.see_no(&hook("log-out-dialog")).await?;

        scene.portal.kill().await?;
        app.press(&hook("toast-switch")).await?;
        app.see("[data-test=banner][data-kind=offline]").await?;
        album.take(&scene.desktop, &app, "profile-offline").await?;
        scene.restart_portal().await?;
        app.see(PROFILE).await?;

        scene.revoke_sessions(ADA).await?;
        app.press(&hook("toast-switch")).await?;
        app.see(&hook("sign-in-reason")).await?;
        album.take(&scene.desktop, &app, "session-ended").await?;
        app.sign_in(ADA).await?;
        app.kill().await?;
        without_profile(scene, album).await
    }

    /// Signed in, with nothing cached: while the portal is silent, and when it is gone.
    async fn without_profile(scene: &mut Scene, album: &Album) -> Result<()> {
        for profile in scene.cached_profiles()? {
            std::fs::remove_file(profile)?;
        }
        scene.portal.suspend().await?;
        let app = scene.start().await?;
        app.see("[data-test=profile-page][data-state=loading]")
            .await?;
        album.take(&scene.desktop, &app, "profile-loading").await?;
        scene.portal.kill().await?;
        app.see("[data-test=profile-page][data-state=failed]")
            .await?;
        album.take(&scene.desktop, &app, "profile-failed").await
    }

    /// On a desktop without a session bus there is no service of the system at all.
    async fn blocked(color_scheme: ColorScheme, album: &Album) -> Result<()> {
        let desktop = Desktop::builder()
            .without_session_bus()
            .color_scheme(color_scheme);
        let scene = Scene::on(desktop).await?;
        let app = scene.sign_in_at("first", ADA).await?;
        app.press(match color_scheme {
            ColorScheme::Light => "[data-test=theme-light]",
            ColorScheme::Dark => "[data-test=theme-dark]",
        })
        .await?;
        app.see_no("[data-busy]").await?;
        album
            .take(&scene.desktop, &app, "profile-without-services")
            .await?;
        let second = scene.start().await?;
        second.see(&hook("already-running")).await?;
        album
            .take(&scene.desktop, &second, "already-running")
            .await?;

        std::fs::write(scene.data("unusable"), "a file, not a directory")?;
        let app = scene.start_at("unusable").await?;
        app.see(&hook("data-directory-unusable")).await?;
        album
            .take(&scene.desktop, &app, "data-directory-unusable")
            .await
    }

    /// A directory of pictures.
    struct Album(PathBuf);

    impl Album {
        async fn take(&self, desktop: &Desktop, app: &App, name: &str) -> Result<()> {
            app.save_picture(desktop, &self.0.join(name).with_extension("png"))
                .await
        }
    }
}
