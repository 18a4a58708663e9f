//! Whatever differs by operating system, behind one set of functions.

use std::path::PathBuf;

mod core_dumps;

pub(crate) use core_dumps::forbid_core_dumps;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub(crate) use linux::*;

#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(not(target_os = "linux"))]
pub(crate) use other::*;

/// A part of the system that may come later than the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "all of them are there")
)]
pub(crate) enum SystemPart {
    /// What shows notifications.
    Notifications,
    /// What tells of the dark or light setting.
    Appearance,
    /// What keeps secrets.
    Keyring,
}

/// How the person's session starts the app.
pub(crate) struct LoginItem {
    /// Sets it apart from the items of other programs.
    pub(crate) name: String,
    /// What is started.
    pub(crate) program: PathBuf,
    /// What it is told.
    pub(crate) arguments: Vec<String>,
    /// Where programs of the person keep what they are told.
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "the system keeps it elsewhere")
    )]
    pub(crate) configuration: PathBuf,
}

/// What a notification lets a person do. One thing is done at most, and once.
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "nothing tells of a press there")
)]
pub(crate) struct Offers {
    /// What a press on the notification itself does.
    pub(crate) press: Offer,
    /// What a button on it does, if there is one.
    pub(crate) button: Option<Offer>,
}

/// Something that a notification lets a person do.
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "nothing tells of a press there")
)]
pub(crate) struct Offer {
    /// What it is called, in a word or two.
    pub(crate) label: String,
    /// Does it.
    pub(crate) act: Box<dyn FnOnce() + Send>,
}

/// The name the operating system goes by in the page: `linux`, `macos` or `windows`.
pub(crate) const NAME: &str = std::env::consts::OS;
