//! Files of exports: written beside those that are kept, and then kept under the name of their content.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::{GetOptions, GetRange};
use tokio::task::spawn_blocking;

use super::export_names::{ExportFileName, KEPT, UnfinishedName};
use super::{Objects, ObjectsError, Place};
use crate::store::create_private_directory;

/// Where files are that are being written on this machine, within those that are kept.
const UNFINISHED: &str = "unfinished";

/// What the name of an upload's record ends with, after the name of what is sent.
const UPLOAD: &str = ".upload";

/// A file that is being written. Dropped, it is gone.
#[derive(Debug)]
pub(crate) struct UnfinishedExport(PathBuf);

impl UnfinishedExport {
    /// The file, to write to.
    ///
    /// # Errors
    ///
    /// When the system says so.
    pub(crate) fn file(&self) -> io::Result<File> {
        OpenOptions::new().write(true).open(&self.0)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Where it stands under which name the file is being sent.
    pub(super) fn upload(&self) -> PathBuf {
        upload_of(&self.0)
    }
}

impl Drop for UnfinishedExport {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

impl Objects {
    /// Begins a file, for its owner alone, in place of one of the same name.
    ///
    /// # Errors
    ///
    /// When the system says so: there may be no room.
    pub(crate) fn begin_export(&self, name: UnfinishedName) -> io::Result<UnfinishedExport> {
        let directory = self.unfinished().ok_or(io::ErrorKind::Unsupported)?;
        create_private_directory(&directory)?;
        let path = directory.join(name.text());
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?;
        Ok(UnfinishedExport(path))
    }

    /// Keeps a file that is whole and on the disk under the name of its content, in place of the same one. Where files are
    /// [sent](Self::send_export) instead, that was done before.
    ///
    /// # Errors
    ///
    /// When the file is gone, or the object store fails.
    pub(crate) async fn keep_export(
        &self,
        whole: UnfinishedExport,
        name: &ExportFileName,
    ) -> Result<(), ObjectsError> {
        let Place::Directory(directory) = &self.place else {
            return Ok(());
        };
        let (from, kept) = (whole.0.clone(), directory.join(KEPT));
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

    /// Removes files; those that are not there are no trouble.
    ///
    /// # Errors
    ///
    /// When the object store fails.
    pub(crate) async fn remove_exports(
        &self,
        names: &[ExportFileName],
    ) -> Result<(), ObjectsError> {
        let places: Vec<_> = names.iter().map(|name| Ok(name.place())).collect();
        let mut removed = self.kept.delete_stream(stream::iter(places).boxed());
        while let Some(removed) = removed.next().await {
            match removed {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(ObjectsError::of(error)),
            }
        }
        Ok(())
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
                let name = name
                    .to_str()
                    .map(|it| it.strip_suffix(UPLOAD).unwrap_or(it));
                let name = name.and_then(|it| it.parse::<UnfinishedName>().ok());
                names.extend(name.filter(|it| !names.contains(it)));
            }
            Ok(names)
        });
        listed.await.map_err(io::Error::other)?
    }

    /// Removes a file that was begun, and what was sent of it; whoever still writes to it can't keep it.
    ///
    /// # Errors
    ///
    /// When the object store fails. All stays then, until the next time.
    pub(crate) async fn remove_unfinished(&self, name: UnfinishedName) -> Result<(), ObjectsError> {
        if let Some(directory) = self.unfinished() {
            let path = directory.join(name.text());
            self.forget_upload(&upload_of(&path)).await?;
            remove(&path);
        }
        Ok(())
    }

    fn unfinished(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Directory(directory) => Some(directory.join(KEPT).join(UNFINISHED)),
            Place::Far { scratch, .. } => scratch.clone(),
        }
    }
}

fn upload_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(UPLOAD);
    name.into()
}

pub(super) fn remove(path: &Path) {
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
