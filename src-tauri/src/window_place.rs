//! Where the window is on the screens, remembered from one start to the next.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use profile_core::ports::LocalStore;
use profile_core::window_place::{self, WindowPlace};
use tauri::{LogicalPosition, LogicalSize, Monitor, WebviewWindow};
use tokio::sync::Notify;

/// How long the window stays where it is before that is kept: while it is moved, it is somewhere else each moment.
const QUIET: Duration = Duration::from_millis(500);

/// The size of a window that was never given another.
const USUAL: LogicalSize<f64> = LogicalSize {
    width: 1080.0,
    height: 800.0,
};

/// The smallest one.
pub(crate) const LEAST: LogicalSize<f64> = LogicalSize {
    width: 720.0,
    height: 480.0,
};

/// So much of the top of a window has to be on a screen for a person to take hold of it.
const HOLD: LogicalSize<f64> = LogicalSize {
    width: 120.0,
    height: 32.0,
};

/// A screen, or what lies on one, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) position: LogicalPosition<f64>,
    pub(crate) size: LogicalSize<f64>,
}

impl Area {
    /// The part of a screen that windows may take up.
    pub(crate) fn of(screen: &Monitor) -> Self {
        let (scale, area) = (screen.scale_factor(), screen.work_area());
        Self {
            position: area.position.to_logical(scale),
            size: area.size.to_logical(scale),
        }
    }

    /// How wide and high the part is that both share; nothing where they share none.
    fn shared_with(&self, other: &Self) -> LogicalSize<f64> {
        let along = |start: f64, length: f64, other_start: f64, other_length: f64| {
            let end = (start + length).min(other_start + other_length);
            (end - start.max(other_start)).max(0.0)
        };
        LogicalSize {
            width: along(
                self.position.x,
                self.size.width,
                other.position.x,
                other.size.width,
            ),
            height: along(
                self.position.y,
                self.size.height,
                other.position.y,
                other.size.height,
            ),
        }
    }
}

/// Where a window is opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Opening {
    /// Of what is within the frame.
    pub(crate) size: LogicalSize<f64>,
    /// Of the frame; `None` leaves it to the system.
    pub(crate) position: Option<LogicalPosition<f64>>,
    /// Whether it fills its screen.
    pub(crate) maximized: bool,
}

impl Opening {
    /// Where the window was before, as far as there is still a screen to see it on.
    pub(crate) fn at(place: Option<WindowPlace>, screens: &[Area]) -> Self {
        let Some(place) = place.filter(is_sound) else {
            return Self {
                size: within(USUAL, screens),
                position: None,
                maximized: false,
            };
        };
        let size = within(
            LogicalSize {
                width: place.width,
                height: place.height,
            },
            screens,
        );
        let position = LogicalPosition {
            x: place.x,
            y: place.y,
        };
        let top = Area {
            position,
            size: LogicalSize {
                width: size.width,
                height: HOLD.height,
            },
        };
        let can_be_held = screens.iter().any(|screen| {
            let shared = screen.shared_with(&top);
            shared.width >= HOLD.width && shared.height >= HOLD.height
        });
        Self {
            size,
            position: can_be_held.then_some(position),
            maximized: place.maximized,
        }
    }
}

/// Whether the numbers are some, as a file may say anything.
fn is_sound(place: &WindowPlace) -> bool {
    let numbers = [place.x, place.y, place.width, place.height];
    numbers.iter().all(|number| number.is_finite())
}

/// `size`, but no larger than the largest screen and no smaller than the page needs.
fn within(size: LogicalSize<f64>, screens: &[Area]) -> LogicalSize<f64> {
    let largest = |extent: fn(&Area) -> f64| screens.iter().map(extent).reduce(f64::max);
    let fit = |length: f64, least: f64, most: Option<f64>| {
        most.map_or(length, |most| length.min(most)).max(least)
    };
    LogicalSize {
        width: fit(size.width, LEAST.width, largest(|screen| screen.size.width)),
        height: fit(
            size.height,
            LEAST.height,
            largest(|screen| screen.size.height),
        ),
    }
}

/// Keeps where the window is while it is used.
#[derive(Clone)]
pub(crate) struct PlaceKeeper(Arc<Kept>);

struct Kept {
    /// None where there is nothing to keep it in.
    store: Option<Arc<dyn LocalStore>>,
    window: OnceLock<WebviewWindow>,
    latest: Mutex<Option<WindowPlace>>,
    moved: Notify,
}

impl PlaceKeeper {
    /// Keeps on from where the window was before: what it is given back when it fills its screen no more.
    pub(crate) fn from(place: Option<WindowPlace>, store: Option<Arc<dyn LocalStore>>) -> Self {
        Self(Arc::new(Kept {
            store,
            window: OnceLock::new(),
            latest: Mutex::new(place.filter(is_sound)),
            moved: Notify::new(),
        }))
    }

    /// The window has moved, or has another size.
    pub(crate) fn moved(&self) {
        self.0.moved.notify_one();
    }

