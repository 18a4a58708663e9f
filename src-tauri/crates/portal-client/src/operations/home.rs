//! The organization in view at a glance.

use chrono::{DateTime, Utc};

use crate::operations::exports::ExportState;
use crate::schema;

/// The organization at a glance. A part is `None` where it does not apply or the person may not see it.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Home {
    /// Its devices.
    pub devices: Option<DevicesAtAGlance>,
    /// The latest deployments.
    pub deployments: Option<Vec<Deployment>>,
    /// Credits that are left.
    pub credits: Option<CreditsAtAGlance>,
    /// The person's latest exports.
    pub exports: Option<Vec<ExportAtAGlance>>,
}

/// The devices at a glance.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct DevicesAtAGlance {
    /// How many there are.
    pub total: i32,
    /// How many sent something within the last 24 hours.
    pub active: i32,
    /// The ones heard of last.
    pub latest: Vec<DeviceAtAGlance>,
}

/// A device at a glance.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct DeviceAtAGlance {
    /// Opaque id.
    pub id: cynic::Id,
    /// Name as members see it.
    pub name: String,
    /// Where it stands.
    pub location: Option<String>,
    /// What it is filed under.
    pub tags: Vec<String>,
    /// When its last output event was; `None`: never.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// A workflow that was put on a device.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Deployment {
    /// Opaque id.
    pub id: cynic::Id,
    /// Name of the workflow.
    pub workflow: String,
    /// Name of the device.
    pub device: String,
    /// Version of the workflow, from 1 on.
    pub version: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// Display name of who did it.
    pub by: Option<String>,
}

/// Credits at a glance.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct CreditsAtAGlance {
    /// What is left, an exact decimal.
    pub balance: String,
}

/// An export of chart data.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct ExportAtAGlance {
    /// Opaque id.
    pub id: cynic::Id,
    /// Beginning of its range.
    pub from: DateTime<Utc>,
    /// End of its range.
    pub until: DateTime<Utc>,
    /// How far it has come.
    pub state: ExportState,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
}

/// Asks for all of it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(crate) struct LookAtHome {
    pub(crate) home: Home,
}
