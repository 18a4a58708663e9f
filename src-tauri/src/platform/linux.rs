//! Linux: freedesktop services on the session bus, WebKitGTK.
//!
//! All of these block. They run on plain threads, since zbus's blocking calls may not run inside an
//! async task.

mod arrivals;
mod keyring_service;
mod login;
mod notifications;
mod tray;

use std::cell::Cell;
use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;

use dark_light::Mode;
use gtk::glib::Propagation;
use gtk::prelude::WidgetExt;
use profile_core::services::ServiceState;
use rustix::process::{Pid, Signal, kill_process};
use tauri::{RunEvent, WebviewWindow};
use url::Url;
use webkit2gtk::{LoadEvent, WebContextExt, WebViewExt};
use zbus::blocking::Connection;
use zbus::zvariant::{OwnedValue, Value};

pub(crate) use self::arrivals::{follow_arrivals, notification_service};
pub(crate) use self::keyring_service::{
    discard_collection, keyring_fault, keyring_is_locked, keyring_takes_secrets, lock_collection,
    lock_support, open_collection,
};
pub(crate) use self::login::{can_start_at_login, start_at_login, starts_at_login};
pub(crate) use self::notifications::show_notification;
pub(crate) use self::tray::follow_tray_host;

const FILE_MANAGER: &str = "org.freedesktop.FileManager1";
const SETTINGS_PORTAL: &str = "org.freedesktop.portal.Desktop";

/// Whether instances of the app can carry a name of their own, such as a bus name per data directory.
pub(crate) const INSTANCES_HAVE_NAMES: bool = true;

/// Whether a start that draws in the simplest way differs from any other.
pub(crate) const DRAWS_SAFELY: bool = true;

/// Whether the app can start again in its own place.
pub(crate) const STARTS_AGAIN: bool = true;

/// What the web view is told, each unless the person decided otherwise.
const WEB_VIEW: [(&str, &str); 3] = [
    // A graphics stack costs more memory and start-up time than the rest of a page like this, and
    // gives it nothing.
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    // It leaves windows blank with some drivers.
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    // Scripts are compiled to machine code once they have run for long (the default is 500), so that
    // the many that run briefly at the start leave the processor and the memory to the first frame.
    ("JSC_thresholdForJITAfterWarmUp", "20000"),
];

/// What the web view and the libraries below it are told for the simplest way to draw, whatever the person decided otherwise.
const SAFE_RENDERER: [(&str, &str); 4] = [
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1"),
    ("LIBGL_ALWAYS_SOFTWARE", "1"),
];

/// Sets up the web view's processes, to draw in the simplest way if `is_safe`.
///
/// To be called before the first thread starts and before GTK does.
pub(crate) fn prepare_web_view(is_safe: bool) {
    let usual = WEB_VIEW.map(|(variable, value)| (variable, value, false));
    let safe = SAFE_RENDERER.map(|(variable, value)| (variable, value, true));
    let safe = safe.into_iter().filter(|_| is_safe);
    for (variable, value, is_forced) in usual.into_iter().chain(safe) {
        if is_forced || std::env::var_os(variable).is_none() {
            #[expect(unsafe_code, reason = "WebKit reads it from the environment alone")]
            // SAFETY: no other thread runs yet that could read the environment.
            unsafe {
                std::env::set_var(variable, value);
            }
        }
    }
}

/// Ends the processes of the web view, also those that hang and would outlive the app.
pub(crate) fn end_web_view() {
    let parent = format!("PPid:\t{}", std::process::id());
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    for process in processes.filter_map(Pid::from_raw) {
        let read = |of| {
            let number = process.as_raw_nonzero();
            std::fs::read_to_string(format!("/proc/{number}/{of}")).unwrap_or_default()
        };
        let is_child = read("status").lines().any(|line| line == parent);
        if is_child && read("comm").starts_with("WebKit") {
            // One that is gone by now is what is wanted.
            let _ = kill_process(process, Signal::KILL);
        }
    }
}

/// Has another program take the place of this one, which ends. Answers only when it can't be.
pub(crate) fn replace_process(mut program: Command) -> io::Result<()> {
    Err(program.exec())
}

/// Links that the system hands over while the app runs: here they come with a second start.
pub(crate) fn opened_links(_: &RunEvent) -> Vec<String> {
    Vec::new()
}

/// Leaves the web view empty until its page has come. To draw it sooner, WebKit waits up to half a second in
/// the app's main thread for the page's first picture, and the page for files which that thread hands out.
pub(crate) fn draw_once_loaded(window: &WebviewWindow) -> Result<(), tauri::Error> {
    window.with_webview(|view| {
        let view = view.inner();
        let loaded = Rc::new(Cell::new(false));
        let drawable = Rc::clone(&loaded);
        view.connect_load_changed(move |view, event| {
            // One that failed is finished without having come.
            let came = matches!(event, LoadEvent::Committed | LoadEvent::Finished);
            if came && !loaded.replace(true) {
                view.queue_draw();
            }
        });
        view.connect_draw(move |view, canvas| {
            if drawable.get() {
                return Propagation::Proceed;
            }
            let ground = view.background_color();
            canvas.set_source_rgb(ground.red(), ground.green(), ground.blue());
            // What can't be drawn is drawn with the page.
            let _ = canvas.paint();
            Propagation::Stop
        });
    })
}