    /// Writes each place of `window` down once it rests there. Runs for as long as the app does.
    ///
    /// Only then is it asked where it is: while it comes to fill its screen, the system tells of its new size before it
    /// tells of that.
    pub(crate) async fn keep(self, window: WebviewWindow) {
        // There is one window; a second call would change nothing.
        let _ = self.0.window.set(window);
        loop {
            self.0.moved.notified().await;
            while tokio::time::timeout(QUIET, self.0.moved.notified())
                .await
                .is_ok()
            {}
            let keeper = self.clone();
            // Waits for the window's own thread, and for the disk.
            let kept = tauri::async_runtime::spawn_blocking(move || keeper.keep_now());
            if let Err(error) = kept.await {
                tracing::error!(%error, "the window's place is not kept");
            }
        }
    }

    /// Writes down where the window is.
    pub(crate) fn keep_now(&self) {
        let (Some(store), Some(window)) = (&self.0.store, self.0.window.get()) else {
            return;
        };
        match self.place_of(window) {
            Ok(Some(place)) => {
                *self.latest() = Some(place);
                window_place::remember(&**store, place);
            }
            Ok(None) => {}
            Err(error) => tracing::debug!(%error, "the window's place is not known"),
        }
    }

    /// Where the window is; `None` while it is out of sight or fills the screen for a moment.
    fn place_of(&self, window: &WebviewWindow) -> tauri::Result<Option<WindowPlace>> {
        if window.is_minimized()? || window.is_fullscreen()? {
            return Ok(None);
        }
        let maximized = window.is_maximized()?;
        let before = *self.latest();
        if let Some(before) = before.filter(|_| maximized) {
            return Ok(Some(WindowPlace {
                maximized,
                ..before
            }));
        }
        let scale = window.scale_factor()?;
        let position = window.outer_position()?.to_logical::<f64>(scale);
        let size = window.inner_size()?.to_logical::<f64>(scale);
        Ok(Some(WindowPlace {
            x: position.x,
            y: position.y,
            width: size.width,
            height: size.height,
            maximized,
        }))
    }

    /// It is whole at any time, also after a panic elsewhere.
    fn latest(&self) -> std::sync::MutexGuard<'_, Option<WindowPlace>> {
        self.0.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: f64, y: f64, width: f64, height: f64) -> Area {
        Area {
            position: LogicalPosition { x, y },
            size: LogicalSize { width, height },
        }
    }

    fn place(x: f64, y: f64, width: f64, height: f64) -> WindowPlace {
        WindowPlace {
            x,
            y,
            width,
            height,
            maximized: false,
        }
    }

    fn laptop() -> Area {
        area(0.0, 24.0, 1440.0, 876.0)
    }

    fn left_of_it() -> Area {
        area(-1920.0, 0.0, 1920.0, 1080.0)
    }

    fn position(place: WindowPlace, screens: &[Area]) -> Option<(f64, f64)> {
        let opening = Opening::at(Some(place), screens);
        opening.position.map(|position| (position.x, position.y))
    }

    #[test]
    fn a_first_start_has_the_usual_size_where_the_system_likes_it() {
        let opening = Opening::at(None, &[laptop()]);
        assert_eq!((opening.size, opening.position), (USUAL, None));
        assert!(!opening.maximized);
        assert_eq!(Opening::at(None, &[]).size, USUAL, "no screen is known");
    }

    #[test]
    fn it_comes_back_where_it_was() {
        let screens = [laptop(), left_of_it()];
        let there = place(-1500.0, 200.0, 900.0, 700.0);
        assert_eq!(position(there, &screens), Some((-1500.0, 200.0)));
        let opening = Opening::at(Some(there), &screens);
        assert_eq!((opening.size.width, opening.size.height), (900.0, 700.0));
        let filling = WindowPlace {
            maximized: true,
            ..there
        };
        assert!(Opening::at(Some(filling), &screens).maximized);
    }

    #[test]
    fn without_its_screen_it_goes_where_it_is_seen() {
        let there = place(-1500.0, 200.0, 900.0, 700.0);
        assert_eq!(position(there, &[laptop()]), None);
        // So far out that nobody could take hold of it.
        assert_eq!(
            position(place(1400.0, 100.0, 900.0, 700.0), &[laptop()]),
            None
        );
        assert_eq!(
            position(place(100.0, 890.0, 900.0, 700.0), &[laptop()]),
            None
        );
        assert_eq!(
            position(place(100.0, -300.0, 900.0, 700.0), &[laptop()]),
            None
        );
        // Partly out, as people put it.
        let partly = place(1200.0, 500.0, 900.0, 700.0);
        assert_eq!(position(partly, &[laptop()]), Some((1200.0, 500.0)));
    }

    #[test]
    fn it_fits_the_screens_and_holds_the_page() {
        let size = |width, height, screens: &[Area]| {
            let size = Opening::at(Some(place(0.0, 24.0, width, height)), screens).size;
            (size.width, size.height)
        };
        assert_eq!(size(3000.0, 2000.0, &[laptop()]), (1440.0, 876.0));
        assert_eq!(size(10.0, 10.0, &[laptop()]), (720.0, 480.0));
        let small = area(0.0, 0.0, 640.0, 480.0);
        assert_eq!(size(3000.0, 2000.0, &[small]), (720.0, 480.0));
        assert_eq!(size(900.0, 700.0, &[]), (900.0, 700.0));
    }

    #[test]
    fn nonsense_in_the_file_counts_as_nothing() {
        let nowhere = place(f64::NAN, 0.0, 900.0, 700.0);
        let opening = Opening::at(Some(nowhere), &[laptop()]);
        assert_eq!(opening, Opening::at(None, &[laptop()]));
    }
}
