//! The security log.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::scene::Scene;

use super::{SPACE, enter, key, sign_in};

const END: &str = "\u{e010}";

#[tokio::test]
async fn it_is_read_on_filtered_and_saved() -> Result<()> {
    let scene = Scene::new().await?;
    let app = sign_in(&scene).await?;
    scene.it_happens_again(60).await?;
    enter(&app, "open-security-log").await?;
    app.see("[data-test=security-log-page][data-state=ready]")
        .await?;
    app.see(&hook("show-more")).await?;
    app.press_keys(END).await?;
    app.see(&hook("log-end")).await?;
    key(&app, &hook("filter-mfa"), SPACE).await?;
    app.see("[data-test=filter-mfa][aria-pressed=true]").await?;
    app.see(&hook("log-filtered-empty")).await?;
    key(&app, &hook("filter-all"), SPACE).await?;
    app.see(&hook("event")).await?;
    enter(&app, "save-log").await?;
    app.see(&hook("save-log-outcome")).await?;
    let downloads = std::fs::read_dir(scene.desktop.home().join("Downloads"))?;
    assert_eq!(downloads.count(), 1);
    Ok(())
}
