//! Throwaway.
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    use portal_profile_tests::gallery::{Room, Visit, walk};
    let album = std::path::PathBuf::from("/tmp/pics-rooms");
    std::fs::create_dir_all(&album)?;
    let (a, b, c) = tokio::join!(
        walk(Room::MfaTrouble, xtask::desktop::ColorScheme::Light, Visit::Picture(album.clone())),
        walk(Room::ApiKeys, xtask::desktop::ColorScheme::Dark, Visit::Picture(album.clone())),
        walk(Room::Security, xtask::desktop::ColorScheme::Light, Visit::Picture(album.clone())),
    );
    a?;
    b?;
    c
}