/// Has what the person writes checked for its spelling where the page says so, by the dictionaries of the system for
/// their languages.
pub(crate) fn check_spelling(window: &WebviewWindow) -> Result<(), tauri::Error> {
    window.with_webview(|view| {
        let checked = Cell::new(false);
        // Not before the page has come: dictionaries are large.
        view.inner().connect_load_changed(move |view, event| {
            let Some(context) = view.context() else {
                return;
            };
            if event != LoadEvent::Finished || checked.replace(true) {
                return;
            }
            let languages = gtk::glib::language_names();
            let languages = languages.iter().map(|language| language.as_str());
            // A language as in `de_AT`, without its encoding, and not that of programs.
            let languages: Vec<&str> = languages
                .filter(|language| !language.contains('.') && *language != "C")
                .collect();
            context.set_spell_checking_languages(&languages);
            context.set_spell_checking_enabled(true);
        });
    })
}

/// Creates `path` and its parents, readable by this person only.
pub(crate) fn create_private_directory(path: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

/// Makes sure that there is a file at `path`, with `content` if it is new, readable by this person
/// only.
pub(crate) fn create_private_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => file.write_all(content),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            std::fs::set_permissions(path, Permissions::from_mode(0o600))
        }
        Err(error) => Err(error),
    }
}

/// How a file is opened that is appended to and readable by this person only.
pub(crate) fn private_append_options() -> OpenOptions {
    let mut options = File::options();
    options.append(true).create(true).mode(0o600);
    options
}

/// What the system calls itself.
pub(crate) fn system_name() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| "Linux".to_owned(), |name| name.replace('"', ""))
}

/// Which desktop this is, and what the window is drawn with.
pub(crate) fn desktop() -> Vec<(&'static str, String)> {
    [
        ("desktop", "XDG_CURRENT_DESKTOP"),
        ("session", "XDG_SESSION_TYPE"),
        ("window backend", "GDK_BACKEND"),
    ]
    .into_iter()
    .filter_map(|(name, variable)| Some((name, std::env::var(variable).ok()?)))
    .collect()
}

/// Marks what is about to be copied as a secret, which clipboard managers then keep out of their history.
pub(crate) fn mark_sensitive(copy: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtLinux;

    copy.exclude_from_history()
}

/// The system's color scheme. The settings portals of older systems know only the deprecated
/// `Read`, which dark-light doesn't call.
pub(crate) fn color_scheme() -> Result<Mode, ServiceState> {
    dark_light::detect().or_else(|_| read_color_scheme())
}

fn read_color_scheme() -> Result<Mode, ServiceState> {
    let bus = Connection::session().map_err(|_| ServiceState::Missing)?;
    let reply = bus
        .call_method(
            Some(SETTINGS_PORTAL),
            "/org/freedesktop/portal/desktop",
            Some("org.freedesktop.portal.Settings"),
            "Read",
            &("org.freedesktop.appearance", "color-scheme"),
        )
        .map_err(|error| match error {
            zbus::Error::MethodError(name, ..)
                if name.as_str() == "org.freedesktop.DBus.Error.ServiceUnknown" =>
            {
                ServiceState::Missing
            }
            _ => ServiceState::Failed,
        })?;
    let value: OwnedValue = reply
        .body()
        .deserialize()
        .map_err(|_| ServiceState::Failed)?;
    match innermost(&value) {
        Value::U32(1) => Ok(Mode::Dark),
        Value::U32(2) => Ok(Mode::Light),
        Value::U32(_) => Ok(Mode::Unspecified),
        _ => Err(ServiceState::Failed),
    }
}

/// `Read` wraps its answer in a variant of a variant.
fn innermost<'a>(mut value: &'a Value<'a>) -> &'a Value<'a> {
    while let Value::Value(inner) = value {
        value = inner;
    }
    value
}

/// Has a file shown in its folder, with the file chosen; false where no program takes that.
///
/// See the File Manager DBus Interface of freedesktop.org.
pub(crate) fn show_in_folder(file: &Path) -> bool {
    let (Ok(bus), Ok(url)) = (Connection::session(), Url::from_file_path(file)) else {
        return false;
    };
    let shown = bus.call_method(
        Some(FILE_MANAGER),
        "/org/freedesktop/FileManager1",
        Some(FILE_MANAGER),
        "ShowItems",
        &([url.as_str()].as_slice(), ""),
    );
    shown.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_file_keeps_its_content_and_loses_its_readers() -> io::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("settings.json");
        let mode = || std::fs::metadata(&path).map(|file| file.permissions().mode() & 0o777);
        create_private_file(&path, b"{}")?;
        assert_eq!(mode()?, 0o600);
        std::fs::write(&path, "{\"theme\":1}")?;
        std::fs::set_permissions(&path, Permissions::from_mode(0o644))?;
        create_private_file(&path, b"{}")?;
        assert_eq!(mode()?, 0o600);
        assert_eq!(std::fs::read_to_string(&path)?, "{\"theme\":1}");
        Ok(())
    }
}
