//! Where the octets of a file go: hashed, counted and written in one pass.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::progress::SharedProgress;

/// A file being written, or one that is only measured.
pub(super) struct Sink {
    file: Option<File>,
    hash: Sha256,
    bytes: u64,
    progress: Arc<SharedProgress>,
}

impl Sink {
    /// Writes to `file`, and tells `progress` how much.
    pub(super) fn to(file: File, progress: Arc<SharedProgress>) -> Self {
        Self {
            file: Some(file),
            progress,
            ..Self::measuring()
        }
    }

    /// Counts alone.
    pub(super) fn measuring() -> Self {
        Self {
            file: None,
            hash: Sha256::new(),
            bytes: 0,
            progress: Arc::default(),
        }
    }

    /// Octets so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The SHA-256 of all that was written, in lower-case hexadecimal digits.
    pub(super) fn sha256(self) -> String {
        HEXLOWER.encode(&self.hash.finalize())
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.file {
            Some(file) => {
                let written = file.write(bytes)?;
                self.hash.update(&bytes[..written]);
                written
            }
            None => bytes.len(),
        };
        self.bytes += written as u64;
        self.progress.set_bytes(self.bytes);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
