//! What happens on the portal while the app is open, as the page is told of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How often what the page shows changed on the portal, as far as this run heard of it. The page fetches anew what is
/// behind a number that grew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PortalNews {
    /// The profile: roles, whether MFA is required, API keys that end soon.
    pub profile: u32,
    /// The credits of the organization in view.
    pub credits: u32,
    /// The deployments of the organization in view.
    pub deployments: u32,
    /// Exports of the person's own that came to an end, in the organization in view.
    pub ended_exports: u32,
    /// What the person was told.
    pub notifications: u32,
    /// The exports of each organization, by its id, whoever asked for them.
    pub exports: BTreeMap<String, u32>,
}
