//! The shell of Portal Profile: window, commands, and the operating system's parts behind the
//! ports of `profile-core`.

mod amounts;
mod announcement_texts;
mod boot;
mod browser;
mod built_in_portal;
mod clipboard;
mod commands;
mod crash_report;
mod data_directory;
mod dates;
mod diagnostics;
mod disk;
mod downloads;
mod error;
mod file_view;
mod first_frame;
mod instance;
mod local_store;
mod log;
mod login;
mod messages;
mod notification_centre;
mod notifier;
mod options;
mod paint_watchdog;
mod platform;
mod returning;
mod save_dialog;
mod services;
mod setup;
mod shell;
mod status_texts;
mod system_language;
mod theme;
mod time_budget;
mod token_places;
mod token_store;
mod tray;
mod window;
mod window_place;

#[cfg(test)]
mod bindings;
#[cfg(test)]
mod manual;

use std::sync::Arc;
use std::time::Duration;

use profile_core::outside_requests::{OutsideRequests, Wish};
use tauri::{AppHandle, Manager, RunEvent, WindowEvent};

pub use options::Options;

use built_in_portal::LoopbackPortal;
use crash_report::CrashReports;
use instance::Instance;
use log::Log;
use shell::Shell;
use theme::SystemTheme;
use window_place::PlaceKeeper;

/// How long each of the downloads and the built-in portal may take to end with the app.
const FAREWELL: Duration = Duration::from_secs(3);

/// How long services of the system may hold the app up at its end.
const BRIEF_FAREWELL: Duration = Duration::from_millis(1_500);

/// The app could not be started.
#[derive(Debug, thiserror::Error)]
#[error("Portal Profile could not be started: {0}")]
pub struct RunError(#[from] tauri::Error);

/// Runs the app until its window is closed.
///
/// To be called from the main thread before any other is started.
///
/// # Errors
/// When the window system can't be reached.
pub fn run(options: Options) -> Result<(), RunError> {
    platform::prepare_web_view(options.safe_renderer);
    let log = Log::begin();
    platform::forbid_core_dumps();
    let reports = CrashReports::watch(log.clone());
    let system_theme = SystemTheme::watch();
    let instance = Instance::of(&options);
    let mut builder = tauri::Builder::default();
    // From here on, whoever asks finds an ear: a second start may come before the window is open.
    let requests = OutsideRequests::new(options.wish());
    if let Some(plugin) = instance.single_instance(requests.clone()) {
        builder = builder.plugin(plugin);
    }
    let app = builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_store::Builder::default().build())
        .invoke_handler(commands::handler())
        .setup({
            let requests = requests.clone();
            move |app| {
                setup::set_up(
                    app,
                    &options,
                    &instance,
                    requests,
                    system_theme,
                    log,
                    &reports,
                )
            }
        })
        .build(tauri::generate_context!())?;
    app.run(move |app, event| {
        for link in platform::opened_links(&event) {
            requests.ask(Wish {
                link: Some(link),
                ..Wish::default()
            });
            window::bring_up(app);
        }
        match event {
            RunEvent::Exit => tauri::async_runtime::block_on(say_farewell(app)),
            RunEvent::WindowEvent {
                event: WindowEvent::Moved(_) | WindowEvent::Resized(_),
                ..
            } => app.state::<PlaceKeeper>().moved(),
            RunEvent::WindowEvent {
                event: WindowEvent::CloseRequested { api, .. },
                ..
            } => {
                app.state::<PlaceKeeper>().keep_now();
                if app.state::<Shell>().stays_in_tray() {
                    api.prevent_close();
                    window::hide(app);
                }
            }
            // The person is there, perhaps after the machine slept.
            RunEvent::WindowEvent {
                event: WindowEvent::Focused(true),
                ..
            } => follow_now(app),
            _ => {}
        }
    });
    Ok(())
}

fn follow_now(app: &AppHandle) {
    if let Some(shell) = app.try_state::<Shell>()
        && let Ok(app) = shell.app()
    {
        app.follow_now();
    }
}

/// Puts an end to what must not outlive the app.
async fn say_farewell(app: &AppHandle) {
    if let Some(shell) = app.try_state::<Shell>()
        && let Ok(app) = shell.app()
    {
        let (notifications, downloads) = (app.leave_notifications(), app.leave_downloads());
        let (_, notified, left) = tokio::join!(
            tokio::time::timeout(BRIEF_FAREWELL, app.clear_copied_secret()),
            tokio::time::timeout(BRIEF_FAREWELL, notifications),
            tokio::time::timeout(FAREWELL, downloads),
        );
        if notified.is_err() {
            tracing::warn!("a notification was cut off");
        }
        if left.is_err() {
            tracing::warn!("a download was cut off");
        }
    }
    if let Some(portal) = app.try_state::<Arc<LoopbackPortal>>()
        && tokio::time::timeout(FAREWELL, portal.stop()).await.is_err()
    {
        tracing::warn!("the built-in portal was cut off");
    }
}
