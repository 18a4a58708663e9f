//! The Portal Profile desktop app.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use clap::Parser;
use portal_profile::Options;

fn main() -> Result<(), portal_profile::RunError> {
    portal_profile::run(Options::parse())
}
