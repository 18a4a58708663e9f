//! The directory that holds what belongs to this machine, used by one instance of the app at a time.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use profile_core::app::Folders;

use crate::platform;

/// A data directory that this instance holds the lock of.
#[derive(Debug)]
pub(crate) struct DataDirectory {
    root: PathBuf,
    cache: PathBuf,
    // Held, never read: the lock goes when the process goes, also when it is killed.
    _lock: File,
}

/// Why a data directory can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DataDirectoryError {
    /// Another instance holds its lock.
    #[error("another instance uses {}", .0.display())]
    AlreadyRunning(PathBuf),
    /// It can't be created, or the lock file in it can't be written.
    #[error("{} can't be used: {source}", .path.display())]
    Unusable { path: PathBuf, source: io::Error },
}

impl DataDirectory {
    /// Creates the directories, readable by this person only, and takes the lock.
    pub(crate) fn open(root: &Path, cache: &Path) -> Result<Self, DataDirectoryError> {
        let unusable = |path: &Path| {
            let path = path.to_path_buf();
            move |source| DataDirectoryError::Unusable { path, source }
        };
        platform::create_private_directory(root).map_err(unusable(root))?;
        platform::create_private_directory(cache).map_err(unusable(cache))?;
        let path = root.join("portal-profile.lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(unusable(root))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                root: root.to_path_buf(),
                cache: cache.to_path_buf(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => {
                Err(DataDirectoryError::AlreadyRunning(root.to_path_buf()))
            }
            Err(TryLockError::Error(source)) => Err(unusable(root)(source)),
        }
    }

    /// Small settings of this machine.
    pub(crate) fn settings(&self) -> PathBuf {
        Self::settings_in(&self.root)
    }

    /// The settings in a directory that another instance may hold.
    pub(crate) fn settings_in(root: &Path) -> PathBuf {
        root.join("settings.json")
    }

    /// Where the use cases keep their files.
    pub(crate) fn folders(&self) -> Folders {
        Folders {
            cache: self.cache.clone(),
            notifications: self.root.join("notifications"),
        }
    }

    /// The built-in portal's database and files.
    pub(crate) fn built_in_portal(&self) -> PathBuf {
        self.root.join("built-in")
    }

    /// Files that the person asked for, where the system names no folder for them.
    pub(crate) fn downloads(&self) -> PathBuf {
        self.root.join("downloads")
    }

    /// What is kept of files that are on their way here.
    pub(crate) fn downloads_under_way(&self) -> PathBuf {
        self.root.join("downloads-under-way")
    }

    /// The log, and reports of crashes.
    pub(crate) fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// What the web view keeps for itself.
    pub(crate) fn web_view(&self) -> PathBuf {
        self.cache.join("web-view")
    }

    /// The icon that the tray shows.
    pub(crate) fn tray(&self) -> PathBuf {
        self.cache.join("tray")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_instance_at_a_time() -> Result<(), Box<dyn std::error::Error>> {
        let directory = tempfile::tempdir()?;
        let open = || DataDirectory::open(directory.path(), &directory.path().join("cache"));
        let first = open()?;
        assert!(matches!(open(), Err(DataDirectoryError::AlreadyRunning(_))));
        drop(first);
        open()?;
        Ok(())
    }

    #[test]
    fn a_file_in_its_place_is_named() -> Result<(), Box<dyn std::error::Error>> {
        let directory = tempfile::tempdir()?;
        let file = directory.path().join("file");
        std::fs::write(&file, "")?;
        let error = DataDirectory::open(&file, &directory.path().join("cache")).err();
        assert!(matches!(error, Some(DataDirectoryError::Unusable { path, .. }) if path == file));
        Ok(())
    }
}
