//! What credits are sold for, and what was bought in the organization in view.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, ID, Object, Union};

use super::Caller;
use super::devices::page_size;
use crate::graphql::Fault;
use crate::graphql::model::{
    CreditAmountPriced, CreditAmountRefused, CreditOffers, CreditPurchase, CreditPurchaseList,
    CreditsUnavailable, OwnAmountsUnavailable, PaymentsUnavailable, id_of, read_purchase_cursor,
    write_purchase_cursor,
};
use crate::portal::Portal;
use crate::purchases::{AmountPrice, Offers};
use crate::store::StoreError;
use crate::store::entities::purchase;
use crate::store::purchases::{self, PurchasePosition};

/// Purchases of one person that go on, in one answer.
const OPEN: u64 = 100;

/// For how long a payment provider is asked for one answer; what it was not asked about is told as it was known.
const ASK_WITHIN: Duration = Duration::from_secs(10);

/// What an amount of one's own costs.
#[derive(Union)]
enum CreditPriceResult {
    CreditAmountPriced(CreditAmountPriced),
    CreditAmountRefused(CreditAmountRefused),
    OwnAmountsUnavailable(OwnAmountsUnavailable),
    CreditsUnavailable(CreditsUnavailable),
    PaymentsUnavailable(PaymentsUnavailable),
}

#[derive(Default)]
pub(super) struct CreditPurchasesQuery;

#[Object]
impl CreditPurchasesQuery {
    /// What credits are sold for; null unless the organization in view is on a credit-based plan, the viewer may see its credits, the portal takes payments and sells any.
    #[graphql(complexity = "1 + child_complexity")]
    async fn credit_offers(&self, context: &Context<'_>) -> Result<Option<CreditOffers>, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        if !session.organization.plan.uses_credits() || portal.purchases.payments().is_none() {
            return Ok(None);
        }
        let offers = Offers::of_now(portal.store.read()).await?;
        Ok(offers.map(CreditOffers::from))
    }

    /// What an amount of one's own costs. For those who may buy.
    async fn credit_price(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many credits: a plain decimal such as `1000` or `0.250`.")]
        credits: String,
    ) -> Result<CreditPriceResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        if portal.purchases.payments().is_none() {
            let unavailable = PaymentsUnavailable::default();
            return Ok(CreditPriceResult::PaymentsUnavailable(unavailable));
        }
        if !session.organization.plan.uses_credits() {
            let unavailable = CreditsUnavailable::default();
            return Ok(CreditPriceResult::CreditsUnavailable(unavailable));
        }
        let offers = Offers::of_now(portal.store.read()).await?;
        let own = offers.and_then(|offers| offers.own_amount);
        Ok(match own.map(|own| own.price_of(&credits)) {
            None => CreditPriceResult::OwnAmountsUnavailable(OwnAmountsUnavailable::default()),
            Some(AmountPrice::Refused(reason)) => {
                CreditPriceResult::CreditAmountRefused(reason.into())
            }
            Some(AmountPrice::Price(credits, price)) => {
                CreditPriceResult::CreditAmountPriced(CreditAmountPriced::of(credits, price))
            }
        })
    }

    /// A purchase of the organization in view, as it is by now; null when there is none with this id. For those who may buy.
    async fn credit_purchase(
        &self,
        context: &Context<'_>,
        id: ID,
    ) -> Result<Option<CreditPurchase>, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let found = purchases::by_id(portal.store.read(), id_of(&id)).await?;
        let organization = session.organization.id;
        let Some(purchase) = found.filter(|it| it.organization_id == organization) else {
            return Ok(None);
        };
        let purchase = portal.purchases.refreshed(purchase).await?;
        Ok(Some(CreditPurchase::of(purchase, portal).await?))
    }

    /// Purchases of the organization in view, whoever bought, as they are by now, the newest first. For those who may buy.
    // Fields of a purchase cost nothing once it is found.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(1) + child_complexity")]
    async fn credit_purchases(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many at most, from 1 to 100.", default = 50)] first: i32,
        #[graphql(desc = "The cursor of the page before.")] after: Option<String>,
    ) -> Result<CreditPurchaseList, Fault> {
        let session = Caller::session(context)?;
        let first = page_size(first)?;
        let after = after
            .map(|cursor| read_purchase_cursor(&cursor))
            .transpose()?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, organization) = (portal.store.read(), session.organization.id);
        let mut found = purchases::page(database, organization, after, first as u64 + 1).await?;
        let more = found.len() > first;
        found.truncate(first);
        let last = found.last().filter(|_| more);
        let cursor = last.map(|purchase| {
            write_purchase_cursor(&PurchasePosition {
                created_at: purchase.created_at,
                id: purchase.id,
            })
        });
        let found = as_they_are(portal, found).await?;
        let data = CreditPurchase::all_of(found, portal).await?;
        Ok(CreditPurchaseList { data, cursor })
    }

    /// The viewer's own purchases in the organization in view that go on, as they are by now, the oldest first. For those who may buy.
    #[graphql(complexity = "100 + child_complexity")]
    async fn open_credit_purchases(
        &self,
        context: &Context<'_>,
    ) -> Result<Vec<CreditPurchase>, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, organization) = (portal.store.read(), session.organization.id);
        let found = purchases::open_of(database, organization, session.account.id, OPEN).await?;
        let mut open = as_they_are(portal, found).await?;
        open.retain(|purchase| purchase.ended_at.is_none());
        Ok(CreditPurchase::all_of(open, portal).await?)
    }
}

/// Purchases after a look at the payment provider, as far as there is time for one.
async fn as_they_are(
    portal: &Portal,
    found: Vec<purchase::Model>,
) -> Result<Vec<purchase::Model>, StoreError> {
    let clock = &portal.surroundings.clock;
    let (mut all, begun) = (Vec::new(), clock.elapsed());
    for purchase in found {
        all.push(match clock.elapsed() - begun < ASK_WITHIN {
            true => portal.purchases.refreshed(purchase).await?,
            false => purchase,
        });
    }
    Ok(all)
}
