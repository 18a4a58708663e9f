//! Every state, in either theme: no barriers, and nothing that the content security policy stops.

use anyhow::Result;
use portal_profile_tests::gallery::{Room, Visit, walk};
use portal_profile_tests::page::hook;
use portal_profile_tests::scene::Scene;
use rstest::rstest;
use xtask::desktop::ColorScheme;

#[rstest]
#[tokio::test]
async fn no_state_has_barriers(
    #[values(
        Room::Entering,
        Room::Profile,
        Room::Interrupted,
        Room::Leaving,
        Room::Accounts,
        Room::Locking,
        Room::MissingParts,
        Room::Security,
        Room::Mfa,
        Room::MfaTrouble,
        Room::ApiKeys,
        Room::Organizations,
        Room::Blocked,
        Room::Buying,
        Room::Checkout,
        Room::Exports
    )]
    room: Room,
    #[values(ColorScheme::Light, ColorScheme::Dark)] color_scheme: ColorScheme,
) -> Result<()> {
    walk(room, color_scheme, Visit::Barriers).await
}

/// No test listens while the page asks for something that it may not have.
#[tokio::test]
async fn what_the_policy_stopped_is_told_to_those_who_ask_later() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.see(&hook("connect-page")).await?;
    let none = Vec::<String>::new();
    assert_eq!(app.stopped_by_policy().await?, none);
    app.load_again().await?;
    app.see(&hook("connect-page")).await?;
    app.evaluate("new Image().src = 'https://early.example/'")
        .await?;
    let early = ["img-src https://early.example/"];
    assert_eq!(app.stopped_by_policy().await?, early);
    assert_eq!(app.stopped_by_policy().await?, early, "told to each");
    app.load_again().await?;
    app.see(&hook("connect-page")).await?;
    assert_eq!(
        app.stopped_by_policy().await?,
        none,
        "a document of its own"
    );
    Ok(())
}
