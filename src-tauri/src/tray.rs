//! The icon in the system's tray, and its menu.

use std::path::{Path, PathBuf};
use std::time::Duration;

use profile_core::outside_requests::Wish;
use profile_core::services::ServiceState;
use profile_core::tray::{RunningExport, TrayState};
use tauri::menu::{CheckMenuItem, Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager, Wry};
use tokio::sync::watch;

use crate::dates::day;
use crate::messages::{Filling, Messages};
use crate::platform;
use crate::services::ServiceBoard;
use crate::shell::Shell;
use crate::window;

const OPEN: &str = "open";
const EXPORTS: &str = "exports";
const NOTIFICATIONS: &str = "notifications";
const QUIT: &str = "quit";

/// Where exports begin in the menu: below what opens the window, and a line.
const FIRST_EXPORT: usize = 2;

/// How long a tray may take to come, or to come back, before a window that is hidden is shown.
const GRACE: Duration = Duration::from_secs(3);

/// Is in the tray as long as there is one, and says what it says. The icon lies in `folder`, where the tray reads it.
pub(crate) fn be_in_tray(app: &AppHandle, board: &ServiceBoard, folder: PathBuf) {
    let (turned, host) = watch::channel(None);
    std::thread::spawn(move || {
        platform::follow_tray_host(|state| {
            turned.send_replace(Some(state));
        });
    });
    let (app, board) = (app.clone(), board.clone());
    tauri::async_runtime::spawn(async move { follow(&app, &board, host, &folder).await });
}

async fn follow(
    app: &AppHandle,
    board: &ServiceBoard,
    mut host: watch::Receiver<Option<ServiceState>>,
    folder: &Path,
) {
    let shell = app.state::<Shell>();
    let (Ok(profile_app), Ok(messages)) = (shell.app(), shell.messages()) else {
        return;
    };
    let (sender, mut told) = watch::channel(TrayState::default());
    let mut sender = Some(sender);
    let mut tray: Option<Tray> = None;
    let mut languages = messages.languages();
    loop {
        tokio::select! {
            // Where nothing tells of a change, there is what there was.
            Ok(()) = host.changed() => {
                let mut state = host.borrow_and_update().unwrap_or_default();
                if state == ServiceState::Available && tray.is_none() {
                    match Tray::open(app, messages, folder, told.clone()) {
                        Ok(opened) => tray = Some(opened),
                        Err(error) => {
                            tracing::warn!(%error, "no icon in the tray");
                            state = ServiceState::Failed;
                        }
                    }
                }
                board.report_tray(state);
                if state != ServiceState::Available {
                    give_window_back(app, board);
                } else if let Some(sender) = sender.take() {
                    tauri::async_runtime::spawn(profile_app.clone().follow_for_tray(sender));
                }
            }
            Ok(()) = told.changed() => show(app, messages, &mut tray, &mut told),
            Ok(()) = languages.changed() => show(app, messages, &mut tray, &mut told),
        }
    }
}

/// Shows the window again unless a tray comes soon, as when the desktop starts: nobody could bring it up.
fn give_window_back(app: &AppHandle, board: &ServiceBoard) {
    let (app, board) = (app.clone(), board.clone());
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(GRACE).await;
        if board.now().tray != ServiceState::Available {
            window::bring_up_if_hidden(&app);
        }
    });
}

fn show(
    app: &AppHandle,
    messages: &Messages,
    tray: &mut Option<Tray>,
    told: &mut watch::Receiver<TrayState>,
) {
    let state = told.borrow_and_update().clone();
    if let Some(tray) = tray
        && let Err(error) = tray.show(app, messages, &state)
    {
        tracing::warn!(%error, "the tray tells what was before");
    }
}

struct Tray {
    _icon: TrayIcon<Wry>,
    menu: Menu<Wry>,
    open: MenuItem<Wry>,
    quit: MenuItem<Wry>,
    /// One for each that runs, or one that says that there is none.
    exports: Vec<MenuItem<Wry>>,
    tells_of_exports: bool,
    notifications: CheckMenuItem<Wry>,
}

