//! The icon in the system's tray, and its menu.

use std::path::{Path, PathBuf};

use profile_core::app::ProfileApp;
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

/// Is in the tray as long as there is one, and says what it says. The icon lies in `folder`, where the tray reads it.
pub(crate) fn be_in_tray(app: &AppHandle, board: &ServiceBoard, folder: PathBuf) {
    let (turned, host) = watch::channel(None);
    let board = board.clone();
    std::thread::spawn(move || {
        platform::follow_tray_host(|state| {
            board.report_tray(state);
            turned.send_replace(Some(state));
        });
    });
    let app = app.clone();
    tauri::async_runtime::spawn(async move { follow(&app, host, &folder).await });
}

async fn follow(app: &AppHandle, mut host: watch::Receiver<Option<ServiceState>>, folder: &Path) {
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
            changed = host.changed() => {
                let state = *host.borrow_and_update();
                match (changed, state) {
                    (Ok(()), Some(ServiceState::Available)) => {
                        if let Some(sender) = sender.take() {
                            tauri::async_runtime::spawn(profile_app.clone().follow_for_tray(sender));
                            tray = Tray::open(app, messages, folder, told.clone())
                                .inspect_err(|error| tracing::warn!(%error, "no icon in the tray"))
                                .ok();
                        }
                    }
                    // Nobody could bring it up any more.
                    (Ok(()), _) => window::bring_up_if_hidden(app),
                    // The bus is gone, and said so before.
                    (Err(_), _) => return,
                }
            }
            Ok(()) = told.changed() => show(app, messages, &mut tray, &mut told),
            Ok(()) = languages.changed() => show(app, messages, &mut tray, &mut told),
        }
    }
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
                    choose(app, &event);
                    // A press ticks it by itself. It is ticked again once the portal says so.
                    let is_on = told.borrow().notifications.unwrap_or_default();
                    if let Err(error) = notifications.set_checked(is_on) {
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
        if self.exports.len() == state.exports.len() && self.exports[0].is_enabled()? {
            for (item, export) in self.exports.iter().zip(&state.exports) {
                item.set_text(label(messages, export))?;
            }
            return Ok(());
        }
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

/// What a person chose from the menu. All that has no name of its own is an export.
fn choose(app: &AppHandle, event: &MenuEvent) {
    match event.id().as_ref() {
        OPEN => window::bring_up(app),
        QUIT => app.exit(0),
        NOTIFICATIONS => turn_notifications(app),
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

/// Shows announcements or shows none, as against before. Where that fails, the window says why.
fn turn_notifications(app: &AppHandle) {
    let Ok(profile_app) = app.state::<Shell>().app().cloned() else {
        return;
    };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let turned = turn(&profile_app).await;
        // The page shows it as well, and the menu what it is by now.
        profile_app
            .portal_news()
            .send_modify(|news| news.profile += 1);
        if let Err(error) = turned {
            tracing::info!(%error, "notifications stay as they are");
            go(&app, "profile");
        }
    });
}

async fn turn(app: &ProfileApp) -> Result<(), profile_core::failure::Failure> {
    let before = app.refresh_profile().await?.profile.preferences;
    app.set_toast_notifications(!before.toast_notifications)
        .await
        .map(drop)
}
