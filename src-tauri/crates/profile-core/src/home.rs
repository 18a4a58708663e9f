//! The organization in view at a glance.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The organization at a glance. A part is absent where it does not apply or the person may not see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Home {
    /// Its devices.
    pub devices: Option<DevicesAtAGlance>,
    /// The latest deployments, at most five.
    pub deployments: Option<Vec<Deployment>>,
    /// Credits that are left.
    pub credits: Option<CreditsAtAGlance>,
    /// The person's latest exports, at most five.
    pub exports: Option<Vec<ExportAtAGlance>>,
}

/// The devices at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DevicesAtAGlance {
    /// How many there are.
    pub total: u32,
    /// How many sent something within the last 24 hours.
    pub active: u32,
    /// The ones heard of last, at most five.
    pub latest: Vec<DeviceAtAGlance>,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeviceAtAGlance {
    /// Opaque id.
    pub id: String,
    /// Name as members see it.
    pub name: String,
    /// Where it stands.
    pub location: Option<String>,
    /// What it is filed under.
    pub tags: Vec<String>,
    /// When its last output event was, in UTC.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// A workflow that was put on a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Deployment {
    /// Opaque id.
    pub id: String,
    /// Name of the workflow.
    pub workflow: String,
    /// Name of the device.
    pub device: String,
    /// Version of the workflow, from 1 on.
    pub version: u32,
    /// When, in UTC.
    pub at: DateTime<Utc>,
    /// Display name of who did it.
    pub by: Option<String>,
}

/// Credits at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditsAtAGlance {
    /// What is left, an exact decimal such as `12480.500`.
    pub balance: String,
}

/// An export of chart data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportAtAGlance {
    /// Opaque id.
    pub id: String,
    /// Beginning of its range, in UTC.
    pub from: DateTime<Utc>,
    /// End of its range, in UTC.
    pub until: DateTime<Utc>,
    /// How far it has come.
    pub state: ExportState,
    /// When it was asked for, in UTC.
    pub created_at: DateTime<Utc>,
}

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// It waits or runs.
    InProgress,
    /// The file can be downloaded.
    Ready,
    /// It took longer than allowed.
    TimedOut,
    /// It was stopped.
    Cancelled,
    /// It could not be made.
    Failed,
    /// The file was deleted after its time.
    Expired,
}
