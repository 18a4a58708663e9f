//! The client against servers that answer well, badly, and not at all.

mod api_keys;
mod certificates;
mod discovery;
mod downloads;
mod exports;
mod faults;
mod mfa;
mod operations;
mod organization_pages;
mod organizations;
mod pictures;
mod purchases;
mod retries;
mod sensitive;
mod sessions;
mod signing_in;
mod status_updates;
mod support;
