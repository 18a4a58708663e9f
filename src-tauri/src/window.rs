//! The main window.

use std::borrow::Cow;
use std::path::PathBuf;

use profile_core::preferences::ColorScheme;
use profile_core::zoom::Zoom;
use tauri::http::{Request, Response};
use tauri::window::Color;
use tauri::{App, AppHandle, Manager, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::platform;
use crate::shell::Shell;
use crate::window_place::{Area, LEAST, Opening};

/// The window's label, as capabilities name it.
pub(crate) const MAIN: &str = "main";

/// Keeps what the content security policy stops from the first line of each document on, for tests that ask later:
/// nothing else tells of what happened before a listener could be added. Not part of what is shipped.
#[cfg(debug_assertions)]
const POLICY_WATCH: &str = "window.stoppedByPolicy = []; \
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => \
    stoppedByPolicy.push(`${effectiveDirective} ${blockedURI}`));";

/// Opens the main window; the web view keeps its own files in `data_directory`.
pub(crate) fn open(
    app: &App,
    scheme: ColorScheme,
    data_directory: PathBuf,
    opening: Opening,
    size: Zoom,
    hidden: bool,
) -> Result<WebviewWindow, tauri::Error> {
    let handle = app.handle().clone();
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default());
    #[cfg(debug_assertions)]
    let window = window.initialization_script(POLICY_WATCH);
    let window = match opening.position {
        Some(position) => window.position(position.x, position.y),
        None => window,
    };
    let window = window
        .title("Portal Profile")
        .inner_size(opening.size.width, opening.size.height)
        .min_inner_size(LEAST.width, LEAST.height)
        .maximized(opening.maximized)
        .visible(!hidden)
        .theme(Some(native(scheme)))
        .background_color(background(scheme))
        .data_directory(data_directory)
        .on_navigation(is_own_page)
        .on_web_resource_request(move |request, response| {
            if is_document(&request) {
                boot(&handle, response);
            }
        })
        .build()?;
    zoom(&window, size);
    platform::draw_once_loaded(&window)?;
    platform::check_spelling(&window)?;
    Ok(window)
}

/// The screens that there are.
pub(crate) fn screens(app: &App) -> Vec<Area> {
    let screens = app.available_monitors().unwrap_or_else(|error| {
        tracing::warn!(%error, "the screens are not known");
        Vec::new()
    });
    screens.iter().map(Area::of).collect()
}

/// Brings the main window before all others, if it is open.
pub(crate) fn bring_up(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let shown = window.unminimize().and_then(|()| window.show());
    if let Err(error) = shown.and_then(|()| window.set_focus()) {
        tracing::warn!(%error, "the window can't be brought up");
    }
}

/// Leaves the app without a window that can be seen.
pub(crate) fn hide(app: &AppHandle) {
    let hidden = app.get_webview_window(MAIN).map(|window| window.hide());
    if let Some(Err(error)) = hidden {
        tracing::warn!(%error, "the window stays");
    }
}

/// As [`bring_up`], of a window that can't be seen; any other is left where it is.
pub(crate) fn bring_up_if_hidden(app: &AppHandle) {
    let window = app.get_webview_window(MAIN);
    if window.is_some_and(|window| window.is_visible().is_ok_and(|is_visible| !is_visible)) {
        bring_up(app);
    }
}

/// Of all files only the page's own document is asked for without a path.
fn is_document(request: &Request<Vec<u8>>) -> bool {
    matches!(request.uri().path(), "" | "/")
}

/// Writes what the page shows first into its document.
fn boot(app: &AppHandle, response: &mut Response<Cow<'static, [u8]>>) {
    let document = String::from_utf8_lossy(response.body());
    let shell = app.state::<Shell>();
    let boot = shell.boot();
    let first_frame = shell.first_frame(&boot);
    match boot.write_into(&document, first_frame.as_deref()) {
        Ok(document) => *response.body_mut() = document.into_bytes().into(),
        Err(error) => tracing::error!(%error, "the page is not told what to show"),
    }
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

/// Draws the page as large as this.
pub(crate) fn zoom(window: &WebviewWindow, zoom: Zoom) {
    if let Err(error) = window.set_zoom(zoom.factor()) {
        tracing::warn!(%error, "the page keeps its size");
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
