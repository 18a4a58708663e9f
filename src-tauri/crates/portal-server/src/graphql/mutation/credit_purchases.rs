//! Buying credits for the organization in view.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, Union};
use secrecy::SecretString;

use super::id_of;
use super::idempotency::check_idempotency_key;
use crate::graphql::Fault;
use crate::graphql::model::{
    CreditAmountRefused, CreditOfferChanged, CreditPurchase, CreditPurchaseNotFound,
    CreditsUnavailable, IdempotencyKeyReused, PaymentProviderUnreachable, PaymentsUnavailable,
};
use crate::graphql::query::Caller;
use crate::portal::Portal;
use crate::purchases::{BeginPurchaseOutcome, CancelPurchaseOutcome, WantedOffer, WantedPurchase};

/// What is to be bought, at the price that the person saw: a pack, or an amount of their own.
#[derive(InputObject)]
struct BeginCreditPurchaseInput {
    /// The pack; null or left out for an amount of one's own.
    pack_id: Option<ID>,
    /// The amount of one's own, as the person wrote it; null or left out for a pack.
    credits: Option<String>,
    /// The price that the person saw.
    price: String,
    /// Code of its currency.
    currency: String,
    /// Made anew for each purchase wanted, 16 to 100 characters that nobody can guess. Sent again, it is answered again.
    idempotency_key: SecretString,
}

/// What came of beginning a purchase: the purchase, which can be paid while it is `PENDING`, or why there is none.
#[derive(Union)]
enum BeginCreditPurchaseResult {
    CreditPurchase(Box<CreditPurchase>),
    CreditOfferChanged(CreditOfferChanged),
    CreditAmountRefused(CreditAmountRefused),
    CreditsUnavailable(CreditsUnavailable),
    PaymentsUnavailable(PaymentsUnavailable),
    PaymentProviderUnreachable(PaymentProviderUnreachable),
    IdempotencyKeyReused(IdempotencyKeyReused),
}

/// What came of giving a purchase up.
#[derive(Union)]
#[expect(
    clippy::enum_variant_names,
    reason = "named after the types of the contract"
)]
enum CancelCreditPurchaseResult {
    CreditPurchaseCancelled(CreditPurchaseCancelled),
    CreditPurchaseNotCancelled(CreditPurchaseNotCancelled),
    CreditPurchaseNotFound(CreditPurchaseNotFound),
}

/// The purchase is given up.
#[derive(SimpleObject)]
struct CreditPurchaseCancelled {
    /// The purchase as it is now.
    purchase: CreditPurchase,
}

/// The purchase had ended before, or it was paid meanwhile: then it is credited.
#[derive(SimpleObject)]
struct CreditPurchaseNotCancelled {
    /// The purchase as it is now.
    purchase: CreditPurchase,
}

#[derive(Default)]
pub(super) struct CreditPurchasesMutation;

#[Object]
impl CreditPurchasesMutation {
    /// Begins to buy credits for the organization in view. For those who may buy.
    async fn begin_credit_purchase(
        &self,
        context: &Context<'_>,
        input: BeginCreditPurchaseInput,
    ) -> Result<BeginCreditPurchaseResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        check_idempotency_key(&input.idempotency_key)?;
        let offer = match (input.pack_id, input.credits) {
            (Some(pack), None) => WantedOffer::Pack(id_of(&pack)),
            (None, Some(amount)) => WantedOffer::Amount(amount),
            _ => {
                return Err(Fault::BadInput(
                    "Either `packId` or `credits` is given.".to_owned(),
                ));
            }
        };
        let wanted = WantedPurchase {
            offer,
            price: input.price,
            currency: input.currency,
        };
        let outcome = portal
            .begin_credit_purchase(session, &wanted, &input.idempotency_key)
            .await?;
        Ok(match outcome {
            BeginPurchaseOutcome::Begun(purchase) => {
                let purchase = CreditPurchase::of(*purchase, portal).await?;
                BeginCreditPurchaseResult::CreditPurchase(Box::new(purchase))
            }
            BeginPurchaseOutcome::OfferChanged(now) => {
                BeginCreditPurchaseResult::CreditOfferChanged(now.into())
            }
            BeginPurchaseOutcome::AmountRefused(reason) => {
                BeginCreditPurchaseResult::CreditAmountRefused(reason.into())
            }
            BeginPurchaseOutcome::NoCredits => {
                BeginCreditPurchaseResult::CreditsUnavailable(CreditsUnavailable::default())
            }
            BeginPurchaseOutcome::NoPayments => {
                BeginCreditPurchaseResult::PaymentsUnavailable(PaymentsUnavailable::default())
            }
            BeginPurchaseOutcome::Unreachable => {
                BeginCreditPurchaseResult::PaymentProviderUnreachable(
                    PaymentProviderUnreachable::default(),
                )
            }
            BeginPurchaseOutcome::Reused => {
                BeginCreditPurchaseResult::IdempotencyKeyReused(IdempotencyKeyReused::default())
            }
        })
    }

    /// Gives up a purchase of the organization in view that was not paid. For those who may buy.
    async fn cancel_credit_purchase(
        &self,
        context: &Context<'_>,
        id: ID,
    ) -> Result<CancelCreditPurchaseResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let id = id_of(&id);
        Ok(match portal.cancel_credit_purchase(session, id).await? {
            CancelPurchaseOutcome::Cancelled(purchase) => {
                CancelCreditPurchaseResult::CreditPurchaseCancelled(CreditPurchaseCancelled {
                    purchase: CreditPurchase::of(*purchase, portal).await?,
                })
            }
            CancelPurchaseOutcome::NotCancelled(purchase) => {
                CancelCreditPurchaseResult::CreditPurchaseNotCancelled(CreditPurchaseNotCancelled {
                    purchase: CreditPurchase::of(*purchase, portal).await?,
                })
            }
            CancelPurchaseOutcome::NotFound => {
                CancelCreditPurchaseResult::CreditPurchaseNotFound(CreditPurchaseNotFound::default())
            }
        })
    }
}
