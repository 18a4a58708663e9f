//! How files of exports are named.

use std::str::FromStr;

use uuid::Uuid;

use crate::domain::ExportFormat;

/// Where the files are that are kept.
pub(super) const KEPT: &str = "exports";

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

    pub(super) fn text(&self) -> String {
        format!("{}.{}", self.sha256, self.ending)
    }

    pub(super) fn place(&self) -> object_store::path::Path {
        object_store::path::Path::from_iter([KEPT.to_owned(), self.text()])
    }

    pub(super) fn read(text: &str) -> Option<Self> {
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
    pub(super) fn text(self) -> String {
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
