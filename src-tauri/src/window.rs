//! The main window.

use std::path::PathBuf;

use profile_core::preferences::ColorScheme;
use tauri::window::Color;
use tauri::{App, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::boot::Boot;

/// The window's label, as capabilities name it.
pub(crate) const MAIN: &str = "main";

/// Opens the main window; the web view keeps its own files in `data_directory`.
pub(crate) fn open(
    app: &App,
    boot: &Boot,
    data_directory: PathBuf,
) -> Result<WebviewWindow, Box<dyn std::error::Error>> {
    let scheme = boot.color_scheme();
    let builder = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Portal Profile")
        .inner_size(1080.0, 800.0)
        .min_inner_size(720.0, 480.0)
        .initialization_script(boot.script()?)
        .theme(Some(native(scheme)))
        .background_color(background(scheme))
        .data_directory(data_directory)
        .on_navigation(is_own_page);
    Ok(builder.build()?)
}

/// Draws what the system draws around the page in `scheme`.
pub(crate) fn draw(window: &WebviewWindow, scheme: ColorScheme) {
    let drawn = window
        .set_theme(Some(native(scheme)))
        .and_then(|()| window.set_background_color(Some(background(scheme))));
    if let Err(error) = drawn {
        tracing::warn!(%error, "the window keeps its colours");
    }
}

/// The page never leaves the bundled files.
fn is_own_page(url: &tauri::Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

fn native(scheme: ColorScheme) -> Theme {
    match scheme {
        ColorScheme::Light => Theme::Light,
        ColorScheme::Dark => Theme::Dark,
    }
}

/// The page's own ground (`--ground` in `tokens.css`), so that nothing flashes before it is drawn.
fn background(scheme: ColorScheme) -> Color {
    match scheme {
        ColorScheme::Light => Color(0xf6, 0xf7, 0xf9, 0xff),
        ColorScheme::Dark => Color(0x11, 0x13, 0x16, 0xff),
    }
}
