//! Files that a person asks for, saved where their downloads go.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::{Builder, NamedTempFile};
use ts_rs::TS;

/// A file that was saved for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedFile {
    /// Its name, without the folder.
    pub name: String,
    /// Where it lies.
    pub path: String,
}

/// A file that has no name yet. Dropped without one, it is gone; readable by this person alone.
pub(crate) struct UnfinishedFile {
    file: NamedTempFile,
    folder: PathBuf,
}

impl UnfinishedFile {
    /// Begins a file in `folder`, which need not exist yet.
    pub(crate) fn begin(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        // In the same folder, so that it gets its name without being copied. Mode 0600 from the start.
        let file = Builder::new()
            .prefix(".portal-profile-")
            .suffix(".part")
            .tempfile_in(folder)?;
        Ok(Self {
            file,
            folder: folder.to_path_buf(),
        })
    }

    /// Gives it `name` once all of it is on the disk, in place of a file that has it.
    pub(crate) fn replace(self, name: &str) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(self.folder.join(name))?;
        sync_names(&self.folder);
        Ok(())
    }

    /// Gives it the name `stem`.`extension` once all of it is on the disk; where that is taken, the first free
    /// one of `stem (2).extension` and so on.
    pub(crate) fn finish(self, stem: &str, extension: &str) -> io::Result<SavedFile> {
        let Self { mut file, folder } = self;
        file.as_file().sync_all()?;
        for number in 1_u32.. {
            let name = match number {
                1 => format!("{stem}.{extension}"),
                _ => format!("{stem} ({number}).{extension}"),
            };
            let path = folder.join(&name);
            match file.persist_noclobber(&path) {
                Ok(_) => {
                    sync_names(&folder);
                    let path = path.display().to_string();
                    return Ok(SavedFile { name, path });
                }
                Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => {
                    file = taken.file;
                }
                Err(failed) => return Err(failed.error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// The most characters of a file's name before its ending.
const LONGEST_STEM: usize = 100;
/// Names that some systems keep for devices, whatever their ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// What a file can be called that a person would call `name`: on every system, and so that it is seen; `fallback`
/// when nothing of it is left.
pub(crate) fn file_stem(name: &str, fallback: &str) -> String {
    let allowed = |character: char| match character {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        // What turns the reading direction could hide the ending.
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '-',
        character if character.is_control() => '-',
        character => character,
    };
    let name: String = name.chars().map(allowed).collect();
    let edge = |character: char| character == '.' || character.is_whitespace();
    let short: String = name.trim_matches(edge).chars().take(LONGEST_STEM).collect();
    let stem = short.trim_end_matches(edge);
    let device = stem.to_lowercase();
    let device = device.trim_end_matches(|character: char| character.is_ascii_digit());
    if stem.is_empty() {
        fallback.to_owned()
    } else if DEVICES.contains(&device) {
        format!("{fallback} {stem}")
    } else {
        stem.to_owned()
    }
}

impl Write for UnfinishedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes the folder's new name to the disk. Where a folder can't be opened, the system does it by itself.
pub(crate) fn sync_names(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder)
        && let Err(error) = folder.sync_all()
    {
        tracing::debug!(%error, "the folder of a saved file is not written yet");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn save(folder: &Path, text: &str) -> io::Result<SavedFile> {
        let mut file = UnfinishedFile::begin(folder)?;
        file.write_all(text.as_bytes())?;
        file.finish("codes", "txt")
    }

    #[test]
    fn nothing_is_overwritten() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let folder = folder.path().join("Downloads");
        for (text, name) in [
            ("a", "codes.txt"),
            ("b", "codes (2).txt"),
            ("c", "codes (3).txt"),
        ] {
            let saved = save(&folder, text)?;
            assert_eq!(saved.name, name);
            assert_eq!(saved.path, folder.join(name).display().to_string());
        }
        assert_eq!(fs::read_to_string(folder.join("codes.txt"))?, "a");
        assert_eq!(fs::read_to_string(folder.join("codes (3).txt"))?, "c");
        Ok(())
    }

    #[test]
    fn a_file_is_called_what_a_person_calls_it_as_far_as_it_can_be() {
        let long = "ü".repeat(300);
        for (name, stem) in [
            ("Line 4 – temperature", "Line 4 – temperature"),
            ("../../etc/passwd", "-..-etc-passwd"),
            (" .hidden. ", "hidden"),
            ("a/b\\c:d*e?f\"g<h>i|j\nk\0", "a-b-c-d-e-f-g-h-i-j-k-"),
            ("report\u{202e}fdp", "report-fdp"),
            ("..", "chart"),
            ("", "chart"),
            ("COM1", "chart COM1"),
            ("nul", "chart nul"),
            (&long, &long[..2 * LONGEST_STEM]),
        ] {
            assert_eq!(file_stem(name, "chart"), stem);
        }
    }

    #[test]
    fn what_is_not_finished_leaves_nothing() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut file = UnfinishedFile::begin(folder.path())?;
        file.write_all(b"half")?;
        drop(file);
        assert_eq!(fs::read_dir(folder.path())?.count(), 0);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_saved_file_is_for_this_person_alone() -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir()?;
        let saved = save(folder.path(), "secret")?;
        let mode = fs::metadata(saved.path)?.permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        Ok(())
    }
}
