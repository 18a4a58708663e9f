//! What the commands share: the use cases, the window's colours, and what is known of the system.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use profile_core::app::ProfileApp;
use profile_core::failure::{Failure, FailureCode};
use profile_core::language::{Language, LanguageSetting};
use profile_core::lock::{LockState, locks_after};
use profile_core::outside_requests::{OutsideRequests, Wish};
use profile_core::ports::LocalStore;
use profile_core::preferences::{ColorScheme, Theme};
use profile_core::remembered;
use profile_core::services::ServiceState;
use profile_core::start::{Notice, Stage, Start};
use profile_core::status_updates::PortalNews;
use profile_core::tray;
use profile_core::zoom::{Zoom, ZoomStep};
use tauri::WebviewWindow;
use tokio::sync::watch;

use crate::boot::Boot;
use crate::diagnostics;
use crate::first_frame::{self, UnkeptFirstFrame};
use crate::log::Log;
use crate::messages::Messages;
use crate::services::{self, ServiceBoard, Services};
use crate::window;

/// The use cases over this machine's parts.
pub(crate) struct Desk {
    pub(crate) app: ProfileApp,
    pub(crate) messages: Messages,
    pub(crate) local_store: Arc<dyn LocalStore>,
}

/// What the commands share.
pub(crate) struct Shell {
    /// Without a data directory there is nothing to work on, only a page that says so.
    desk: Result<Desk, Stage>,
    notices: Mutex<Vec<Notice>>,
    requests: OutsideRequests,
    board: ServiceBoard,
    log: Log,
    colors: Mutex<Colors>,
    zoom: Mutex<Zoom>,
    language: Mutex<LanguageSetting>,
    /// What the system draws, for a page that waits for a change.
    system: watch::Sender<ColorScheme>,
    window: OnceLock<WebviewWindow>,
}

/// How the page begins.
pub(crate) struct Look {
    pub(crate) colors: Colors,
    pub(crate) zoom: Zoom,
    pub(crate) language: LanguageSetting,
}

/// What decides how the window is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Colors {
    pub(crate) theme: Theme,
    pub(crate) system: ColorScheme,
}

impl Colors {
    /// What is drawn.
    pub(crate) fn scheme(self) -> ColorScheme {
        self.theme.resolve(self.system)
    }
}

impl Shell {
    pub(crate) fn new(
        desk: Result<Desk, Stage>,
        notices: Vec<Notice>,
        requests: OutsideRequests,
        board: ServiceBoard,
        log: Log,
        look: Look,
    ) -> Self {
        Self {
            desk,
            notices: Mutex::new(notices),
            requests,
            board,
            log,
            colors: Mutex::new(look.colors),
            zoom: Mutex::new(look.zoom),
            language: Mutex::new(look.language),
            system: watch::Sender::new(look.colors.system),
            window: OnceLock::new(),
        }
    }

    /// The window to draw, once it is open.
    pub(crate) fn opened(&self, window: WebviewWindow) {
        // There is one main window; a second call would change nothing.
        let _ = self.window.set(window);
    }

    /// The use cases.
    pub(crate) fn app(&self) -> Result<&ProfileApp, Failure> {
        let desk = self.desk.as_ref().map_err(|_| unusable())?;
        Ok(&desk.app)
    }

    /// What the app says in words.
    pub(crate) fn messages(&self) -> Result<&Messages, Failure> {
        let desk = self.desk.as_ref().map_err(|_| unusable())?;
        Ok(&desk.messages)
    }

    /// Where the person left off, or the way to what they asked for. Notices and that wish
    /// are told once: a page that is loaded again goes on where the person is.
    pub(crate) fn boot(&self) -> Boot {
        let notices = std::mem::take(&mut *lock(&self.notices));
        let (requests, asked) = self.requests.take();
        let start = match (&self.desk, &asked.portal) {
            (Ok(desk), Some(address)) => desk.app.start_at(address, notices),
            (Ok(desk), None) => desk.app.start(notices),
            (Err(blocked), _) => Start {
                stage: blocked.clone(),
                known_portals: Vec::new(),
                notices,
            },
        };
        // It may be another account's than that of the last run.
        self.draw_stage(&start.stage);
        self.boot_at(start, requests, asked)
    }

    /// The first frame of a page that begins with `boot`, if an earlier run drew it ahead.
    pub(crate) fn first_frame(&self, boot: &Boot) -> Option<String> {
        let drawn_from = first_frame::drawn_from(boot)?;
        self.desk.as_ref().ok()?.app.first_frame(&drawn_from)
    }

    /// What the next start will begin with, unless its first frame is kept already.
    pub(crate) fn unkept_first_frame(&self) -> Result<Option<UnkeptFirstFrame>, Failure> {
        let app = self.app()?;
        let Some(start) = app.next_start() else {
            return Ok(None);
        };
        let boot = self.boot_at(start, 0, Wish::default());
        let unkept = first_frame::drawn_from(&boot)
            .filter(|drawn_from| app.first_frame(drawn_from).is_none())
            .map(|drawn_from| UnkeptFirstFrame { drawn_from, boot });
        Ok(unkept)
    }

