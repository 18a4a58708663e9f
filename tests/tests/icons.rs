//! The icon set is made from `icons/icon.svg`; this holds the committed files to it.
//!
//! `cargo xtask generate` runs this with `PORTAL_PROFILE_WRITE=1`, which writes the files instead.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use icns::{IconFamily, PixelFormat};
use ico::{IconDir, IconDirEntry, IconImage, ResourceType};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// The PNG files and their sizes in pixels.
const PNG_FILES: [(&str, u32); 5] = [
    ("32x32.png", 32),
    ("64x64.png", 64),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("icon.png", 512),
];
/// Those that Linux desktops look for, in pixels.
const LINUX_SIZES: [u32; 9] = [16, 22, 24, 32, 48, 64, 128, 256, 512];
/// What Linux desktops know the icon by.
const LINUX_NAME: &str = "portal-profile";
const WINDOWS_SIZES: [u32; 6] = [16, 24, 32, 48, 64, 256];
const MACOS_SIZES: [u32; 6] = [16, 32, 64, 128, 256, 512];

#[test]
fn icons_are_fresh() -> Result<()> {
    let directory = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../icons"));
    let write = std::env::var_os("PORTAL_PROFILE_WRITE").is_some();
    for (name, made) in icon_set(&directory.join("icon.svg"))? {
        let file = directory.join(&name);
        if write {
            let folder = file.parent().context("an icon lies in a folder")?;
            std::fs::create_dir_all(folder)?;
            std::fs::write(&file, made)?;
        } else {
            let committed =
                std::fs::read(&file).with_context(|| format!("icons/{name} is missing"))?;
            assert!(
                committed == made,
                "icons/{name} is stale: run `cargo xtask generate`"
            );
        }
    }
    Ok(())
}

fn icon_set(source: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let drawing = std::fs::read(source)?;
    let image = Tree::from_data(&drawing, &Options::default())?;
    let mut set = Vec::new();
    for size in LINUX_SIZES {
        let name = format!("hicolor/{size}x{size}/apps/{LINUX_NAME}.png");
        set.push((name, draw(&image, size)?.encode_png()?));
    }
    set.push((format!("hicolor/scalable/apps/{LINUX_NAME}.svg"), drawing));
    for (name, size) in PNG_FILES {
        set.push((name.to_owned(), draw(&image, size)?.encode_png()?));
    }
    set.push(("icon.ico".to_owned(), windows_icon(&image)?));
    set.push(("icon.icns".to_owned(), macos_icon(&image)?));
    Ok(set)
}

fn draw(image: &Tree, size: u32) -> Result<Pixmap> {
    let mut pixels = Pixmap::new(size, size).context("an icon has at least one pixel")?;
    let [x, y] = [image.size().width(), image.size().height()].map(|side| size as f32 / side);
    resvg::render(image, Transform::from_scale(x, y), &mut pixels.as_mut());
    Ok(pixels)
}

fn windows_icon(image: &Tree) -> Result<Vec<u8>> {
    let mut icon = IconDir::new(ResourceType::Icon);
    for size in WINDOWS_SIZES {
        let pixels = draw(image, size)?.take_demultiplied();
        icon.add_entry(IconDirEntry::encode(&IconImage::from_rgba_data(
            size, size, pixels,
        ))?);
    }
    let mut file = Vec::new();
    icon.write(&mut file)?;
    Ok(file)
}

fn macos_icon(image: &Tree) -> Result<Vec<u8>> {
    let mut icon = IconFamily::new();
    for size in MACOS_SIZES {
        let pixels = draw(image, size)?.take_demultiplied();
        icon.add_icon(&icns::Image::from_data(
            PixelFormat::RGBA,
            size,
            size,
            pixels,
        )?)?;
    }
    let mut file = Vec::new();
    icon.write(&mut file)?;
    Ok(file)
}
