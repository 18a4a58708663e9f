//! What tests of the whole share: portals as processes, and the app in its real window.

#[cfg(target_os = "linux")]
pub mod accessibility;
#[cfg(target_os = "linux")]
pub mod app;
#[cfg(target_os = "linux")]
pub mod authenticator;
pub mod awkward;
#[cfg(target_os = "linux")]
pub mod drawn;
#[cfg(target_os = "linux")]
pub mod gallery;
pub mod go_between;
#[cfg(target_os = "linux")]
pub mod measure;
#[cfg(target_os = "linux")]
pub mod notifications;
#[cfg(target_os = "linux")]
pub mod page;
#[cfg(target_os = "linux")]
mod patient_connector;
#[cfg(target_os = "linux")]
pub mod picture;
#[cfg(target_os = "linux")]
pub mod portal;
pub mod postgres;
pub mod programs;
#[cfg(target_os = "linux")]
pub mod scene;
#[cfg(target_os = "linux")]
pub mod screen;
pub mod secrets;
#[cfg(target_os = "linux")]
pub mod securing;
#[cfg(target_os = "linux")]
pub mod time_passes;
