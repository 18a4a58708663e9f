//! What happens on the portal that people are told of at once.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ExportState, Members, Role};

/// Something that happened, told once to each account that it concerns. Amounts are exact decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "details", rename_all = "snake_case")]
pub enum StatusUpdate {
    /// An export of chart data came to an end.
    ExportEnded {
        /// The export.
        export_id: Uuid,
        /// The first day of its range.
        first_day: NaiveDate,
        /// The last day, which is in the range.
        last_day: NaiveDate,
        /// The IANA time zone whose days they are.
        time_zone: String,
        /// What came of it.
        state: ExportState,
    },
    /// A version of a workflow was put on devices.
    WorkflowDeployed {
        /// Name of the workflow.
        workflow: String,
        /// The version, from 1 on.
        version: i32,
        /// Name of the device, if it is but one.
        device: Option<String>,
        /// How many devices.
        devices: u32,
    },
    /// A version of a workflow could not be put on devices.
    WorkflowDeploymentFailed {
        /// Name of the workflow.
        workflow: String,
        /// The version, from 1 on.
        version: i32,
        /// Name of the device, if it is but one.
        device: Option<String>,
        /// How many devices.
        devices: u32,
        /// Why, for people.
        reason: Option<String>,
    },
    /// An organization requires MFA of its members from now on.
    MfaRequirementBegan {},
    /// The person has these roles in an organization now; none when they are no member any more.
    RolesChanged {
        /// In the contract's order.
        roles: Vec<Role>,
    },
    /// Credits fell below what the person chose.
    CreditsLow {
        /// What they chose.
        threshold: String,
        /// What was left then.
        balance: String,
        /// The number of the transaction that took the balance below.
        crossing: i64,
    },
    /// An API key that the person created ends soon.
    ApiKeyExpiring {
        /// The key.
        key_id: Uuid,
        /// What the person calls it.
        name: String,
        /// From when on it is refused, in UTC.
        expires_at: DateTime<Utc>,
    },
}

impl StatusUpdate {
    /// Its kind and its details, as they are kept.
    ///
    /// # Errors
    ///
    /// Never for those there are.
    pub(crate) fn written(&self) -> serde_json::Result<(String, String)> {
        let value = serde_json::to_value(self)?;
        let kind = value["kind"].as_str().unwrap_or_default().to_owned();
        Ok((kind, value["details"].to_string()))
    }

    /// The update that was kept like this; `None` when this program doesn't know it.
    #[must_use]
    pub(crate) fn read(kind: &str, details: &str) -> Option<Self> {
        let details: Value = serde_json::from_str(details).ok()?;
        serde_json::from_value(json!({ "kind": kind, "details": details })).ok()
    }

    /// Whose affair it is, of the members of the organization that it happened in.
    #[must_use]
    pub fn concerns(&self) -> Members {
        match self {
            Self::ExportEnded { .. } => Members::ChartViewers,
            Self::WorkflowDeployed { .. } | Self::WorkflowDeploymentFailed { .. } => {
                Members::WorkflowViewers
            }
            Self::MfaRequirementBegan {} | Self::RolesChanged { .. } => Members::Everyone,
            Self::CreditsLow { .. } => Members::NotChartViewersOnly,
            Self::ApiKeyExpiring { .. } => Members::KeyAdministrators,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(update: &StatusUpdate) -> (String, String) {
        update.written().unwrap()
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let all = [
            StatusUpdate::ExportEnded {
                export_id: Uuid::from_u128(7),
                first_day: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
                last_day: NaiveDate::from_ymd_opt(2026, 3, 31).unwrap(),
                time_zone: "Europe/Berlin".to_owned(),
                state: ExportState::TimedOut,
            },
            StatusUpdate::WorkflowDeploymentFailed {
                workflow: "Welds".to_owned(),
                version: 3,
                device: None,
                devices: 2,
                reason: Some("no route".to_owned()),
            },
            StatusUpdate::MfaRequirementBegan {},
            StatusUpdate::RolesChanged {
                roles: vec![Role::BillingAdmin, Role::ChartEditor],
            },
            StatusUpdate::ApiKeyExpiring {
                key_id: Uuid::from_u128(8),
                name: "line 4".to_owned(),
                expires_at: DateTime::UNIX_EPOCH,
            },
        ];
        for update in all {
            let (kind, details) = kept(&update);
            assert_eq!(StatusUpdate::read(&kind, &details), Some(update));
        }
    }

    /// Others read what this program keeps: older ones, and newer ones.
    #[test]
    fn the_form_in_which_updates_are_kept_stays() {
        let update = StatusUpdate::CreditsLow {
            threshold: "1000.000".to_owned(),
            balance: "999.500".to_owned(),
            crossing: 7,
        };
        let details = r#"{"balance":"999.500","crossing":7,"threshold":"1000.000"}"#;
        assert_eq!(
            kept(&update),
            ("credits_low".to_owned(), details.to_owned())
        );
        let roles = r#"{"roles":["billing_admin"]}"#;
        let expected = StatusUpdate::RolesChanged {
            roles: vec![Role::BillingAdmin],
        };
        assert_eq!(StatusUpdate::read("roles_changed", roles), Some(expected));
    }

    #[test]
    fn an_update_of_a_newer_program_is_unknown_and_no_fault() {
        assert_eq!(StatusUpdate::read("moon_landed", "{}"), None);
        assert_eq!(
            StatusUpdate::read("roles_changed", r#"{"roles":["janitor"]}"#),
            None
        );
        assert_eq!(StatusUpdate::read("roles_changed", "garbled"), None);
    }
}
