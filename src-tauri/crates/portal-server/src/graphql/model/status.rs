//! What people are told of what happens on the portal, and positions in what they are told.

use async_graphql::{ID, SimpleObject, Union};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::{Date, Instant, count};
use crate::domain::{self, ExportState, Role};
use crate::graphql::Fault;
use crate::store::entities::status_update;

/// Something that happened on the portal. Amounts of credits are as in `Credits`.
#[derive(Union)]
pub(crate) enum StatusUpdate {
    ExportEnded(ExportEnded),
    WorkflowDeployed(WorkflowDeployed),
    WorkflowDeploymentFailed(WorkflowDeploymentFailed),
    MfaRequirementBegan(MfaRequirementBegan),
    RolesChanged(RolesChanged),
    CreditsLow(CreditsLow),
    ApiKeyExpiring(ApiKeyExpiring),
}

/// An export of chart data that the person asked for came to an end.
#[derive(SimpleObject)]
pub(crate) struct ExportEnded {
    /// The organization.
    organization_id: ID,
    /// Its name then.
    organization_name: String,
    /// The export.
    export_id: ID,
    /// The first day of its range.
    first_day: Date,
    /// The last day, which is in the range.
    last_day: Date,
    /// The IANA time zone whose days they are.
    time_zone: String,
    /// What came of it.
    state: ExportState,
}

/// A version of a workflow was put on devices.
#[derive(SimpleObject)]
pub(crate) struct WorkflowDeployed {
    /// The organization.
    organization_id: ID,
    /// Its name then.
    organization_name: String,
    /// Name of the workflow.
    workflow: String,
    /// The version, from 1 on.
    version: i32,
    /// Name of the device; null when there are several.
    device: Option<String>,
    /// How many devices.
    devices: i32,
}

/// A version of a workflow could not be put on devices.
#[derive(SimpleObject)]
pub(crate) struct WorkflowDeploymentFailed {
    /// The organization.
    organization_id: ID,
    /// Its name then.
    organization_name: String,
    /// Name of the workflow.
    workflow: String,
    /// The version, from 1 on.
    version: i32,
    /// Name of the device; null when there are several.
    device: Option<String>,
    /// How many devices.
    devices: i32,
    /// Why, for people; null when that is not known.
    reason: Option<String>,
}

/// An organization requires MFA of its members from now on.
#[derive(SimpleObject)]
pub(crate) struct MfaRequirementBegan {
    /// The organization.
    organization_id: ID,
    /// Its name then.
    organization_name: String,
}

/// The person has other roles in an organization.
#[derive(SimpleObject)]
pub(crate) struct RolesChanged {
    /// The organization.
    organization_id: ID,
    /// Its name then.
    organization_name: String,
    /// The roles since then; none when the person is no member any more.
    roles: Vec<Role>,
}

/// The credits of an organization fell below what the person chose.
#[derive(SimpleObject)]
pub(crate) struct CreditsLow {
    /// The organization.
    organization_id: ID,
    /// Its name then.
    organization_name: String,
    /// What the person chose.
    threshold: String,
    /// What was left.
    balance: String,
}

/// An API key that the person created ends soon.
#[derive(SimpleObject)]
pub(crate) struct ApiKeyExpiring {
    /// The organization.
    organization_id: ID,
    /// Its name then.
    organization_name: String,
    /// The key.
    key_id: ID,
    /// What the person calls it.
    name: String,
    /// From when on it is refused.
    expires_at: Instant,
}

/// An update in what the person is told.
#[derive(SimpleObject)]
pub(crate) struct StatusEntry {
    /// Pass as `after` for what comes after it.
    cursor: String,
    /// When it happened.
    at: Instant,
    /// What happened; null when this program doesn't know what.
    update: Option<StatusUpdate>,
}

impl StatusEntry {
    /// A row, and what it says.
    pub(crate) fn of(row: status_update::Model, update: Option<domain::StatusUpdate>) -> Self {
        Self {
            cursor: write_status_cursor(row.account_id, row.position),
            at: Instant(row.at),
            update: update.map(|update| {
                let id = row.organization_id.unwrap_or_default();
                StatusUpdate::of(id.into(), row.organization_name.unwrap_or_default(), update)
            }),
        }
    }
}

