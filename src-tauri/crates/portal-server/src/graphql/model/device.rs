//! Devices, and cursors into their list.

use async_graphql::{ID, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::graphql::Fault;
use crate::store::NamePosition;
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

/// A position as clients hold it: opaque, and of use in any list that is ordered by name.
pub(crate) fn write_cursor(position: &NamePosition) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}{}", position.id.simple(), position.name_order))
}

/// The position of a cursor that this portal wrote.
///
/// # Errors
///
/// When it is no cursor.
pub(crate) fn read_cursor(cursor: &str) -> Result<NamePosition, Fault> {
    parse(cursor).ok_or_else(|| Fault::BadInput("`after` is not a cursor of this list.".to_owned()))
}

fn parse(cursor: &str) -> Option<NamePosition> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (id, name_order) = text.split_at_checked(32)?;
    let writable = !name_order.contains('\0');
    let id = Uuid::try_parse(id).ok().filter(|_| writable)?;
    Some(NamePosition {
        name_order: name_order.to_owned(),
        id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_position() {
        let position = NamePosition {
            name_order: "förderband 4 – nord".to_owned(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(parse(&write_cursor(&position)), Some(position));
    }

    #[test]
    fn anything_else_is_no_cursor() {
        let nul = URL_SAFE_NO_PAD.encode(format!("{}a\0b", Uuid::nil().simple()));
        for text in ["", "?", "AAAA", "ä", &nul] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
