//! The app in its real window, on a headless desktop of its own for each test.
#![cfg(target_os = "linux")]

mod accessibility;
mod addresses;
mod bad_replies;
mod built_in_portal;
mod display_name;
mod expiry;
mod interruptions;
mod local_files;
mod missing_parts;
mod notifications;
mod preferences;
mod sign_in;
mod sign_out;
mod theme;