/// Updates after a position.
#[derive(SimpleObject)]
pub(crate) struct StatusPage {
    /// In the order in which they happened.
    pub(crate) entries: Vec<StatusEntry>,
    /// Pass as `after` for what comes after these.
    pub(crate) cursor: String,
    /// Whether there are more already.
    pub(crate) more: bool,
}

/// What is new. Neither an update nor exports: at the beginning, or of something that concerns the person no more.
#[derive(Default, SimpleObject)]
pub(crate) struct StatusTick {
    /// Pass as `after` for what comes after it.
    pub(crate) cursor: String,
    /// An update.
    pub(crate) entry: Option<StatusEntry>,
    /// The organization of which exports were begun, came further or ended. Told to those who listen, and not kept.
    pub(crate) exports_changed: Option<ID>,
}

impl StatusUpdate {
    fn of(organization_id: ID, organization_name: String, update: domain::StatusUpdate) -> Self {
        use domain::StatusUpdate as Kept;

        match update {
            Kept::ExportEnded {
                export_id,
                first_day,
                last_day,
                time_zone,
                state,
            } => Self::ExportEnded(ExportEnded {
                organization_id,
                organization_name,
                export_id: export_id.into(),
                first_day: Date(first_day),
                last_day: Date(last_day),
                time_zone,
                state,
            }),
            Kept::WorkflowDeployed {
                workflow,
                version,
                device,
                devices,
            } => Self::WorkflowDeployed(WorkflowDeployed {
                organization_id,
                organization_name,
                workflow,
                version,
                device,
                devices: count(devices.into()),
            }),
            Kept::WorkflowDeploymentFailed {
                workflow,
                version,
                device,
                devices,
                reason,
            } => Self::WorkflowDeploymentFailed(WorkflowDeploymentFailed {
                organization_id,
                organization_name,
                workflow,
                version,
                device,
                devices: count(devices.into()),
                reason,
            }),
            Kept::MfaRequirementBegan {} => Self::MfaRequirementBegan(MfaRequirementBegan {
                organization_id,
                organization_name,
            }),
            Kept::RolesChanged { roles } => Self::RolesChanged(RolesChanged {
                organization_id,
                organization_name,
                roles,
            }),
            Kept::CreditsLow {
                threshold, balance, ..
            } => Self::CreditsLow(CreditsLow {
                organization_id,
                organization_name,
                threshold,
                balance,
            }),
            Kept::ApiKeyExpiring {
                key_id,
                name,
                expires_at,
            } => Self::ApiKeyExpiring(ApiKeyExpiring {
                organization_id,
                organization_name,
                key_id: key_id.into(),
                name,
                expires_at: Instant(expires_at),
            }),
        }
    }
}

/// A position in what an account is told, as clients hold it: opaque, and of no use to another account.
pub(crate) fn write_status_cursor(account: Uuid, position: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}{position}", account.simple()))
}

/// The position of a cursor that this portal wrote for `account`, whose feed ends at `last`.
///
/// # Errors
///
/// When it is no cursor, or another account's, or of a time that the portal's data doesn't reach any more.
pub(crate) fn read_status_cursor(cursor: &str, account: Uuid, last: i64) -> Result<i64, Fault> {
    parse(cursor)
        .filter(|(of, position)| *of == account && (0..=last).contains(position))
        .map(|(_, position)| position)
        .ok_or_else(|| {
            Fault::BadInput("`after` is not a cursor of this account's updates.".to_owned())
        })
}

fn parse(cursor: &str) -> Option<(Uuid, i64)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (account, position) = text.split_at_checked(32)?;
    Some((Uuid::try_parse(account).ok()?, position.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_for_its_account_and_what_was_told() {
        let (ada, grace) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let cursor = write_status_cursor(ada, 7);
        assert_eq!(read_status_cursor(&cursor, ada, 7).ok(), Some(7));
        assert!(read_status_cursor(&cursor, grace, 7).is_err());
        assert!(read_status_cursor(&cursor, ada, 6).is_err());
        let before_all = write_status_cursor(ada, -1);
        for garbled in ["", "?", "AAAA", "ä", &before_all] {
            assert!(read_status_cursor(garbled, ada, 7).is_err(), "{garbled:?}");
        }
    }
}
