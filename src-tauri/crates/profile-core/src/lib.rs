//! What a person does with their account at a portal: use cases without a window.
//!
//! The shell hands in the system's parts as [`ports`]; tests hand in [`memory`] ones.

pub mod announcements;
pub mod api_keys;
pub mod app;
pub mod bindings;
pub mod charts;
pub mod clock;
pub mod credit_history;
mod credit_history_file;
pub mod credit_purchases;
pub mod credits;
mod csv_file;
mod curl;
pub mod downloads;
pub mod failure;
mod from_portal;
pub mod home;
pub mod members;
pub mod memory;
pub mod mfa;
mod monogram;
pub mod offline;
pub mod organizations;
pub mod pages;
pub mod password;
pub mod portal_requests;
pub mod portals;
pub mod ports;
pub mod preferences;
mod prepared_picture;
pub mod profile;
mod qr_code;
pub mod remembered;
pub mod second_factor;
pub mod security;
pub mod security_log;
mod security_log_file;
pub mod services;
pub mod session;
pub mod sessions;
pub mod shown_once;
pub mod start;
