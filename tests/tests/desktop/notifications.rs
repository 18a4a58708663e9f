//! Announcements arrive as native notifications, or not at all.

use anyhow::Result;
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, NAME};
use portal_profile_tests::scene::Scene;

#[tokio::test]
async fn completed_actions_are_announced() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let signed_in = daemon.next().await?;
    assert_eq!(signed_in.app, "Portal Profile");
    assert!(signed_in.body.contains(ADA.display_name), "{signed_in:?}");
    assert!(signed_in.body.contains(NAME), "{signed_in:?}");

    app.press(&hook("theme-dark")).await?;
    let theme = daemon.next().await?;
    assert!(theme.body.contains("dark"), "{theme:?}");

    app.press(&hook("edit-display-name")).await?;
    app.type_into("input[name=displayName]", "Ada <b>King</b> & Co")
        .await?;
    app.press(&hook("save-display-name")).await?;
    let renamed = daemon.next().await?;
    assert!(
        renamed
            .body
            .contains("Ada &lt;b&gt;King&lt;/b&gt; &amp; Co"),
        "a name is text, not markup: {renamed:?}"
    );

    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    let signed_out = daemon.next().await?;
    assert!(signed_out.body.contains(NAME), "{signed_out:?}");
    assert_eq!(daemon.waiting(), []);
    Ok(())
}

/// The notification that tells of notifications being on again comes after whatever was sent
/// while they were off.
#[tokio::test]
async fn nothing_is_shown_while_notifications_are_off() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    daemon.next().await?;

    app.press(&hook("toast-switch")).await?;
    app.see("[data-test=toast-switch][aria-checked=false]:not([data-busy])")
        .await?;
    app.press(&hook("theme-dark")).await?;
    app.see("[data-test=theme-dark][aria-checked=true]").await?;
    app.see_no("[data-busy]").await?;
    app.press(&hook("edit-display-name")).await?;
    app.type_into("input[name=displayName]", "Ada King").await?;
    app.press(&hook("save-display-name")).await?;
    app.read(&hook("display-name"), "Ada King").await?;

    app.press(&hook("toast-switch")).await?;
    let next = daemon.next().await?;
    assert!(
        next.summary.to_lowercase().contains("notifications"),
        "{next:?}"
    );
    assert_eq!(daemon.waiting(), []);
    Ok(())
}

/// Each that is there is listened to.
#[tokio::test]
async fn no_more_than_sixteen_are_left_there() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    daemon.next().await?;
    for change in 0..16 {
        let theme = if change % 2 == 0 { "dark" } else { "light" };
        app.press(&hook(&format!("theme-{theme}"))).await?;
        daemon.next().await?;
    }
    assert_eq!(daemon.taken_back().await?, 1, "the sign-in");
    Ok(())
}
