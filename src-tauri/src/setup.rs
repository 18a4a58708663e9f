//! Puts the parts together, in the order that brings the window up soonest: nothing here waits for
//! the keyring, the network or a service of the system.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use profile_core::app::{Ports, ProfileApp};
use profile_core::clock::SystemClock;
use profile_core::language::{self, LanguageSetting};
use profile_core::lock::locks_after;
use profile_core::outside_requests::{OutsideRequests, PressedNotification, Wish};
use profile_core::ports::LocalStore;
use profile_core::preferences::Theme;
use profile_core::remembered;
use profile_core::start::{Notice, Stage};
use tauri::{App, AppHandle, Manager};

use crate::browser::SystemBrowser;
use crate::built_in_portal::LoopbackPortal;
use crate::clipboard::SystemClipboard;
use crate::crash_report::CrashReports;
use crate::data_directory::{DataDirectory, DataDirectoryError};
use crate::disk::SystemDisk;
use crate::downloads::SystemDownloads;
use crate::file_view::SystemFileView;
use crate::instance::Instance;
use crate::local_store::{LocalStoreOfAnother, PluginLocalStore};
use crate::log::Log;
use crate::login::Login;
use crate::messages::Messages;
use crate::notifier::{self, NativeNotifier, Pressed};
use crate::options::Options;
use crate::paint_watchdog::{self, PaintWatchdog};
use crate::platform;
use crate::returning::Returning;
use crate::save_dialog::SystemSaveDialog;
use crate::services::ServiceBoard;
use crate::shell::{Colors, Desk, Look, Shell};
use crate::system_language::system_language;
use crate::theme::{SystemTheme, ThemeReader};
use crate::token_store::KeyringTokenStore;
use crate::tray;
use crate::window;
use crate::window_place::{Opening, PlaceKeeper};

/// The system's theme is read while the window system starts; this is what its answer may still
/// cost. Without it the first frame takes the scheme seen last.
const FIRST_FRAME: Duration = Duration::from_millis(5);

/// What it may cost on a first start, where no scheme was seen and none was chosen: a flash in the wrong one would
/// be worse.
const FIRST_START: Duration = Duration::from_millis(500);

type SetupResult<T> = Result<T, Box<dyn std::error::Error>>;

/// Opens the window over everything it needs.
pub(crate) fn set_up(
    app: &mut App,
    options: &Options,
    instance: &Instance,
    requests: OutsideRequests,
    system_theme: SystemTheme,
    log: Log,
    reports: &CrashReports,
) -> SetupResult<()> {
    let board = ServiceBoard::new();
    let (root, cache) = directories(app, options)?;
    app.manage(Login::of(app.handle(), instance, options));
    let (desk, notices, web_view) = match DataDirectory::open(&root, &cache) {
        Ok(directory) => {
            log.keep_in(&directory.logs());
            let crash = reports.keep_in(&directory.logs());
            let (desk, mut notices) =
                furnish(app, &directory, instance, &board, system_theme.reader())?;
            notices.extend(crash);
            if options.safe_renderer && platform::DRAWS_SAFELY {
                notices.push(Notice::SafeRenderer);
            }
            let web_view = directory.web_view();
            app.manage(directory);
            (Ok(desk), notices, web_view)
        }
        Err(error) => {
            let passing = tempfile::tempdir()?;
            let web_view = passing.path().to_path_buf();
            app.manage(passing);
            (Err(blocked(&error)), Vec::new(), web_view)
        }
    };
    let local_store: Arc<dyn LocalStore> = match &desk {
        Ok(desk) => Arc::clone(&desk.local_store),
        // The window says that the app is open already, in the look it has there.
        Err(_) => Arc::new(LocalStoreOfAnother::read(&DataDirectory::settings_in(
            &root,
        ))),
    };
    let first = system_theme.first(patience(&*local_store));
    let colors = colors(&*local_store, first);
    let place = profile_core::window_place::remembered(&*local_store);
    let opening = Opening::at(place, &window::screens(app));
    let kept_in = desk.as_ref().ok().map(|desk| Arc::clone(&desk.local_store));
    let keeper = PlaceKeeper::from(place, kept_in);
    app.manage(keeper.clone());
    let look = Look {
        colors,
        zoom: profile_core::zoom::remembered(&*local_store),
        language: language_of(&*local_store),
    };
    let (scheme, zoom) = (colors.scheme(), look.zoom);
    app.manage(Shell::new(
        desk,
        notices,
        requests,
        board.clone(),
        log,
        look,
    ));
    let shell = app.state::<Shell>();
    let hidden = options.at_login && shell.closes_to_tray();
    app.manage(PaintWatchdog::default());
    let window = window::open(app, scheme, web_view, opening, zoom, hidden)?;
    if !hidden && platform::STARTS_AGAIN {
        let watching = paint_watchdog::watch_over(app.handle().clone(), options.safe_renderer);
        tauri::async_runtime::spawn(watching);
    }
    tauri::async_runtime::spawn(keeper.keep(window.clone()));
    shell.opened(window);
    follow_system_theme(app.handle(), system_theme, first, &board);
    if let Some(directory) = app.try_state::<DataDirectory>() {
        tray::be_in_tray(app.handle(), &board, directory.tray());
    }
    tauri::async_runtime::spawn(notifier::look_for_service(board));
    Ok(())
}

