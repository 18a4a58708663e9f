//! Files of exports: written beside those that are kept, and then kept under the name of their content.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::buffered::BufWriter;
use object_store::{GetOptions, GetRange, ObjectStoreExt};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::{Objects, ObjectsError};
use crate::domain::ExportFormat;
use crate::store::create_private_directory;

/// Where the files are, and within it those that are being written on this machine.
const KEPT: &str = "exports";
const UNFINISHED: &str = "unfinished";

/// The name of a file that is kept: SHA-256 of its content in lower-case hexadecimal, and the ending of its format.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ExportFileName {
    sha256: String,
    ending: &'static str,
}

impl ExportFileName {
    /// The name of the file with this content.
    pub(crate) fn new(sha256: &str, format: ExportFormat) -> Self {
        Self {
            sha256: sha256.to_owned(),
            ending: format.extension(),
        }
    }

    /// SHA-256 of the content.
    pub(crate) fn sha256(&self) -> &str {
        &self.sha256
    }

    fn text(&self) -> String {
        format!("{}.{}", self.sha256, self.ending)
    }

    fn place(&self) -> object_store::path::Path {
        object_store::path::Path::from_iter([KEPT.to_owned(), self.text()])
    }

    fn read(text: &str) -> Option<Self> {
        let (sha256, ending) = text.split_once('.')?;
        let of_content = |text: &str| {
            text.len() == 64
                && text
                    .bytes()
                    .all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
        };
        let format = ExportFormat::ALL.into_iter();
        let format = format.into_iter().find(|it| it.extension() == ending)?;
        of_content(sha256).then(|| Self::new(sha256, format))
    }
}

/// Who writes a file: an export, at one of its fences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnfinishedName {
    /// The export.
    pub(crate) export: Uuid,
    /// Whose turn it was written in.
    pub(crate) fence: i64,
}

impl UnfinishedName {
    fn text(self) -> String {
        format!("{}.{}", self.export.simple(), self.fence)
    }
}

impl FromStr for UnfinishedName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (export, fence) = text.split_once('.').ok_or(())?;
        Ok(Self {
            export: Uuid::try_parse(export).map_err(|_| ())?,
            fence: fence.parse().map_err(|_| ())?,
        })
    }
}

/// A file that is being written. Dropped, it is gone.
#[derive(Debug)]
pub(crate) struct UnfinishedExport(Writing);

#[derive(Debug)]
enum Writing {
    /// Where it only needs another name to be kept.
    Beside(PathBuf),
    /// Where it is sent away once it is whole.
    Elsewhere(NamedTempFile),
}

impl UnfinishedExport {
    /// The file, to write to.
    ///
    /// # Errors
    ///
    /// When the system says so.
    pub(crate) fn file(&self) -> io::Result<File> {
        match &self.0 {
            Writing::Beside(path) => OpenOptions::new().write(true).open(path),
            Writing::Elsewhere(file) => file.as_file().try_clone(),
        }
    }
}

impl Drop for UnfinishedExport {
    fn drop(&mut self) {
        if let Writing::Beside(path) = &self.0 {
            remove(path);
        }
    }
}

impl Objects {
    /// Begins a file, for its owner alone, in place of one of the same name.
    ///
    /// # Errors
    ///
    /// When the system says so: there may be no room.
    pub(crate) fn begin_export(&self, name: UnfinishedName) -> io::Result<UnfinishedExport> {
        let Some(directory) = self.unfinished() else {
            return Ok(UnfinishedExport(Writing::Elsewhere(NamedTempFile::new()?)));
        };
        create_private_directory(&directory)?;
        let path = directory.join(name.text());
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?;
        Ok(UnfinishedExport(Writing::Beside(path)))
    }

    /// Sends a file away that is whole, where it does not just get its name in [`keep_export`](Self::keep_export).
    ///
    /// # Errors
    ///
    /// When it can't be read, or the object store fails.
    pub(crate) async fn send_export(
        &self,
        whole: &UnfinishedExport,
        name: &ExportFileName,
    ) -> Result<(), ObjectsError> {
        let Writing::Elsewhere(file) = &whole.0 else {
            return Ok(());
        };
        let file = file.reopen().map_err(ObjectsError::of)?;
        let mut to = BufWriter::new(self.kept.clone(), name.place());
        let sent = tokio::io::copy(&mut tokio::fs::File::from_std(file), &mut to).await;
        match sent {
            Ok(_) => to.shutdown().await.map_err(ObjectsError::of),
            Err(error) => {
                // What was sent of it would be paid for until somebody clears it.
                let _ = to.abort().await;
                Err(ObjectsError::of(error))
            }
        }
    }

