//! Addresses that lead to no portal: each has its own words, and the page stays usable.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::awkward::{Awkward, AwkwardServer};
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;

/// Tries an address and waits for the error that explains it.
async fn is_refused(app: &App, address: &str, code: &str) -> Result<()> {
    app.type_into("input[name=address]", address).await?;
    app.press(&hook("connect")).await?;
    app.see(&error(code)).await?;
    Ok(())
}

#[tokio::test]
async fn each_bad_address_is_explained_and_the_next_one_works() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    is_refused(&app, "not an address", "address_invalid").await?;
    is_refused(&app, "http://portal.example", "address_insecure").await?;
    is_refused(&app, &unused_address().await?, "portal_unreachable").await?;
    app.connect(scene.portal.address()).await?;
    app.sign_in(ADA).await
}

#[tokio::test]
async fn each_server_that_is_no_portal_is_explained() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    for (awkward, code) in [
        (Awkward::Html, "not_a_portal"),
        (Awkward::Redirect, "portal_redirects"),
        (Awkward::Truncated, "reply_invalid"),
        (Awkward::Endless, "reply_invalid"),
        (Awkward::Faulty, "portal_failed"),
        (Awkward::Silent, "portal_timed_out"),
    ] {
        let server = AwkwardServer::start(awkward).await?;
        is_refused(&app, server.address(), code).await?;
    }
    let server = AwkwardServer::untrusted().await?;
    is_refused(&app, server.address(), "certificate_untrusted").await?;
    app.connect(scene.portal.address()).await
}

/// An address of loopback where nothing listens any more.
async fn unused_address() -> Result<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    Ok(format!("http://{}", listener.local_addr()?))
}
