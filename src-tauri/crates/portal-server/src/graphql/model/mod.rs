//! What answers are made of, one aggregate a file.

mod date_time;
mod device;
mod organization;
mod preferences;
mod viewer;

pub(super) use date_time::Instant;
pub(super) use device::{Device, DeviceList, read_cursor, write_cursor};
pub(super) use organization::Organization;
pub(super) use preferences::Preferences;
pub(super) use viewer::Viewer;
