//! Where objects lie.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where objects lie: `file:DIRECTORY` or `s3://BUCKET/PREFIX`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectsAddress {
    /// A directory of this machine.
    Directory(PathBuf),
    /// A bucket of Amazon S3, or of what speaks like it.
    S3 {
        /// Its name.
        bucket: String,
        /// What the names of objects begin with, without a slash at its ends; may be empty.
        prefix: String,
    },
}

impl FromStr for ObjectsAddress {
    type Err = InvalidObjectsAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidObjectsAddress(text.to_owned());
        if let Some(rest) = text.strip_prefix("s3://") {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            if bucket.is_empty() || bucket.contains(['@', ':', '?', '#']) {
                return Err(invalid());
            }
            return Ok(Self::S3 {
                bucket: bucket.to_owned(),
                prefix: prefix.trim_matches('/').to_owned(),
            });
        }
        text.strip_prefix("file:")
            .map(|rest| rest.strip_prefix("//").unwrap_or(rest))
            .filter(|path| !path.is_empty())
            .map(|path| Self::Directory(PathBuf::from(path)))
            .ok_or_else(invalid)
    }
}

impl From<PathBuf> for ObjectsAddress {
    fn from(directory: PathBuf) -> Self {
        Self::Directory(directory)
    }
}

impl fmt::Display for ObjectsAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(directory) => write!(formatter, "file:{}", directory.display()),
            Self::S3 { bucket, prefix } if prefix.is_empty() => write!(formatter, "s3://{bucket}"),
            Self::S3 { bucket, prefix } => write!(formatter, "s3://{bucket}/{prefix}"),
        }
    }
}

/// Not a place for objects.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a place for objects; use file:DIRECTORY or s3://BUCKET/PREFIX")]
pub struct InvalidObjectsAddress(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_they_are_written() {
        for text in [
            "file:objects",
            "file:/var/lib/portal",
            "s3://files",
            "s3://files/portal/a",
        ] {
            let address: Result<ObjectsAddress, _> = text.parse();
            assert_eq!(
                address.map(|address| address.to_string()),
                Ok(text.to_owned())
            );
        }
        let trimmed: Result<ObjectsAddress, _> = "s3://files/portal/".parse();
        assert_eq!(
            trimmed.map(|it| it.to_string()),
            Ok("s3://files/portal".to_owned())
        );
    }

    #[test]
    fn other_places_are_refused() {
        for text in [
            "",
            "file:",
            "objects",
            "s3://",
            "s3:///portal",
            "s3://key:secret@files",
            "gs://files",
        ] {
            assert!(text.parse::<ObjectsAddress>().is_err(), "{text}");
        }
    }
}
