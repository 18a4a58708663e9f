//! What is printed is on the paper, and nothing else.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::paper;
use portal_profile_tests::portal::{ADA, NAME};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::securing::MFA_ON;
use portal_profile_tests::windows::Windows;
use portal_profile_tests::windows::keys::{ENTER, ESCAPE, SPACE, TAB};

#[tokio::test]
async fn the_recovery_codes_are_printed_alone() -> Result<()> {
    let scene = Scene::new().await?;
    let output = paper::print_to_file(&scene.desktop.home())?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("mfa-switch")).await?;
    let (_, codes) = app.verify_authenticator().await?;
    let windows = Windows::on(&scene.desktop)?;

    app.press(&hook("print-recovery-codes")).await?;
    let dialog = windows.see(paper::DIALOG).await?;
    windows.press(dialog, &[ESCAPE])?;
    windows.see_no(paper::DIALOG).await?;
    app.see_no(&hook("error")).await?;

    app.press(&hook("print-recovery-codes")).await?;
    let dialog = windows.see(paper::DIALOG).await?;
    windows.press(dialog, &[TAB, SPACE, ENTER])?;
    windows.see_no(paper::DIALOG).await?;
    let pages = paper::pages(&output).await?;
    assert_eq!(pages.len(), 1, "{pages:?}");
    let paper = &pages[0];
    for code in &codes {
        assert!(paper.contains(code), "{code}: {paper}");
    }
    for heading in [&format!("Recovery codes for {NAME}"), ADA.email] {
        assert!(paper.contains(heading), "{heading}: {paper}");
    }
    // What is on the page and in the dialog stays there.
    for element in ["[data-test=profile-page] h2", "[role=dialog] h2"] {
        let words = app.text(element).await?;
        assert!(!paper.contains(&words), "{words}: {paper}");
    }

    app.press(&hook("codes-saved")).await?;
    app.press(&hook("finish-enroll")).await?;
    app.see_no(&hook("enroll-dialog")).await?;
    app.see(MFA_ON).await.map(drop)
}

/// Presses what prints the page, and what agrees to that in the dialog.
async fn print(app: &App, windows: &Windows) -> Result<()> {
    app.press_keys("\u{e009}p").await?;
    let dialog = windows.see(paper::DIALOG).await?;
    windows.press(dialog, &[TAB, SPACE, ENTER])?;
    windows.see_no(paper::DIALOG).await
}

#[tokio::test]
async fn a_page_is_printed_without_what_leads_elsewhere() -> Result<()> {
    let scene = Scene::new().await?;
    let output = paper::print_to_file(&scene.desktop.home())?;
    let app = scene.sign_in_at("first", ADA).await?;
    let windows = Windows::on(&scene.desktop)?;
    app.press(&hook("open-credit-history")).await?;
    app.see("[data-test=credit-history-page][data-state=ready]")
        .await?;
    let row = "[data-test=history-row] .line";
    app.see(row).await?;
    let transaction = app.text(row).await?;
    print(&app, &windows).await?;
    let paper = paper::pages(&output).await?.concat();
    assert!(paper.contains(&transaction), "{transaction}: {paper}");

    app.press(&hook("nav-account")).await?;
    app.see(PROFILE).await?;
    std::fs::remove_file(&output)?;
    print(&app, &windows).await?;
    let paper = paper::pages(&output).await?.concat();
    let expected = [
        ADA.display_name,
        ADA.email,
        "ACME Robotics",
        "Owner",
        "Account security",
    ];
    for words in expected {
        assert!(paper.contains(words), "{words}: {paper}");
    }
    for words in ["Charts", "Log Out"] {
        assert!(!paper.contains(words), "{words}: {paper}");
    }
    app.see_no(&hook("window-note")).await
}
