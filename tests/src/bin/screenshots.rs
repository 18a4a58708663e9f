//! Pictures of every page and state from the real window, light and dark: `cargo xtask screenshots`.

#[cfg(target_os = "linux")]
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    use portal_profile_tests::gallery::{Room, Visit, walk};
    use xtask::desktop::ColorScheme;
    use xtask::workspace;

    for (name, color_scheme) in [("light", ColorScheme::Light), ("dark", ColorScheme::Dark)] {
        let album = workspace::target().join("screenshots").join(name);
        if album.exists() {
            // A state that is no more leaves no picture.
            std::fs::remove_dir_all(&album)?;
        }
        std::fs::create_dir_all(&album)?;
        for room in Room::ALL {
            walk(room, color_scheme, Visit::Picture(album.clone())).await?;
        }
        eprintln!("{}", album.display());
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn main() -> anyhow::Result<()> {
    anyhow::bail!("a headless desktop needs Linux")
}
