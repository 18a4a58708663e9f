//! Whatever differs by operating system, behind one set of functions.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub(crate) use linux::*;

#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(not(target_os = "linux"))]
pub(crate) use other::*;

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
