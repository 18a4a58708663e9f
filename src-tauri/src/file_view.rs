//! The program in which the person looks at folders.

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use profile_core::ports::{FileView, FileViewError};

use crate::platform;
use crate::time_budget::within;

const BUDGET: Duration = Duration::from_secs(5);

/// The system's.
pub(crate) struct SystemFileView;

#[async_trait]
impl FileView for SystemFileView {
    async fn show(&self, file: &Path) -> Result<(), FileViewError> {
        let file = file.to_owned();
        match within(BUDGET, move || show(&file)).await {
            Some(shown) => shown.map_err(|error| FileViewError(error.to_string())),
            None => Err(FileViewError("no answer in time".to_owned())),
        }
    }
}

/// Blocks: has the file shown in its folder, or the folder alone where that can't be asked for.
pub(crate) fn show(file: &Path) -> std::io::Result<()> {
    // What would be started instead may not be what it was.
    if !std::fs::symlink_metadata(file)?.is_file() {
        return Err(std::io::ErrorKind::NotFound.into());
    }
    if platform::show_in_folder(file) {
        return Ok(());
    }
    match file.parent() {
        Some(folder) => open::that_detached(folder),
        None => Err(std::io::ErrorKind::NotFound.into()),
    }
}