/// Where data and cache lie: the system's usual places, or below the directory asked for.
fn directories(app: &App, options: &Options) -> tauri::Result<(PathBuf, PathBuf)> {
    match &options.data_dir {
        Some(root) => Ok((root.clone(), root.join("cache"))),
        None => Ok((app.path().app_data_dir()?, app.path().app_cache_dir()?)),
    }
}

fn furnish(
    app: &App,
    directory: &DataDirectory,
    instance: &Instance,
    board: &ServiceBoard,
    theme: ThemeReader,
) -> SetupResult<(Desk, Vec<Notice>)> {
    let (local_store, notices) = PluginLocalStore::open(app.handle(), &directory.settings())?;
    let local_store: Arc<dyn LocalStore> = Arc::new(local_store);
    let built_in_portal = Arc::new(LoopbackPortal::new(directory.built_in_portal()));
    app.manage(Arc::clone(&built_in_portal));
    let keyring = Arc::new(KeyringTokenStore::new(
        instance.keyring_service(),
        instance.keyring_part(),
        locks_after(&*local_store).is_some(),
    ));
    let messages = Messages::of(language_of(&*local_store).in_force());
    let ports = Ports {
        token_store: Arc::clone(&keyring) as _,
        token_lock: Arc::clone(&keyring) as _,
        notifier: Arc::new(NativeNotifier::new(
            messages.clone(),
            board.clone(),
            whatever_is_pressed(app.handle().clone()),
        )),
        local_store: Arc::clone(&local_store),
        clock: Arc::new(SystemClock),
        built_in_portal,
        clipboard: Arc::new(SystemClipboard::new()),
        browser: Arc::new(SystemBrowser),
        downloads: Arc::new(SystemDownloads::new(
            app.handle().clone(),
            directory.downloads(),
            directory.downloads_under_way(),
        )),
        save_dialog: Arc::new(SystemSaveDialog::new(app.handle().clone())),
        file_view: Arc::new(SystemFileView),
        disk: Arc::new(SystemDisk),
        device: Some(gethostname::gethostname().to_string_lossy().into_owned()),
    };
    let app = ProfileApp::new(ports, directory.folders());
    follow_token_storage(&app, board.clone());
    tauri::async_runtime::spawn(app.clone().watch_purchases());
    tauri::async_runtime::spawn(app.clone().follow_status_updates());
    tauri::async_runtime::spawn(app.clone().watch_for_sleep());
    tauri::async_runtime::spawn(app.clone().watch_for_idleness());
    let returning = Returning::new(app.clone(), board.clone(), keyring, theme);
    tauri::async_runtime::spawn(returning.notice());
    let desk = Desk {
        app,
        messages,
        local_store,
    };
    Ok((desk, notices))
}

/// Leads to what a notification is about that was pressed, and counts it as read.
fn whatever_is_pressed(handle: AppHandle) -> Pressed {
    Arc::new(move |told| {
        let shell = handle.state::<Shell>();
        shell.requests().ask(Wish {
            notification: PressedNotification::of(&told),
            ..Wish::default()
        });
        window::bring_up(&handle);
        let Ok(app) = shell.app().cloned() else {
            return;
        };
        tauri::async_runtime::spawn(async move {
            // Whoever is signed out has no notifications to read.
            let _ = app.read_told(told).await;
        });
    })
}

fn blocked(error: &DataDirectoryError) -> Stage {
    match error {
        DataDirectoryError::AlreadyRunning(_) => Stage::AlreadyRunning,
        DataDirectoryError::Unusable { path, source } => Stage::DataDirectoryUnusable {
            path: path.display().to_string(),
            detail: source.to_string(),
        },
    }
}

/// How long the first frame waits for the system's theme.
fn patience(store: &dyn LocalStore) -> Duration {
    let is_chosen = remembered::theme(store) != Theme::System;
    if is_chosen || remembered::system_color_scheme(store).is_some() {
        FIRST_FRAME
    } else {
        FIRST_START
    }
}

/// The language that the app begins in.
fn language_of(store: &dyn LocalStore) -> LanguageSetting {
    LanguageSetting {
        chosen: language::remembered(store),
        system: system_language(),
    }
}

fn colors(store: &dyn LocalStore, first: Option<crate::theme::Reading>) -> Colors {
    let seen_last = || remembered::system_color_scheme(store);
    let system = first.and_then(Result::ok).or_else(seen_last);
    Colors {
        theme: remembered::theme(store),
        system: system.unwrap_or_default(),
    }
}

fn follow_system_theme(
    app: &AppHandle,
    system_theme: SystemTheme,
    first: Option<crate::theme::Reading>,
    board: &ServiceBoard,
) {
    match first {
        Some(Ok(scheme)) => {
            let app = app.clone();
            tauri::async_runtime::spawn_blocking(move || {
                app.state::<Shell>().remember_system(scheme);
            });
        }
        Some(Err(state)) => board.report_appearance(state),
        None => {}
    }
    let (app, board) = (app.clone(), board.clone());
    system_theme.deliver(
        first.is_some(),
        move |scheme| app.state::<Shell>().system_turned(scheme),
        move |state| board.report_appearance(state),
    );
}

fn follow_token_storage(app: &ProfileApp, board: ServiceBoard) {
    let mut states = app.services();
    tauri::async_runtime::spawn(async move {
        while states.changed().await.is_ok() {
            let storage = states.borrow_and_update().token_storage;
            board.report_token_storage(storage);
        }
    });
}
