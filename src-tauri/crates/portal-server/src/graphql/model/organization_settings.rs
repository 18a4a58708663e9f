//! What can be changed about an organization, as those see it who administer it.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, SimpleObject};

use super::organization::image_path;
use super::{ApiKeySummary, Instant};
use crate::graphql::Fault;
use crate::graphql::query::Caller;
use crate::organizations::{self, Deletion};
use crate::portal::Portal;

/// What can be changed about an organization.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct OrganizationSettings {
    /// Name as its members see it.
    name: String,
    /// Path of the picture on this portal; null without one.
    image_path: Option<String>,
    /// Changes whenever the name, the picture or the MFA rule does. Sent back with a change, so that none is overwritten unseen.
    version: String,
    /// Since when all its members need MFA; null while they don't.
    mfa_required_since: Option<Instant>,
    /// How many members there are.
    members: i32,
    /// How many of them have no MFA yet.
    members_without_mfa: i32,
    /// Whether the viewer is one of those.
    viewer_without_mfa: bool,
}

#[ComplexObject]
impl OrganizationSettings {
    /// What is lost when the organization is deleted; null for who may not delete it.
    async fn deletion(&self, context: &Context<'_>) -> Result<Option<OrganizationDeletion>, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        Ok(Some(portal.deletion(session).await?.into()))
    }

    /// Its API keys at a glance; null where the feature is off.
    async fn api_keys(&self, context: &Context<'_>) -> Result<Option<ApiKeySummary>, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let keys = portal.api_keys(session).await?;
        Ok(keys.map(|keys| ApiKeySummary::of(&keys, portal.surroundings.now())))
    }
}

/// What is lost when an organization is deleted.
#[derive(SimpleObject)]
pub(crate) struct OrganizationDeletion {
    /// Its devices, with all that they measured.
    devices: i32,
    /// Its charts workspaces, private ones of its members included.
    workspaces: i32,
    /// Members who lose it, without the viewer.
    other_members: i32,
    /// API keys of the organization that stop working.
    api_keys: i32,
    /// Credits that are left, an exact decimal with three fraction digits; null when there are none.
    credits: Option<String>,
    /// Exports of chart data, whoever asked for them.
    exports: i32,
}

impl From<organizations::OrganizationSettings> for OrganizationSettings {
    fn from(settings: organizations::OrganizationSettings) -> Self {
        Self {
            version: settings.version(),
            image_path: image_path(&settings.organization),
            mfa_required_since: settings.organization.mfa_required_since.map(Instant),
            name: settings.organization.name,
            members: count(settings.members),
            members_without_mfa: count(settings.members_without_mfa),
            viewer_without_mfa: settings.viewer_without_mfa,
        }
    }
}

impl From<Deletion> for OrganizationDeletion {
    fn from(deletion: Deletion) -> Self {
        Self {
            devices: count(deletion.devices),
            workspaces: count(deletion.workspaces),
            other_members: count(deletion.other_members),
            api_keys: count(deletion.api_keys),
            credits: deletion.credits.map(|credits| credits.to_string()),
            exports: count(deletion.exports),
        }
    }
}

/// A number as the contract has it.
pub(crate) fn count(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
