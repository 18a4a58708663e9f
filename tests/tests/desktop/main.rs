//! The app in its real window, on a headless desktop of its own for each test.
#![cfg(target_os = "linux")]

mod accessibility;
mod addresses;
mod api_keys;
mod bad_replies;
mod built_in_portal;
mod charts;
mod confirmation;
mod display_name;
mod expiry;
mod first_frame;
mod header;
mod home;
mod interruptions;
mod kept_secrets;
mod keyboard;
mod local_files;
mod lost_replies;
mod members;
mod mfa;
mod mfa_enforcement;
mod missing_parts;
mod notifications;
mod organizations;
mod password;
mod pictures;
mod pinned_page;
mod preferences;
mod printing;
mod revoked_in_the_middle;
mod second_start;
mod security_log;
mod session_list;
mod sign_in;
mod sign_out;
mod theme;
