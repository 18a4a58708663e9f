//! The files of a directory, kept in memory to be written elsewhere again and again.

use std::fs::{self, Permissions};
use std::io;
use std::path::{Path, PathBuf};

/// Files with their permissions.
#[derive(Debug)]
pub struct KeptFiles {
    /// Paths from the directory on, each directory before what it has.
    entries: Vec<(PathBuf, Permissions, Content)>,
}

#[derive(Debug)]
enum Content {
    Directory,
    File(Vec<u8>),
}

impl KeptFiles {
    /// Reads all that a directory has.
    ///
    /// # Errors
    /// When something can't be read.
    pub fn of(directory: &Path) -> io::Result<Self> {
        let mut entries = Vec::new();
        let mut unread = vec![PathBuf::new()];
        while let Some(folder) = unread.pop() {
            for entry in fs::read_dir(directory.join(&folder))? {
                let entry = entry?;
                let (path, metadata) = (folder.join(entry.file_name()), entry.metadata()?);
                let content = if metadata.is_dir() {
                    unread.push(path.clone());
                    Content::Directory
                } else {
                    Content::File(fs::read(entry.path())?)
                };
                entries.push((path, metadata.permissions(), content));
            }
        }
        Ok(Self { entries })
    }

    /// Writes them into another directory, which has none of them.
    ///
    /// # Errors
    /// When something can't be written.
    pub fn write_to(&self, directory: &Path) -> io::Result<()> {
        for (path, permissions, content) in &self.entries {
            let path = directory.join(path);
            match content {
                Content::Directory => fs::create_dir(&path)?,
                Content::File(octets) => fs::write(&path, octets)?,
            }
            fs::set_permissions(path, permissions.clone())?;
        }
        Ok(())
    }
}
