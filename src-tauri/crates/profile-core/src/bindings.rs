//! The TypeScript side of the types that cross to the page.

use std::path::Path;

use ts_rs::{Config, ExportError, TS};

use crate::{failure, portals, preferences, profile, services, session, start};

/// Writes one TypeScript file per type that crosses to the page into `directory`.
///
/// # Errors
/// When a file can't be written.
pub fn export_bindings(directory: &Path) -> Result<(), ExportError> {
    let config = Config::new().with_out_dir(directory);
    failure::FailureCode::export_all(&config)?;
    portals::Portal::export_all(&config)?;
    preferences::ColorScheme::export_all(&config)?;
    profile::ProfileSnapshot::export_all(&config)?;
    services::ServiceState::export_all(&config)?;
    session::SignInOutcome::export_all(&config)?;
    session::SignOutOutcome::export_all(&config)?;
    session::TokenStorage::export_all(&config)?;
    start::Start::export_all(&config)
}
