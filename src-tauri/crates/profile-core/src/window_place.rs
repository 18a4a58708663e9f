//! Where the window was, as this machine remembers it between runs.

use serde::{Deserialize, Serialize};

use crate::local_values::{read, write};
use crate::ports::LocalStore;

/// Key of where the window was: a [`WindowPlace`].
pub const WINDOW: &str = "window";

/// Where the window was on the screens when it was moved last, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// From the left edge of the first screen to that of the window's frame.
    pub x: f64,
    /// From the top of the first screen to that of the window's frame.
    pub y: f64,
    /// Of what is within the frame.
    pub width: f64,
    /// Of what is within the frame.
    pub height: f64,
    /// Whether it filled its screen; the rest tells where it was before.
    pub maximized: bool,
}

/// Where the window was.
#[must_use]
pub fn remembered(store: &dyn LocalStore) -> Option<WindowPlace> {
    read(store, WINDOW)
}

/// Remembers where the window is.
pub fn remember(store: &dyn LocalStore, place: WindowPlace) {
    write(store, WINDOW, &place);
}
