//! macOS and Windows: their own libraries answer, nothing has to be looked up.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use auto_launch::{AutoLaunch, AutoLaunchBuilder};
use dark_light::Mode;
use notify_rust::Notification;
use profile_core::lock::LockSupport;
use profile_core::ports::{TokenLockError, TokenStoreError};
use profile_core::services::ServiceState;
use tauri::{RunEvent, WebviewWindow};

use super::{LoginItem, Offers, SystemPart};

/// Whether instances of the app can carry a name of their own, such as a bus name per data directory.
pub(crate) const INSTANCES_HAVE_NAMES: bool = false;

/// The system's web view needs no preparation, and draws as the system has it.
#[cfg(target_os = "macos")]
pub(crate) fn prepare_web_view(_: bool) {}

/// Whether a start that draws in the simplest way differs from any other.
pub(crate) const DRAWS_SAFELY: bool = cfg!(target_os = "windows");

/// Another start could meet what is left of this one, and draws as this one did.
pub(crate) const STARTS_AGAIN: bool = false;

/// Has the web view draw without the graphics card if `is_safe`.
///
/// To be called before the first thread starts.
#[cfg(target_os = "windows")]
pub(crate) fn prepare_web_view(is_safe: bool) {
    if is_safe {
        #[expect(unsafe_code, reason = "WebView2 reads it from the environment alone")]
        // SAFETY: no other thread runs yet that could read the environment.
        unsafe {
            let given = std::env::var("WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS").unwrap_or_default();
            std::env::set_var(
                "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
                format!("{given} --disable-gpu"),
            );
        }
    }
}

/// The processes of the web view end with the app.
pub(crate) fn end_web_view() {}

/// Has another program take the place of this one, which ends. Answers only when it can't be.
pub(crate) fn replace_process(mut program: Command) -> io::Result<()> {
    program.spawn()?;
    std::process::exit(0)
}

