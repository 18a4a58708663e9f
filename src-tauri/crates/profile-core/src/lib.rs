//! What a person does with their account at a portal: use cases without a window.
//!
//! The shell hands in the system's parts as [`ports`]; tests hand in [`memory`] ones.

pub mod announcements;
pub mod app;
pub mod bindings;
pub mod clock;
pub mod failure;
mod from_portal;
pub mod memory;
mod monogram;
pub mod offline;
pub mod portals;
pub mod ports;
pub mod preferences;
pub mod profile;
pub mod remembered;
pub mod services;
pub mod session;
pub mod start;
