//! The organizations of a person, and the settings of the one in view.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Caller;
use crate::domain::{MAXIMUM_OWNED_ORGANIZATIONS, OrganizationKind};
use crate::graphql::Fault;
use crate::graphql::model::{
    OrganizationList, OrganizationSettings, OrganizationSummary, count, read_organization_cursor,
    write_organization_cursor,
};
use crate::organizations::ListedOrganization;
use crate::portal::Portal;

/// Organizations in one page: enough for all that a person searches at a time.
const PAGE: i32 = 1_000;

#[derive(Default)]
pub(super) struct OrganizationsQuery;

#[Object]
impl OrganizationsQuery {
    /// Organizations of the signed-in person: the personal account, then the one used last, then by name.
    // Found together, however many there are: what a page costs grows far slower than its length.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(1) / 4 + child_complexity")]
    async fn organizations(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many at most, from 1 to 1000.", default = 100)] first: i32,
        #[graphql(desc = "The cursor of the page before.")] after: Option<String>,
    ) -> Result<OrganizationList, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let first = usize::try_from(first)
            .ok()
            .filter(|_| (1..=PAGE).contains(&first))
            .ok_or_else(|| Fault::BadInput(format!("`first` is from 1 to {PAGE}.")))?;
        let after = after
            .map(|cursor| read_organization_cursor(&cursor))
            .transpose()?;
        let all = portal.organizations(session).await?;
        let owned = all.iter().filter(|listed| {
            listed.organization.kind == OrganizationKind::Shared
                && listed.organization.owner_id == session.account.id
        });
        let owned = i32::try_from(owned.count()).unwrap_or(i32::MAX);
        let mut page: Vec<_> = all
            .into_iter()
            .filter(|listed| {
                after
                    .as_ref()
                    .is_none_or(|after| listed.position() > *after)
            })
            .take(first + 1)
            .collect();
        let more = page.len() > first;
        page.truncate(first);
        let last = page
            .last()
            .filter(|_| more)
            .map(ListedOrganization::position);
        let in_view = session.organization.id;
        Ok(OrganizationList {
            data: page
                .into_iter()
                .map(|listed| OrganizationSummary::of(listed, in_view))
                .collect(),
            cursor: last.as_ref().map(write_organization_cursor),
            owned,
            owned_limit: count(MAXIMUM_OWNED_ORGANIZATIONS),
        })
    }

    /// What can be changed about the organization in view; null for who may not.
    async fn organization_settings(
        &self,
        context: &Context<'_>,
    ) -> Result<Option<OrganizationSettings>, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let settings = portal.organization_settings(session).await?;
        Ok(Some(settings.into()))
    }
}