/// Links that the system hands over to the app, at its start as well.
#[cfg(target_os = "macos")]
pub(crate) fn opened_links(event: &RunEvent) -> Vec<String> {
    match event {
        RunEvent::Opened { urls } => urls.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// Links that the system hands over while the app runs: here they come with a second start.
#[cfg(target_os = "windows")]
pub(crate) fn opened_links(_: &RunEvent) -> Vec<String> {
    Vec::new()
}

/// How a file is opened that is appended to. It lies below the person's own folder, which others can't read.
pub(crate) fn private_append_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    options
}

/// What the system calls itself.
pub(crate) fn system_name() -> String {
    std::env::consts::OS.to_owned()
}

/// There is one desktop.
pub(crate) fn desktop() -> Vec<(&'static str, String)> {
    Vec::new()
}

/// Nothing waits for the page to be drawn.
pub(crate) fn draw_once_loaded(_: &WebviewWindow) -> Result<(), tauri::Error> {
    Ok(())
}

/// The web view checks the spelling by itself.
pub(crate) fn check_spelling(_: &WebviewWindow) -> Result<(), tauri::Error> {
    Ok(())
}

/// Creates `path` and its parents. They lie below the person's own folder, which others can't read.
pub(crate) fn create_private_directory(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// Makes sure that there is a file at `path`, with `content` if it is new.
pub(crate) fn create_private_file(path: &Path, content: &[u8]) -> io::Result<()> {
    match std::fs::File::create_new(path) {
        Ok(mut file) => file.write_all(content),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Marks what is about to be copied as a secret, which clipboard managers then keep out of their history.
#[cfg(target_os = "macos")]
pub(crate) fn mark_sensitive(copy: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtApple;

    copy.exclude_from_history()
}

/// Marks what is about to be copied as a secret, which the system then keeps on this machine and out of its
/// history.
#[cfg(target_os = "windows")]
pub(crate) fn mark_sensitive(copy: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows;

    copy.exclude_from_monitoring()
        .exclude_from_cloud()
        .exclude_from_history()
}

/// Shows a notification. What it offers is found in the window: on macOS, notify-rust tells of a button only to a thread
/// that waits for as long as the notification is there, and on Windows, only where the program is installed with a
/// shortcut that names it.
pub(crate) fn show_notification(
    mut notification: Notification,
    body: &str,
    _: Offers,
) -> notify_rust::error::Result<()> {
    notification.body(body).show().map(drop)
}

/// Has a file shown in its folder, with the file chosen.
#[cfg(target_os = "macos")]
pub(crate) fn show_in_folder(file: &Path) -> bool {
    let mut opening = Command::new("open");
    opening.arg("-R").arg(file);
    opening.status().is_ok_and(|status| status.success())
}

/// Has a file shown in its folder, with the file chosen. What the program answers says nothing.
#[cfg(target_os = "windows")]
pub(crate) fn show_in_folder(file: &Path) -> bool {
    use std::os::windows::process::CommandExt;

    let mut opening = Command::new("explorer.exe");
    opening.raw_arg(format!("/select,\"{}\"", file.display()));
    opening.spawn().is_ok()
}

/// The system's color scheme.
pub(crate) fn color_scheme() -> Result<Mode, ServiceState> {
    dark_light::detect().map_err(|_| ServiceState::Failed)
}

/// There is a menu bar, or a taskbar.
pub(crate) fn follow_tray_host(report: impl Fn(ServiceState)) {
    report(ServiceState::Available);
}

/// Whether the app can be started by the person's session.
pub(crate) fn can_start_at_login() -> bool {
    true
}

/// Whether the person's session starts the app.
pub(crate) fn starts_at_login(item: &LoginItem) -> io::Result<bool> {
    launch(item)?.is_enabled().map_err(io::Error::other)
}

/// Has the person's session start the app, or no more.
pub(crate) fn start_at_login(item: &LoginItem, on: bool) -> io::Result<()> {
    let launch = launch(item)?;
    let done = if on {
        launch.enable()
    } else {
        launch.disable()
    };
    done.map_err(io::Error::other)
}

fn launch(item: &LoginItem) -> io::Result<AutoLaunch> {
    let program = item.program.to_str();
    AutoLaunchBuilder::new()
        .set_app_name(&item.name)
        .set_app_path(program.ok_or(io::ErrorKind::InvalidFilename)?)
        .set_args(&item.arguments)
        .build()
        .map_err(io::Error::other)
}

/// All parts are there from the start.
pub(crate) fn follow_arrivals(_: impl Fn(SystemPart)) {}

/// What the system keeps can't be looked at without a prompt.
pub(crate) fn keyring_takes_secrets(_: Option<&str>) -> bool {
    false
}

/// Notifications are part of the system.
pub(crate) fn notification_service() -> ServiceState {
    ServiceState::Available
}

/// What a fault of the keyring means. `None`: there is no entry.
pub(crate) fn keyring_fault(error: &keyring::Error) -> Option<TokenStoreError> {
    match error {
        keyring::Error::NoEntry => None,
        keyring::Error::NoStorageAccess(_) => Some(TokenStoreError::Locked),
        other => Some(TokenStoreError::Failed(other.to_string())),
    }
}

/// The system unlocks its keyring together with the person's session.
pub(crate) fn keyring_is_locked(_: Option<&str>) -> bool {
    false
}

/// The system's keyring is locked as a whole, together with the person's session.
pub(crate) fn lock_support() -> LockSupport {
    LockSupport::Unsupported
}

/// There is no part of the keyring that could be opened by itself.
pub(crate) fn open_collection(_: &str, _: bool) -> Result<(), TokenLockError> {
    let none = "the keyring has no part that can be locked by itself";
    Err(TokenStoreError::Failed(none.to_owned()).into())
}

/// There is nothing to lock.
pub(crate) fn lock_collection(_: &str) -> Result<(), TokenStoreError> {
    Ok(())
}

/// There is nothing to remove.
pub(crate) fn discard_collection(_: &str) -> Result<(), TokenStoreError> {
    Ok(())
}
