//! The credits of the organization in view.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Caller;
use super::devices::page_size_up_to;
use crate::credits::overview;
use crate::domain::Members;
use crate::graphql::Fault;
use crate::graphql::limits::LEDGER_PAGE;
use crate::graphql::model::{
    CreditFilterInput, CreditTotals, CreditTransactionList, Credits, read_zone,
};
use crate::portal::Portal;
use crate::store::{credit_history, credit_thresholds, memberships};

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
        let threshold =
            credit_thresholds::of(database, organization.id, session.account.id).await?;
        let threshold = threshold.map(|row| row.threshold);
        let may_buy = Members::CreditBuyers.include(organization.kind, &session.roles);
        let buyers = match may_buy {
            true => Vec::new(),
            false => {
                memberships::those_who(database, organization.id, Members::CreditBuyers).await?
            }
        };
        let buyers = buyers.into_iter().map(|buyer| buyer.display_name);
        let buyers = buyers.collect();
        Ok(Some(Credits::of(overview, threshold, may_buy, buyers)))
    }

    /// Transactions of the organization in view, the last first; null unless it is on a credit-based plan.
    // Fields of a transaction cost nothing once it is found.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(1) + child_complexity")]
    async fn credit_transactions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which ones; all without it.")] filter: Option<CreditFilterInput>,
        #[graphql(desc = "How many at most, from 1 to 1000.", default = 50)] first: i32,
        #[graphql(
            desc = "Only those with lower numbers: what the page before has as `next`, or any number."
        )]
        before: Option<i32>,
    ) -> Result<Option<CreditTransactionList>, Fault> {
        let session = Caller::session(context)?;
        let first = page_size_up_to(first, LEDGER_PAGE)?;
        let filter = CreditFilterInput::read(filter)?;
        if !session.organization.plan.uses_credits() {
            return Ok(None);
        }
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, organization) = (portal.store.read(), session.organization.id);
        let before = before.map(i64::from);
        let page =
            credit_history::page(database, organization, &filter, before, first as u64).await?;
        Ok(Some(page.into()))
    }

    /// Transactions of the organization in view together; null unless it is on a credit-based plan.
    #[graphql(complexity = "100 + child_complexity")]
    async fn credit_totals(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which ones; all without it.")] filter: Option<CreditFilterInput>,
    ) -> Result<Option<CreditTotals>, Fault> {
        let session = Caller::session(context)?;
        let filter = CreditFilterInput::read(filter)?;
        if !session.organization.plan.uses_credits() {
            return Ok(None);
        }
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, organization) = (portal.store.read(), session.organization.id);
        let totals = credit_history::totals(database, organization, &filter).await?;
        Ok(Some(totals.into()))
    }
}
