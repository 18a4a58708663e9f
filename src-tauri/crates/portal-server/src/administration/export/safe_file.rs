//! Files that are there as a whole or not at all.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

/// Why there can't be a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetRefused {
    /// It is a directory.
    #[error("{} is a directory; name a file in it", .0.display())]
    Directory(PathBuf),
    /// It has no name.
    #[error("{} does not name a file", .0.display())]
    NoName(PathBuf),
    /// It is there already.
    #[error("{} exists already; --force replaces it", .0.display())]
    Exists(PathBuf),
}

/// Where a file is to lie, and its manifest beside it.
#[derive(Clone, Debug)]
pub(super) struct Target {
    file: PathBuf,
    manifest: PathBuf,
    force: bool,
}

impl Target {
    /// The file at `path`; one that is there already is replaced with `force` alone.
    pub(super) fn at(path: &Path, force: bool) -> Result<Self, TargetRefused> {
        if path.file_name().is_none() {
            return Err(TargetRefused::NoName(path.to_owned()));
        }
        let target = Self {
            file: path.to_owned(),
            manifest: with_ending(path, ".manifest.json"),
            force,
        };
        for path in [&target.file, &target.manifest] {
            if path.is_dir() {
                return Err(TargetRefused::Directory(path.clone()));
            }
            // Also a link that leads nowhere.
            if !force && path.symlink_metadata().is_ok() {
                return Err(TargetRefused::Exists(path.clone()));
            }
        }
        Ok(target)
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    pub(super) fn manifest(&self) -> &Path {
        &self.manifest
    }

    /// Its name, without the directory.
    pub(super) fn name(&self) -> String {
        let name = self.file.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Gives both their names once they are on the disk.
    pub(super) fn publish(&self, file: SafeFile, manifest: SafeFile) -> io::Result<()> {
        file.file.sync_all()?;
        manifest.file.sync_all()?;
        if self.force {
            // What it says is no longer true of the file that is there next.
            match fs::remove_file(&self.manifest) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            file.path.persist(&self.file)?;
        } else {
            file.path.persist_noclobber(&self.file)?;
        }
        manifest.path.persist(&self.manifest)?;
        sync_names(&self.file);
        Ok(())
    }
}

/// A file that has another name as yet, beside its own. Dropped without being published, it is gone.
pub(super) struct SafeFile {
    file: File,
    path: TempPath,
}

impl SafeFile {
    /// Begins the file that is to lie at `target`. What a run left there that was killed is replaced; what a run has that
    /// is still writing is not.
    pub(super) fn begin(target: &Path) -> io::Result<Self> {
        let path = with_ending(target, ".part");
        // Held until there is another, so that two runs don't take what is left away from each other.
        let _left = remove_left(&path)?;
        let file = File::create_new(&path)?;
        lock(&file)?;
        Ok(Self {
            file,
            path: TempPath::try_from_path(path)?,
        })
    }

    /// The file, to be written by another.
    pub(super) fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    pub(super) fn fill(&self, text: &str) -> io::Result<()> {
        (&self.file).write_all(text.as_bytes())
    }
}

/// Removes what a run left that was killed, and answers it.
fn remove_left(path: &Path) -> io::Result<Option<File>> {
    let left = match OpenOptions::new().write(true).open(path) {
        Ok(left) => left,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    lock(&left)?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(Some(left)),
    }
}

/// Locks a file for as long as it is open.
fn lock(file: &File) -> io::Result<()> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => {
            let busy = "another export is being written there";
            io::Error::new(io::ErrorKind::ResourceBusy, busy)
        }
        TryLockError::Error(error) => error,
    })
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Writes the directory's new names to the disk. Where a directory can't be opened, the system does it by itself.
fn sync_names(file: &Path) {
    let directory = file
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let directory = File::open(directory.unwrap_or(Path::new(".")));
    if let Err(error) = directory.and_then(|directory| directory.sync_all()) {
        tracing::debug!(%error, "the name of an exported file is not written yet");
    }
}
