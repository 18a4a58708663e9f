//! What a test hears of pages that are opened in the system's browser.

use anyhow::{Result, ensure};
use portal_profile_tests::scene::Scene;

#[tokio::test]
async fn what_is_opened_in_the_browser_is_told_in_its_order() -> Result<()> {
    let scene = Scene::new().await?;
    assert_eq!(scene.desktop.next_opened_page()?, None);
    for page in [
        "http://127.0.0.1:1/checkout/first",
        "https://portal.example/checkout/second?one=1&two=%20#three",
    ] {
        let opened = scene.desktop.command("xdg-open").arg(page).status()?;
        ensure!(opened.success(), "{opened}");
        assert_eq!(scene.opened_page().await?, page);
    }
    assert_eq!(scene.desktop.next_opened_page()?, None);

    // Whoever looks at the variable alone finds the same browser.
    let page = "https://portal.example/third";
    let shell = ["-c", "exec \"$BROWSER\" \"$1\"", "sh", page];
    let opened = scene.desktop.command("sh").args(shell).status()?;
    ensure!(opened.success(), "{opened}");
    assert_eq!(scene.opened_page().await?, page);
    Ok(())
}