impl Tray {
    fn open(
        app: &AppHandle,
        messages: &Messages,
        folder: &Path,
        told: watch::Receiver<TrayState>,
    ) -> tauri::Result<Self> {
        let text = |id: &str| messages.text(id, &[]);
        let notifications = CheckMenuItem::with_id(
            app,
            NOTIFICATIONS,
            text("tray_notifications"),
            false,
            false,
            None::<&str>,
        )?;
        let open = MenuItem::with_id(app, OPEN, text("tray_open"), true, None::<&str>)?;
        let quit = MenuItem::with_id(app, QUIT, text("tray_quit"), true, None::<&str>)?;
        let none = no_exports(app, messages)?;
        let line = || PredefinedMenuItem::separator(app);
        let menu = Menu::with_items(
            app,
            &[
                &open,
                &line()?,
                &none,
                &line()?,
                &notifications,
                &line()?,
                &quit,
            ],
        )?;
        let mut icon = TrayIconBuilder::with_id("portal-profile")
            .tooltip("Portal Profile")
            .temp_dir_path(folder)
            .menu(&menu)
            .on_menu_event({
                let notifications = notifications.clone();
                move |app, event| {
                    let is_on = told.borrow().notifications;
                    choose(app, &event, is_on);
                    // A press ticks it by itself. It is ticked again once the portal says so.
                    if let Err(error) = notifications.set_checked(is_on.unwrap_or_default()) {
                        tracing::warn!(%error, "the tray tells what is not so");
                    }
                }
            });
        if let Some(picture) = app.default_window_icon() {
            icon = icon.icon(picture.clone());
        }
        Ok(Self {
            _icon: icon.build(app)?,
            menu,
            open,
            quit,
            exports: vec![none],
            tells_of_exports: false,
            notifications,
        })
    }

    /// Changes as little as it can: the menu may be open.
    fn show(
        &mut self,
        app: &AppHandle,
        messages: &Messages,
        state: &TrayState,
    ) -> tauri::Result<()> {
        for (item, id) in [(&self.open, "tray_open"), (&self.quit, "tray_quit")] {
            item.set_text(messages.text(id, &[]))?;
        }
        self.notifications
            .set_text(messages.text("tray_notifications", &[]))?;
        self.notifications
            .set_enabled(state.notifications.is_some())?;
        self.notifications
            .set_checked(state.notifications.unwrap_or_default())?;
        if self.tells_of_exports && self.exports.len() == state.exports.len() {
            for (item, export) in self.exports.iter().zip(&state.exports) {
                item.set_text(label(messages, export))?;
            }
            return Ok(());
        }
        self.tells_of_exports = false;
        for item in self.exports.drain(..) {
            self.menu.remove(&item)?;
        }
        for export in &state.exports {
            let label = label(messages, export);
            self.exports
                .push(MenuItem::new(app, label, true, None::<&str>)?);
        }
        if self.exports.is_empty() {
            self.exports.push(no_exports(app, messages)?);
        }
        for (at, item) in self.exports.iter().enumerate() {
            self.menu.insert(item, FIRST_EXPORT + at)?;
        }
        self.tells_of_exports = !state.exports.is_empty();
        Ok(())
    }
}

fn no_exports(app: &AppHandle, messages: &Messages) -> tauri::Result<MenuItem<Wry>> {
    let text = messages.text("tray_no_exports", &[]);
    MenuItem::new(app, text, false, None::<&str>)
}

fn label(messages: &Messages, export: &RunningExport) -> String {
    let written = |date| Filling::from(day(messages.language(), date));
    let mut values = vec![
        ("first", written(export.first_day)),
        ("last", written(export.last_day)),
    ];
    match export.percent {
        None => messages.text("tray_export", &values),
        Some(percent) => {
            values.push(("percent", Filling::count(percent)));
            messages.text("tray_export_percent", &values)
        }
    }
}

/// What a person chose from the menu, where notifications are on or off. All that has no name of its own is an export.
fn choose(app: &AppHandle, event: &MenuEvent, notifications: Option<bool>) {
    match event.id().as_ref() {
        OPEN => window::bring_up(app),
        QUIT => app.exit(0),
        NOTIFICATIONS => {
            if let Some(is_on) = notifications {
                turn_notifications(app, !is_on);
            }
        }
        _ => go(app, EXPORTS),
    }
}

fn go(app: &AppHandle, place: &str) {
    let link = format!("{}://{place}", profile_core::links::SCHEME);
    app.state::<Shell>().requests().ask(Wish {
        link: Some(link),
        ..Wish::default()
    });
    window::bring_up(app);
}

/// Shows announcements, or shows none. Where that can't be saved, the window comes up where it can be tried again.
fn turn_notifications(app: &AppHandle, on: bool) {
    let Ok(profile_app) = app.state::<Shell>().app().cloned() else {
        return;
    };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let turned = profile_app.set_toast_notifications(on).await;
        // The page shows it as well.
        profile_app
            .portal_news()
            .send_modify(|news| news.profile += 1);
        if let Err(error) = turned {
            tracing::info!(%error, "notifications stay as they are");
            go(&app, "profile");
        }
    });
}
