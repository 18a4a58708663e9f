//! The disks of this machine.

use std::io;
use std::path::Path;

use profile_core::ports::Disk;

/// As the system knows them.
pub(crate) struct SystemDisk;

impl Disk for SystemDisk {
    fn room(&self, folder: &Path) -> io::Result<u64> {
        fs4::available_space(folder)
    }
}
