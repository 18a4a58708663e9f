//! Buying credits for the organization in view.

use cynic::{MutationBuilder, QueryBuilder};

use super::PortalClient;
use crate::error::ClientError;
use crate::graphql::Caller;
use crate::operations::credit_offers::{
    CreditOffers, CreditPriceAnswer, LookAtCreditOffers, PriceCredits, PriceCreditsVariables,
};
use crate::operations::credit_purchases::{
    BeginCreditPurchase, BeginCreditPurchaseInput, BeginCreditPurchaseVariables,
    BeginPurchaseAnswer, CancelCreditPurchase, CancelCreditPurchaseVariables, CancelPurchaseAnswer,
    CreditPurchase, CreditPurchaseList, CreditPurchases, CreditPurchasesVariables, CreditWish,
    LookAtCreditPurchase, LookAtPurchaseVariables, OpenCreditPurchases,
};
use crate::operations::idempotency_key::IdempotencyKey;
use crate::retry::repeatedly;

impl PortalClient {
    /// What credits are sold for; `None` where the person may not buy any, or none are sold.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn credit_offers(
        &self,
        caller: Caller<'_>,
    ) -> Result<Option<CreditOffers>, ClientError> {
        let operation = LookAtCreditOffers::build(());
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.credit_offers)
    }

    /// What an amount of one's own costs.
    ///
    /// # Errors
    /// As [`Self::credits`]. Refusals are answers.
    pub async fn credit_price(
        &self,
        caller: Caller<'_>,
        credits: &str,
    ) -> Result<CreditPriceAnswer, ClientError> {
        let operation = PriceCredits::build(PriceCreditsVariables { credits });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.credit_price.into())
    }

    /// A purchase as it is by now; `None` when there is none with this id.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn credit_purchase(
        &self,
        caller: Caller<'_>,
        id: &str,
    ) -> Result<Option<CreditPurchase>, ClientError> {
        let id = &cynic::Id::new(id);
        let operation = LookAtCreditPurchase::build(LookAtPurchaseVariables { id });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.credit_purchase.map(|purchase| self.placed(purchase)))
    }

    /// At most `first` purchases, 1 to 100, the newest first; those after the cursor `after`.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn credit_purchases(
        &self,
        caller: Caller<'_>,
        first: u8,
        after: Option<&str>,
    ) -> Result<CreditPurchaseList, ClientError> {
        let first = first.into();
        let operation = CreditPurchases::build(CreditPurchasesVariables { first, after });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        let CreditPurchaseList { data, cursor } = answer.credit_purchases;
        let data = data.into_iter().map(|purchase| self.placed(purchase));
        Ok(CreditPurchaseList {
            data: data.collect(),
            cursor,
        })
    }

    /// The person's own purchases that go on, the oldest first.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn open_credit_purchases(
        &self,
        caller: Caller<'_>,
    ) -> Result<Vec<CreditPurchase>, ClientError> {
        let operation = OpenCreditPurchases::build(());
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        let open = answer.open_credit_purchases.into_iter();
        Ok(open.map(|purchase| self.placed(purchase)).collect())
    }

    /// Begins a purchase. One wish has one `idempotency_key`, also when it is asked for again.
    ///
    /// # Errors
    /// As [`Self::credits`]. Refusals are answers.
    pub async fn begin_credit_purchase(
        &self,
        caller: Caller<'_>,
        wish: &CreditWish,
        idempotency_key: &IdempotencyKey,
    ) -> Result<BeginPurchaseAnswer, ClientError> {
        let pack = wish.pack.as_deref().map(cynic::Id::new);
        let input = BeginCreditPurchaseInput {
            pack_id: pack.as_ref(),
            credits: wish.credits.as_deref(),
            price: &wish.price,
            currency: &wish.currency,
            idempotency_key: idempotency_key.expose(),
        };
        let operation = BeginCreditPurchase::build(BeginCreditPurchaseVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(match answer.begin_credit_purchase.into() {
            BeginPurchaseAnswer::Begun(purchase) => {
                BeginPurchaseAnswer::Begun(Box::new(self.placed(*purchase)))
            }
            other => other,
        })
    }

    /// Gives a purchase up. Sent twice it does the same.
    ///
    /// # Errors
    /// As [`Self::credits`]. Refusals are answers.
    pub async fn cancel_credit_purchase(
        &self,
        caller: Caller<'_>,
        id: &str,
    ) -> Result<CancelPurchaseAnswer, ClientError> {
        let id = &cynic::Id::new(id);
        let operation = CancelCreditPurchase::build(CancelCreditPurchaseVariables { id });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        let placed = |purchase: Box<CreditPurchase>| Box::new(self.placed(*purchase));
        Ok(match answer.cancel_credit_purchase.into() {
            CancelPurchaseAnswer::Cancelled(purchase) => {
                CancelPurchaseAnswer::Cancelled(placed(purchase))
            }
            CancelPurchaseAnswer::NotCancelled(purchase) => {
                CancelPurchaseAnswer::NotCancelled(placed(purchase))
            }
            other => other,
        })
    }

    /// A purchase whose page to pay at is a whole URL: a path is one on this portal, as it is reached from here. One that
    /// leads elsewhere is no path, and left out.
    fn placed(&self, mut purchase: CreditPurchase) -> CreditPurchase {
        purchase.checkout_url = purchase.checkout_url.and_then(|page| {
            if page.starts_with('/') {
                self.address.at(&page).map(String::from)
            } else {
                Some(page)
            }
        });
        purchase
    }
}