    /// Keeps a file that is whole and on the disk under the name of its content, in place of the same one.
    ///
    /// # Errors
    ///
    /// When the file is gone, or the object store fails.
    pub(crate) async fn keep_export(
        &self,
        whole: UnfinishedExport,
        name: &ExportFileName,
    ) -> Result<(), ObjectsError> {
        let (Writing::Beside(from), Some(directory)) = (&whole.0, &self.directory) else {
            self.kept
                .head(&name.place())
                .await
                .map_err(ObjectsError::of)?;
            return Ok(());
        };
        let (from, kept) = (from.clone(), directory.join(KEPT));
        let to = kept.join(name.text());
        let renamed = spawn_blocking(move || {
            fs::rename(&from, &to)?;
            sync_directory(&kept)
        });
        renamed
            .await
            .map_err(ObjectsError::of)?
            .map_err(ObjectsError::of)
    }

    /// Part of a file, octet by octet; `None` when there is no such file.
    ///
    /// # Errors
    ///
    /// When the object store fails.
    pub(crate) async fn export_file(
        &self,
        name: &ExportFileName,
        range: Range<u64>,
    ) -> Result<Option<BoxStream<'static, Result<Bytes, ObjectsError>>>, ObjectsError> {
        let options = GetOptions {
            range: (!range.is_empty()).then_some(GetRange::Bounded(range)),
            ..GetOptions::default()
        };
        match self.kept.get_opts(&name.place(), options).await {
            Ok(found) => Ok(Some(found.into_stream().map_err(ObjectsError::of).boxed())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(ObjectsError::of(error)),
        }
    }

    /// All files that are kept, and when each got its name last.
    ///
    /// # Errors
    ///
    /// When the object store fails.
    pub(crate) async fn kept_exports(
        &self,
    ) -> Result<Vec<(ExportFileName, DateTime<Utc>)>, ObjectsError> {
        let place = object_store::path::Path::from(KEPT);
        let listed = self.kept.list_with_delimiter(Some(&place)).await;
        let objects = listed.map_err(ObjectsError::of)?.objects;
        let named = objects.into_iter().filter_map(|object| {
            let name = ExportFileName::read(object.location.filename()?)?;
            Some((name, object.last_modified))
        });
        Ok(named.collect())
    }

    /// Removes a file; succeeds when there is none.
    ///
    /// # Errors
    ///
    /// When the object store fails.
    pub(crate) async fn remove_export(&self, name: &ExportFileName) -> Result<(), ObjectsError> {
        match self.kept.delete(&name.place()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(ObjectsError::of(error)),
        }
    }

    /// Files that were begun on this machine, or another with the same directory, and not kept.
    ///
    /// # Errors
    ///
    /// When the directory can't be read.
    pub(crate) async fn unfinished_exports(&self) -> io::Result<Vec<UnfinishedName>> {
        let Some(directory) = self.unfinished() else {
            return Ok(Vec::new());
        };
        let listed = spawn_blocking(move || {
            let entries = match fs::read_dir(directory) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
                Err(error) => return Err(error),
            };
            let mut names = Vec::new();
            for entry in entries {
                let name = entry?.file_name();
                let name = name.to_str().map(str::parse::<UnfinishedName>);
                names.extend(name.and_then(Result::ok));
            }
            Ok(names)
        });
        listed.await.map_err(io::Error::other)?
    }

    /// Removes a file that was begun; whoever still writes to it can't keep it.
    pub(crate) fn remove_unfinished(&self, name: UnfinishedName) {
        if let Some(directory) = self.unfinished() {
            remove(&directory.join(name.text()));
        }
    }

    fn unfinished(&self) -> Option<PathBuf> {
        let directory = self.directory.as_ref()?;
        Some(directory.join(KEPT).join(UNFINISHED))
    }
}

fn remove(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, path = %path.display(), "an unfinished file stays for now");
        }
        _ => {}
    }
}

/// The name must outlive a loss of power as the content does. Only Unix opens directories.
fn sync_directory(directory: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(directory)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = directory;
    Ok(())
}
