//! Devices.

use async_graphql::{ID, SimpleObject};

use crate::store::entities::device;

/// A machine of an organization.
#[derive(SimpleObject)]
pub(crate) struct Device {
    /// Opaque id.
    id: ID,
    /// Name as members see it.
    name: String,
    /// What it is filed under, in order.
    tags: Vec<String>,
    /// Where it stands, for people; null when that is unknown.
    location: Option<String>,
    /// IANA time zone of that place, such as `Europe/Berlin`.
    time_zone: String,
}

impl Device {
    /// A device with its tags.
    pub(crate) fn tagged(device: device::Model, tags: Vec<String>) -> Self {
        Self {
            id: device.id.into(),
            name: device.name,
            tags,
            location: device.location,
            time_zone: device.time_zone,
        }
    }
}

/// One page of devices.
#[derive(SimpleObject)]
pub(crate) struct DeviceList {
    /// The devices of this page.
    pub(crate) data: Vec<Device>,
    /// Pass as `after` for the next page; null on the last.
    pub(crate) cursor: Option<String>,
}
