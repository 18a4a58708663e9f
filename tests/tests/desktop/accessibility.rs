//! Every state, in either theme: no barriers, and nothing that the content security policy stops.

use anyhow::Result;
use portal_profile_tests::gallery::{Room, Visit, walk};
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
        Room::MissingParts,
        Room::Security,
        Room::Mfa,
        Room::ApiKeys,
        Room::Blocked
    )]
    room: Room,
    #[values(ColorScheme::Light, ColorScheme::Dark)] color_scheme: ColorScheme,
) -> Result<()> {
    walk(room, color_scheme, Visit::Barriers).await
}
