//! The credits of the organization in view.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Caller;
use crate::credits::overview;
use crate::domain::Members;
use crate::graphql::Fault;
use crate::graphql::model::{Credits, read_zone};
use crate::portal::Portal;
use crate::store::memberships;

#[derive(Default)]
pub(super) struct CreditsQuery;

#[Object]
impl CreditsQuery {
    /// Credits of the organization in view; null unless it is on a credit-based plan.
    async fn credits(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "IANA time zone whose days are counted, such as `Europe/Berlin`.")]
        time_zone: String,
    ) -> Result<Option<Credits>, Fault> {
        let session = Caller::session(context)?;
        let zone = read_zone(&time_zone)?;
        let organization = &session.organization;
        if !organization.plan.uses_credits() {
            return Ok(None);
        }
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, now) = (portal.store.read(), portal.surroundings.now());
        let overview = overview(database, organization.id, zone, now).await?;
        let may_buy = Members::CreditBuyers.include(organization.kind, &session.roles);
        let buyers = match may_buy {
            true => Vec::new(),
            false => {
                memberships::those_who(database, organization.id, Members::CreditBuyers).await?
            }
        };
        let buyers = buyers.into_iter().map(|buyer| buyer.display_name);
        Ok(Some(Credits::of(overview, may_buy, buyers.collect())))
    }
}
