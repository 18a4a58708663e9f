//! A file of comma-separated values, and what it is imported with.

use std::path::{Path, PathBuf};

use anyhow::Result;
use portal_server::administration::{
    Administration, Import, ImportError, ImportOptions, Imported, OrganizationSelection,
};
use tempfile::TempDir;

pub(super) const ACME: &str = "ACME Robotics";

/// A file with this text.
pub(super) struct CsvFile {
    pub(super) path: PathBuf,
    _directory: TempDir,
}

impl CsvFile {
    pub(super) fn new(text: impl AsRef<[u8]>) -> Result<Self> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("readings.csv");
        std::fs::write(&path, text)?;
        Ok(Self {
            path,
            _directory: directory,
        })
    }
}

/// An import into ACME Robotics.
pub(super) fn import_of(path: &Path, options: ImportOptions) -> Import {
    Import {
        organization: OrganizationSelection::Name(ACME.to_owned()),
        file: path.to_owned(),
        options,
        strict: false,
        workspace: None,
    }
}

/// Imports a text as it is.
pub(super) async fn import(
    operator: &Administration,
    text: &str,
    options: ImportOptions,
) -> Result<Imported, ImportError> {
    let file = CsvFile::new(text).expect("a file can be written");
    operator
        .import(import_of(&file.path, options), |_| {})
        .await
}
