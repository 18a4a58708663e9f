//! Whatever differs by operating system, behind one set of functions.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub(crate) use linux::*;

#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(not(target_os = "linux"))]
pub(crate) use other::*;

/// The name the operating system goes by in the page: `linux`, `macos` or `windows`.
pub(crate) const NAME: &str = std::env::consts::OS;
