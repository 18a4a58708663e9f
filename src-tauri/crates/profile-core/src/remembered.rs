//! What this machine remembers between runs, in the local store. Values that can't be read are dropped.

use crate::ports::LocalStore;
use crate::preferences::{ColorScheme, Theme};

/// Key of the theme chosen last: a [`Theme`] such as `"dark"`.
pub const THEME: &str = "theme";
/// Key of the system's color scheme as last seen: a [`ColorScheme`] such as `"dark"`.
pub const SYSTEM_COLOR_SCHEME: &str = "system_color_scheme";

/// The theme chosen last on this machine, so that the first frame has the right colours.
#[must_use]
pub fn theme(store: &dyn LocalStore) -> Theme {
    read(store, THEME).unwrap_or_default()
}

/// The system's color scheme as last seen; for a first frame that can't wait for the system's answer.
#[must_use]
pub fn system_color_scheme(store: &dyn LocalStore) -> Option<ColorScheme> {
    read(store, SYSTEM_COLOR_SCHEME)
}

/// Remembers the system's color scheme for the next start.
pub fn remember_system_color_scheme(store: &dyn LocalStore, scheme: ColorScheme) {
    write(store, SYSTEM_COLOR_SCHEME, &scheme);
}

fn read<T: serde::de::DeserializeOwned>(store: &dyn LocalStore, key: &str) -> Option<T> {
    let value = store.get(key)?;
    serde_json::from_value(value)
        .inspect_err(|error| tracing::warn!(key, %error, "dropping a remembered value"))
        .ok()
}

fn write<T: serde::Serialize>(store: &dyn LocalStore, key: &str, value: &T) {
    let outcome = serde_json::to_value(value)
        .map_err(|error| error.to_string())
        .and_then(|value| store.set(key, value).map_err(|error| error.to_string()));
    if let Err(error) = outcome {
        tracing::warn!(key, error, "a value is not remembered");
    }
}
