//! What helps when something fails: the log, diagnostics, and reports of crashes.

use std::os::unix::fs::PermissionsExt;

use anyhow::{Result, ensure};
use portal_profile_tests::page::{banner, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};

#[tokio::test]
async fn diagnostics_tell_what_was_found_and_what_went_wrong_and_nothing_of_the_person()
-> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    // Nobody takes notifications here.
    app.see(&banner("no_notifications")).await?;
    app.press(&hook("show-diagnostics")).await?;
    let text = app.text(&hook("diagnostics")).await?;
    for line in [
        "Portal Profile ",
        "system: ",
        "web view: ",
        "token storage: keyring",
        "notifications: missing",
        "an announcement was not shown",
    ] {
        ensure!(text.contains(line), "{line}: {text}");
    }
    let address = scene.portal.address().trim_start_matches("http://");
    for word in [ADA.display_name, ADA.email, address, "portal_session_"] {
        ensure!(!text.contains(word), "{word}: {text}");
    }
    app.press(&hook("close-diagnostics")).await?;
    app.see_no(&hook("diagnostics-dialog")).await?;

    let log = scene.data("first").join("logs/portal-profile.log");
    let said = std::fs::read_to_string(&log)?;
    ensure!(said.contains("an announcement was not shown"), "{said}");
    let mode = std::fs::metadata(&log)?.permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "for the person alone");
    Ok(())
}

#[tokio::test]
async fn a_crash_report_is_offered_at_the_next_start_and_once() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.kill().await?;
    let logs = scene.data("first").join("logs");
    std::fs::write(
        logs.join("crash-report.txt"),
        "panicked at <b>somewhere</b>",
    )?;

    let app = scene.start().await?;
    app.see(&banner("crashed")).await?;
    app.press(&hook("show-report")).await?;
    app.read(&hook("diagnostics"), "panicked at <b>somewhere</b>")
        .await?;
    app.press(&hook("close-diagnostics")).await?;
    app.press(&hook("dismiss-notice")).await?;
    app.see_no(&banner("crashed")).await?;
    app.kill().await?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    app.see_no(&banner("crashed")).await?;
    ensure!(logs.join("last-crash-report.txt").exists(), "it is kept");
    Ok(())
}
