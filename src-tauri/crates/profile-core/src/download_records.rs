//! What this machine keeps of downloads that are under way, so that they go on in the next run.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::Builder;

use crate::exports::ExportFormat;
use crate::ports::TokenKey;

/// The form of the files.
const FORMAT: u32 = 1;
/// The most bytes of a file.
const LIMIT: u64 = 64 * 1024;
/// How the names of records end, and of those that can't be read.
const RECORD: &str = "json";
const SET_ASIDE: &str = "damaged";

/// A download that is under way. No link is part of it: those are over soon, and open the file to anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DownloadRecord {
    pub(crate) format: u32,
    /// The portal's id.
    pub(crate) portal: String,
    /// The person's account.
    pub(crate) account: String,
    /// The id of the organization whose export it is.
    pub(crate) organization: String,
    /// The export's id.
    pub(crate) export: String,
    /// What the file is.
    pub(crate) kind: ExportFormat,
    /// Octets of the whole file.
    pub(crate) size: u64,
    /// SHA-256 of the whole file in hexadecimal.
    pub(crate) sha256: String,
    /// Names the content that is here so far; absent before anything is.
    pub(crate) etag: Option<String>,
    /// Where the file is to be.
    pub(crate) target: PathBuf,
    /// Whether the person agreed that what lies there is replaced.
    #[serde(default)]
    pub(crate) replaces: bool,
    /// Where it is about to be, or is already, where that is not the target.
    #[serde(default)]
    pub(crate) named: Option<PathBuf>,
    /// Where it is until it is whole.
    pub(crate) part: PathBuf,
    /// Whether the person put it off.
    pub(crate) is_paused: bool,
    /// Whether all that came was thrown away once.
    pub(crate) started_over: bool,
}

impl DownloadRecord {
    /// One of the person of `session` that has just begun.
    pub(crate) fn begun(session: &TokenKey, organization: &str, export: &str) -> Self {
        Self {
            format: FORMAT,
            portal: session.portal.clone(),
            account: session.account.clone(),
            organization: organization.to_owned(),
            export: export.to_owned(),
            kind: ExportFormat::Csv,
            size: 0,
            sha256: String::new(),
            etag: None,
            target: PathBuf::new(),
            replaces: false,
            named: None,
            part: PathBuf::new(),
            is_paused: false,
            started_over: false,
        }
    }

    /// Whether it is the person's of `session`.
    pub(crate) fn is_of(&self, session: &TokenKey) -> bool {
        (&self.portal, &self.account) == (&session.portal, &session.account)
    }

    /// Where the file is once it is whole, as far as that is known.
    pub(crate) fn place(&self) -> &Path {
        self.named.as_deref().unwrap_or(&self.target)
    }

    /// What the file is to be called.
    pub(crate) fn name(&self) -> String {
        let name = self.target.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

/// One file for each download, readable by this person alone.
pub(crate) struct DownloadRecords {
    folder: PathBuf,
}

impl DownloadRecords {
    /// Those in `folder`, which need not exist yet.
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// All of them. One that can't be read is set aside, and costs the others nothing.
    pub(crate) fn read(&self) -> Vec<DownloadRecord> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        paths
            .filter(|path| path.extension().is_some_and(|ending| ending == RECORD))
            .filter_map(|path| {
                read(&path)
                    .inspect_err(|error| {
                        tracing::warn!(%error, "a download that was under way is set aside");
                        // One that can't be renamed is met again at the next start.
                        let _ = fs::rename(&path, path.with_extension(SET_ASIDE));
                    })
                    .ok()
            })
            .collect()
    }

    /// Keeps `record`, whole or not at all.
    pub(crate) fn write(&self, record: &DownloadRecord) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        // Mode 0600 from the start.
        let mut file = Builder::new()
            .prefix(".unfinished-")
            .tempfile_in(&self.folder)?;
        file.write_all(&serde_json::to_vec(record)?)?;
        file.as_file().sync_all()?;
        file.persist(self.path(record))
            .map_err(|failed| failed.error)?;
        Ok(())
    }

    /// Forgets `record`; succeeds when there is none.
    pub(crate) fn remove(&self, record: &DownloadRecord) {
        match fs::remove_file(self.path(record)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "a download that is over is still remembered");
            }
            _ => {}
        }
    }

    fn path(&self, record: &DownloadRecord) -> PathBuf {
        let mut name = Sha256::new();
        for part in [&record.portal, &record.account, &record.export] {
            name.update((part.len() as u64).to_le_bytes());
            name.update(part);
        }
        let name = HEXLOWER.encode(&name.finalize());
        self.folder.join(name).with_extension(RECORD)
    }
}

fn read(path: &Path) -> io::Result<DownloadRecord> {
    if fs::metadata(path)?.len() > LIMIT {
        return Err(io::Error::other("it is too large"));
    }
    let record: DownloadRecord = serde_json::from_slice(&fs::read(path)?)?;
    let is_sound = record.format == FORMAT
        && record.target.is_absolute()
        && record.part.is_absolute()
        && record.part.extension().is_some_and(|it| it == "part")
        && record.part.parent() == record.target.parent()
        && record.place().parent() == record.target.parent()
        && record.sha256.len() == 64;
    is_sound
        .then_some(record)
        .ok_or_else(|| io::Error::other("it is not what was written"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(export: &str) -> DownloadRecord {
        let session = TokenKey {
            portal: "https://a.example".into(),
            account: "ada".into(),
        };
        let folder = std::env::temp_dir();
        DownloadRecord {
            size: 7,
            sha256: "0".repeat(64),
            target: folder.join("a.csv"),
            part: folder.join("a.csv.part"),
            ..DownloadRecord::begun(&session, "org_1", export)
        }
    }

    #[test]
    fn each_download_is_kept_once_and_forgotten_alone() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let records = DownloadRecords::in_folder(folder.path().join("downloads"));
        assert_eq!(records.read(), []);
        records.remove(&record("exp_1"));
        for export in ["exp_1", "exp_2", "exp_1"] {
            records.write(&record(export))?;
        }
        assert_eq!(records.read().len(), 2);
        let paused = DownloadRecord {
            is_paused: true,
            ..record("exp_2")
        };
        records.write(&paused)?;
        records.remove(&record("exp_1"));
        assert_eq!(records.read(), [paused]);
        Ok(())
    }

    #[test]
    fn what_was_not_written_like_that_is_set_aside() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let records = DownloadRecords::in_folder(folder.path().to_owned());
        let whole = serde_json::to_value(record("exp_1"))?;
        let with = |name: &str, value: serde_json::Value| {
            let mut changed = whole.clone();
            changed[name] = value;
            changed.to_string()
        };
        let damaged = [
            String::new(),
            "{".into(),
            whole.to_string()[..40].into(),
            with("format", 2.into()),
            with("target", "a.csv".into()),
            with("part", "/etc/passwd".into()),
            with("part", "/etc/a.csv.part".into()),
            with("named", "/etc/passwd".into()),
            with("size", (-1).into()),
            with("sha256", "".into()),
            " ".repeat(usize::try_from(LIMIT).unwrap() + 1),
        ];
        for (number, text) in damaged.iter().enumerate() {
            fs::write(folder.path().join(format!("{number}.json")), text)?;
        }
        records.write(&record("exp_1"))?;
        assert_eq!(records.read(), [record("exp_1")]);
        assert_eq!(records.read(), [record("exp_1")]);
        let aside = fs::read_dir(folder.path())?.flatten();
        let aside = aside.filter(|it| it.path().extension().is_some_and(|it| it == SET_ASIDE));
        assert_eq!(aside.count(), damaged.len());
        Ok(())
    }
}
