//! The security log.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;

#[tokio::test]
async fn it_is_filtered_scrolled_and_saved() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(ADA.email, "not the password").await?;
    app.see("[data-test=error][data-code=wrong_credentials]")
        .await?;
    app.sign_in(ADA).await?;
    app.enroll().await?;
    app.press(&hook("open-security-log")).await?;
    app.see("[data-test=security-log-page][data-state=ready]")
        .await?;
    for kind in ["mfa_enabled", "signed_in", "sign_in_failed"] {
        app.see(&format!("[data-test=event][data-kind={kind}]"))
            .await?;
    }
    app.see(&hook("log-end")).await?;
    app.press(&hook("filter-mfa")).await?;
    app.see_no("[data-test=event][data-kind=signed_in]").await?;
    app.see("[data-test=event][data-kind=mfa_enabled]").await?;
    app.press(&hook("filter-all")).await?;
    app.see("[data-test=event][data-kind=signed_in]").await?;

    app.press(&hook("save-log")).await?;
    let told = app.text(&hook("save-log-outcome")).await?;
    let downloads = scene.desktop.home().join("Downloads");
    let file = std::fs::read_dir(downloads)?
        .next()
        .expect("a file was saved")?
        .path();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    assert!(told.contains(&name), "{told}");
    let saved = std::fs::read_to_string(file)?;
    assert_eq!(saved.lines().count(), 1 + 3, "{saved}");
    assert!(saved.contains("sign_in_failed"), "{saved}");
    assert!(saved.contains("127.0.0.1"), "{saved}");
    Ok(())
}
