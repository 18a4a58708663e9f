//! Measures a ledger of a million transactions: `cargo xtask bench credits`.
//!
//! A portal on SQLite answers over HTTP on loopback, in turns with the shell of SQLite, which reads the same page from
//! the same file, so that a busy machine slows both down alike. Then the real window is scrolled from the first row to
//! the last, and its memory is looked at before and after.

#[cfg(target_os = "linux")]
mod pages;
#[cfg(target_os = "linux")]
mod scrolling;

use anyhow::Result;

/// Transactions of the ledger.
#[cfg(target_os = "linux")]
const COUNT: i64 = 1_000_000;

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> Result<()> {
    use anyhow::Context;
    use chrono::Utc;
    use portal_profile_tests::long_ledger::fill;
    use portal_profile_tests::portal::ADA;
    use portal_profile_tests::scene::Scene;

    const LONG: &str = "Long Ledger";

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let tries: usize = arguments.first().context("how many tries?")?.parse()?;
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let scene = Scene::new().await?;
    let add = ["organization", "add", "--name", LONG, "--owner", ADA.email];
    scene
        .operate(&[&add[..], &["--plan", "business"]].concat())
        .await?;
    let organization = scene.organization(LONG).await?.id;
    fill(&scene.store().await?, organization, COUNT, Utc::now()).await?;
    pages::measure(&scene, organization, tries).await?;
    scrolling::measure(&scene, LONG).await
}

#[cfg(not(target_os = "linux"))]
fn main() -> Result<()> {
    anyhow::bail!("the desktop that this is measured on is there on Linux only")
}
