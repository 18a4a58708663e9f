//! A file that comes in pieces, over several runs of the app if need be: `NAME.part` until all of it is here.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use tempfile::TempPath;

use crate::downloads::{SavedFile, sync_names};

/// Octets that are read at a time to check the whole.
const CHECKED_AT_ONCE: usize = 256 * 1024;

/// What is here of a file, readable by this person alone.
#[derive(Debug)]
pub(crate) struct PartFile {
    file: File,
    path: PathBuf,
    length: u64,
}

impl PartFile {
    /// Begins a file beside `target`, which is called that once it is whole. A file that is there already, whatever it
    /// is, is never touched. `begins` is told where it will be, before it is there.
    pub(crate) fn create(target: &Path, mut begins: impl FnMut(&Path)) -> io::Result<Self> {
        for number in 1_u32.. {
            let path = beside(target, number);
            if fs::symlink_metadata(&path).is_ok() {
                continue;
            }
            begins(&path);
            match private().create_new(true).open(&path) {
                Ok(file) => {
                    return Ok(Self {
                        file,
                        path,
                        length: 0,
                    });
                }
                Err(taken) if taken.kind() == io::ErrorKind::AlreadyExists => {}
                Err(failed) => return Err(failed),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Takes up a file that was begun before, with as much as is really there; `None` when it is gone, or something
    /// else is there by now.
    pub(crate) fn reopen(path: &Path) -> io::Result<Option<Self>> {
        match fs::symlink_metadata(path) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        }
        let file = private().open(path)?;
        let length = file.metadata()?.len();
        Ok(Some(Self {
            file,
            path: path.to_owned(),
            length,
        }))
    }

    /// Octets that are here.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Puts a piece where it belongs: after what is known to be here. An earlier write that was given up on while it was
    /// under way puts the same octets to the same place.
    pub(crate) fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(piece)?;
        self.length += piece.len() as u64;
        Ok(())
    }

    /// Throws away what is here.
    pub(crate) fn start_over(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.length = 0;
        Ok(())
    }

    /// Writes all of it to the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// The SHA-256 of all of it in hexadecimal, as it is read back; `None` once it is to stop.
    pub(crate) fn hash(&mut self, stop: impl Fn() -> bool) -> io::Result<Option<String>> {
        self.file.seek(SeekFrom::Start(0))?;
        hash(&mut self.file, stop)
    }

    /// Gives it the name of `target`. What has that name by then is replaced if the person agreed to that; otherwise
    /// it gets the first free one of `NAME (2).ending` and so on. `names` is told of each name before it is given.
    pub(crate) fn finish(
        self,
        target: &Path,
        ending: &str,
        replaces: bool,
        mut names: impl FnMut(&Path),
    ) -> io::Result<SavedFile> {
        let Self { file, path, .. } = self;
        file.sync_all()?;
        drop(file);
        let folder = target.parent().unwrap_or_else(|| Path::new("."));
        let mut part = TempPath::try_from_path(path)?;
        for number in 1_u32.. {
            let name = numbered(target, ending, number);
            let path = folder.join(&name);
            names(&path);
            let named = if replaces && number == 1 && !path.is_dir() {
                part.persist(&path)
            } else {
                part.persist_noclobber(&path)
            };
            match named {
                Ok(()) => {
                    sync_names(folder);
                    let path = path.display().to_string();
                    return Ok(SavedFile { name, path });
                }
                Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => {
                    part = taken.path;
                }
                Err(failed) => {
                    // It is removed otherwise.
                    failed.path.keep()?;
                    return Err(failed.error);
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// Whether the file at `path` is the one with this size and SHA-256.
pub(crate) fn is_file_with(path: &Path, size: u64, sha256: &str) -> bool {
    let is_it = || -> io::Result<bool> {
        if !fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == size) {
            return Ok(false);
        }
        Ok(hash(&mut File::open(path)?, || false)?.as_deref() == Some(sha256))
    };
    is_it().unwrap_or(false)
}

fn hash(file: &mut File, stop: impl Fn() -> bool) -> io::Result<Option<String>> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; CHECKED_AT_ONCE];
    loop {
        if stop() {
            return Ok(None);
        }
        match file.read(&mut piece)? {
            0 => return Ok(Some(HEXLOWER.encode(&hash.finalize()))),
            count => hash.update(&piece[..count]),
        }
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        options.mode(0o600);
    }
    options
}

fn beside(target: &Path, number: u32) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    match number {
        1 => name.push(".part"),
        number => name.push(format!(" ({number}).part")),
    }
    target.with_file_name(name)
}

/// The name of `target`, or the `number`th one after it; the number comes before the ending.
fn numbered(target: &Path, ending: &str, number: u32) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    if number == 1 {
        return name.into_owned();
    }
    match name.strip_suffix(&format!(".{ending}")) {
        Some(stem) => format!("{stem} ({number}).{ending}"),
        None => format!("{name} ({number})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_file_is_taken_up_where_it_was_left_and_named_when_it_is_whole() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let target = folder.path().join("data.csv.gz");
        let mut part = PartFile::create(&target, |_| ())?;
        part.write(b"ab")?;
        let path = part.path.clone();
        assert_eq!(path, folder.path().join("data.csv.gz.part"));
        drop(part);
        let mut part = PartFile::reopen(&path)?.unwrap();
        assert_eq!(part.length(), 2);
        part.write(b"c")?;
        assert_eq!(part.hash(|| false)?.as_deref(), Some(ABC));
        assert_eq!(part.hash(|| true)?, None);
        fs::write(&target, "other")?;
        fs::create_dir(folder.path().join("data (2).csv.gz"))?;
        let mut names = Vec::new();
        let saved = part.finish(&target, "csv.gz", false, |name| names.push(name.to_owned()))?;
        assert_eq!(saved.name, "data (3).csv.gz");
        assert_eq!(names.last().unwrap(), Path::new(&saved.path));
        assert!(is_file_with(Path::new(&saved.path), 3, ABC));
        assert!(!is_file_with(&target, 5, ABC));
        assert_eq!(fs::read_to_string(target)?, "other");
        assert!(PartFile::reopen(&path)?.is_none());
        Ok(())
    }

    #[test]
    fn what_the_person_agreed_to_is_replaced_and_a_folder_never_is() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let target = folder.path().join("data.csv");
        for (number, name) in ["data.csv", "data (2).csv"].into_iter().enumerate() {
            let mut part = PartFile::create(&target, |_| ())?;
            part.write(b"abc")?;
            if number == 0 {
                fs::write(&target, "old")?;
            } else {
                fs::remove_file(&target)?;
                fs::create_dir(&target)?;
            }
            let saved = part.finish(&target, "csv", true, |_| ())?;
            assert_eq!(saved.name, name);
            assert_eq!(fs::read(&saved.path)?, b"abc");
        }
        Ok(())
    }

    #[test]
    fn what_is_there_already_is_never_touched() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let target = folder.path().join("data.csv");
        let taken = folder.path().join("data.csv.part");
        fs::write(&taken, "another download")?;
        let mut told = Vec::new();
        let part = PartFile::create(&target, |path| {
            assert!(!path.exists(), "it is told of before it is there");
            told.push(path.to_owned());
        })?;
        assert_eq!(part.path, folder.path().join("data.csv (2).part"));
        assert_eq!(told, [part.path]);
        assert_eq!(fs::read_to_string(taken)?, "another download");
        assert!(PartFile::reopen(folder.path())?.is_none(), "a folder");
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn it_is_for_this_person_alone_and_follows_no_link() -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir()?;
        let target = folder.path().join("data.csv");
        let part = PartFile::create(&target, |_| ())?;
        assert_eq!(
            fs::metadata(&part.path)?.permissions().mode() & 0o777,
            0o600
        );
        let link = folder.path().join("link.part");
        std::os::unix::fs::symlink(&part.path, &link)?;
        assert!(PartFile::reopen(&link)?.is_none());
        Ok(())
    }
}
