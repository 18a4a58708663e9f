//! What devices put out: read from files, worked out for charts, and forgotten.

mod file;
mod import;
mod import_faults;
mod purge;
mod readings;
mod real_files;
mod storage;
mod workbench;

use file::{ACME, CsvFile};
use workbench::Workbench;
