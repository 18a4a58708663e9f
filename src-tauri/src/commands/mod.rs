//! What the page may ask for: take, call one use case, map the error. One file per page section.

mod portal;
mod preferences;
mod profile;
mod session;
mod system;

pub(crate) use portal::*;
pub(crate) use preferences::*;
pub(crate) use profile::*;
pub(crate) use session::*;
pub(crate) use system::*;

use tauri::ipc::Invoke;

/// Leads a call of the page to its command. The build script and the capability name the same ones.
pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        services,
        color_scheme,
        connect_portal,
        open_built_in_portal,
        sign_in,
        sign_out,
        refresh_profile,
        change_display_name,
        set_toast_notifications,
        set_theme,
    ]
}
