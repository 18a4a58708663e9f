//! What the project's own commands and its tests share.

#[cfg(target_os = "linux")]
pub mod desktop;
#[cfg(target_os = "linux")]
pub mod keeper;
pub mod workspace;
