//! What an export is to write, and what is said about what it wrote.

use chrono_tz::Tz;

use super::range::ExportRange;
use super::writing::{Manifest, Wanted, Written};
use crate::store::StoreError;
use crate::store::entities::export;

/// What an export is to write: the time that its days took where they were chosen, whatever the rules of that zone say by
/// now.
///
/// # Errors
///
/// When nobody knows its time zone any more.
pub(super) fn wanted_by(export: &export::Model) -> Result<Wanted, StoreError> {
    Ok(Wanted {
        organization_id: export.organization_id,
        range: ExportRange {
            first_day: export.first_day,
            last_day: export.last_day,
            zone: zone_of(export)?,
            from: export.begins_at,
            until: export.ends_at,
        },
        format: export.format,
        raw: export.raw,
    })
}

/// The time zone that the days of an export were chosen in.
///
/// # Errors
///
/// When nobody knows it any more.
pub(super) fn zone_of(export: &export::Model) -> Result<Tz, StoreError> {
    let zone = export.time_zone.parse();
    zone.map_err(|_| StoreError::Inconsistent("an export has no time zone"))
}

/// What is said about the file of an export, under a name; `None` when it has none.
pub(super) fn manifest_of(
    export: &export::Model,
    organization: &str,
    file: &str,
) -> Option<Manifest> {
    let written = Written {
        rows: u64::try_from(export.rows).ok()?,
        bytes: u64::try_from(export.size?).ok()?,
        sha256: export.sha256.clone()?,
    };
    let wanted = wanted_by(export).ok()?;
    Some(Manifest::of(&wanted, &written, organization, file))
}
