//! Keeps the page's types true to the ones that cross to it.

use std::collections::BTreeMap;
use std::path::Path;

use ts_rs::{Config, TS};

use crate::boot::Boot;
use crate::error::CommandError;
use crate::first_frame::UnkeptFirstFrame;
use crate::notification_centre::Notifications;
use crate::services::Services;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/lib/bindings");

fn export(directory: &Path) -> Result<(), ts_rs::ExportError> {
    profile_core::bindings::export_bindings(directory)?;
    let config = Config::new().with_out_dir(directory);
    Boot::export_all(&config)?;
    UnkeptFirstFrame::export_all(&config)?;
    CommandError::export_all(&config)?;
    Notifications::export_all(&config)?;
    Services::export_all(&config)
}

fn files(directory: &Path) -> std::io::Result<BTreeMap<String, String>> {
    std::fs::read_dir(directory)?
        .map(|entry| {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            Ok((name, std::fs::read_to_string(entry.path())?))
        })
        .collect()
}

/// With `PORTAL_PROFILE_WRITE=1` it writes them instead.
#[test]
fn bindings_are_fresh() -> Result<(), Box<dyn std::error::Error>> {
    let committed = Path::new(COMMITTED);
    if std::env::var_os("PORTAL_PROFILE_WRITE").is_some() {
        if committed.exists() {
            std::fs::remove_dir_all(committed)?;
        }
        export(committed)?;
        return Ok(());
    }
    let directory = tempfile::tempdir()?;
    export(directory.path())?;
    let (fresh, committed) = (files(directory.path())?, files(committed)?);
    let stale: Vec<_> = fresh
        .keys()
        .chain(committed.keys())
        .filter(|name| fresh.get(*name) != committed.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "run `cargo xtask generate`, stale: {stale:?}"
    );
    Ok(())
}