    fn boot_at(&self, start: Start, requests: u32, asked: Wish) -> Boot {
        let colors = *lock(&self.colors);
        Boot {
            requests,
            zoom: *lock(&self.zoom),
            closes_to_tray: self.closes_to_tray(),
            locks_after: self.locks_after(),
            language: *lock(&self.language),
            ..Boot::new(colors.theme, colors.system, asked, start)
        }
    }

    /// What is asked for from outside the window.
    pub(crate) fn requests(&self) -> &OutsideRequests {
        &self.requests
    }

    /// What the system draws, once that is not what the page has `seen`.
    pub(crate) async fn system_color_scheme(&self, seen: Option<ColorScheme>) -> ColorScheme {
        services::unlike(&self.system, seen).await
    }

    /// Which services the app found, once that is not what the page has `seen`.
    pub(crate) async fn services(&self, seen: Option<Services>) -> Services {
        self.board.unlike(seen).await
    }

    /// How often what the page shows changed on the portal, once that is not what the page has `seen`.
    pub(crate) async fn portal_news(&self, seen: Option<PortalNews>) -> PortalNews {
        match self.app() {
            Ok(app) => services::unlike(app.portal_news(), seen).await,
            // There is none to tell of.
            Err(_) => std::future::pending().await,
        }
    }

    /// Whether the app is locked, once that is not what the page has `seen`.
    pub(crate) async fn lock_state(&self, seen: Option<LockState>) -> LockState {
        match self.app() {
            Ok(app) => services::unlike(app.lock_state(), seen).await,
            // There is nothing to lock.
            Err(_) => std::future::pending().await,
        }
    }

    /// Draws the window in the theme the person chose.
    pub(crate) fn draw(&self, theme: Theme) {
        let mut colors = lock(&self.colors);
        colors.theme = theme;
        self.redraw(*colors);
    }

    /// Draws the window in the theme of whoever is shown there.
    pub(crate) fn draw_stage(&self, stage: &Stage) {
        if let Stage::SignedIn {
            snapshot: Some(snapshot),
            ..
        } = stage
        {
            self.draw(snapshot.profile.preferences.theme);
        }
    }

    /// What helps those who help the person.
    pub(crate) fn diagnostics(&self) -> String {
        diagnostics::text(Some(self.board.now()), &self.log.last_errors())
    }

    /// Draws the page larger or smaller, and remembers that.
    pub(crate) fn zoom(&self, step: ZoomStep) -> Zoom {
        let mut zoom = lock(&self.zoom);
        *zoom = zoom.after(step);
        if let Some(window) = self.window.get() {
            window::zoom(window, *zoom);
        }
        if let Ok(desk) = &self.desk {
            profile_core::zoom::remember(&*desk.local_store, *zoom);
        }
        *zoom
    }

    fn locks_after(&self) -> Option<u32> {
        locks_after(&*self.desk.as_ref().ok()?.local_store)
    }

    /// Whether the person wants the app to stay in the tray when they close the window.
    pub(crate) fn closes_to_tray(&self) -> bool {
        let desk = self.desk.as_ref();
        desk.is_ok_and(|desk| tray::closes_to_tray(&*desk.local_store))
    }

    /// Whether the app stays in the tray when the window is closed: there has to be one.
    pub(crate) fn stays_in_tray(&self) -> bool {
        self.closes_to_tray() && self.board.now().tray == ServiceState::Available
    }

    /// Remembers whether closing the window leaves the app in the tray.
    pub(crate) fn close_to_tray(&self, on: bool) -> Result<(), Failure> {
        Ok(tray::remember_closing_to_tray(self.local_store()?, on)?)
    }

    /// Speaks the language that the person chose, or the system's, once that is remembered.
    pub(crate) fn speak(&self, chosen: Option<Language>) -> Result<LanguageSetting, Failure> {
        let mut language = lock(&self.language);
        profile_core::language::remember(self.local_store()?, chosen)?;
        language.chosen = chosen;
        self.messages()?.speak(language.in_force());
        Ok(*language)
    }

    fn local_store(&self) -> Result<&dyn LocalStore, Failure> {
        let desk = self.desk.as_ref().map_err(|_| unusable())?;
        Ok(&*desk.local_store)
    }

    /// Follows the system: remembers its scheme, tells the page and draws the window.
    pub(crate) fn system_turned(&self, scheme: ColorScheme) {
        let mut colors = lock(&self.colors);
        colors.system = scheme;
        self.remember_system(scheme);
        self.system.send_replace(scheme);
        self.redraw(*colors);
    }

    /// Keeps the system's scheme for a first frame that can't wait for the system's answer.
    pub(crate) fn remember_system(&self, scheme: ColorScheme) {
        if let Ok(desk) = &self.desk {
            remembered::remember_system_color_scheme(&*desk.local_store, scheme);
        }
    }

    fn redraw(&self, colors: Colors) {
        if let Some(window) = self.window.get() {
            window::draw(window, colors.scheme());
        }
    }
}

fn unusable() -> Failure {
    Failure {
        code: FailureCode::NotSignedIn,
        detail: "the data directory can't be used".to_owned(),
    }
}

/// Every value behind these locks is whole at any time, also after a panic elsewhere.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
