//! Files and directories that only their owner may read. The one place that knows how each system
//! says so.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Creates an empty file for its owner alone, unless there is one. SQLite gives the files beside
/// the database the same mode.
pub(crate) fn create_private_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        created => created.map(drop),
    }
}

/// The content of a file; a file that is missing is created with `content` for its owner alone,
/// whole or not at all. Of several who create it at a time, one does.
pub(crate) fn read_or_create_private_file(path: &Path, content: &[u8]) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        read => return read,
    }
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    // A named temporary file has mode 0600 from the start, and keeps it when it gets its name.
    let mut file = tempfile::NamedTempFile::new_in(directory.unwrap_or(Path::new(".")))?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return fs::read(path),
        Err(error) => return Err(error.error),
        Ok(_) => {}
    }
    // The name must outlive a loss of power as the content does. Only Unix opens directories.
    #[cfg(unix)]
    fs::File::open(directory.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(content.to_vec())
}

/// Whether others than its owner may read a file. Where the system can't say, they may not.
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Creates a directory for its owner alone, with those above it, unless there is one.
pub(crate) fn create_private_directory(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    fs::metadata(path).map(drop)
}
