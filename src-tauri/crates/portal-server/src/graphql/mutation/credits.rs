//! Below how many credits a person is told.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject, Union};

use crate::credits::set_threshold;
use crate::domain::{AmountRefusal, CreditThreshold, Credits};
use crate::graphql::Fault;
use crate::graphql::model::CreditsUnavailable;
use crate::graphql::query::Caller;
use crate::portal::Portal;
use crate::store::StoreError;

/// Below how many credits to tell.
#[derive(InputObject)]
struct SetCreditThresholdInput {
    /// A decimal such as `1000` or `0.250`, more than 0; null: never.
    threshold: Option<String>,
}

/// What came of choosing a threshold.
#[derive(Union)]
enum SetCreditThresholdResult {
    CreditThresholdSet(CreditThresholdSet),
    CreditThresholdRefused(CreditThresholdRefused),
    CreditsUnavailable(CreditsUnavailable),
}

/// The threshold is saved.
#[derive(SimpleObject)]
struct CreditThresholdSet {
    /// Below how many credits the viewer is told; null: never.
    threshold: Option<String>,
}

/// The threshold is not accepted; the one before stays.
#[derive(SimpleObject)]
struct CreditThresholdRefused {
    /// Why.
    reason: AmountRefusal,
    /// The most that it may be.
    maximum: String,
}

#[derive(Default)]
pub(super) struct CreditsMutation;

#[Object]
impl CreditsMutation {
    /// Chooses below how many credits of the organization in view the signed-in person is told. The last choice wins;
    /// sent twice it does the same.
    async fn set_credit_threshold(
        &self,
        context: &Context<'_>,
        input: SetCreditThresholdInput,
    ) -> Result<SetCreditThresholdResult, Fault> {
        use SetCreditThresholdResult as Outcome;

        let session = Caller::session(context)?;
        let parsed = input.threshold.as_deref().map(str::parse).transpose();
        let threshold: Option<CreditThreshold> = match parsed {
            Ok(threshold) => threshold,
            Err(reason) => {
                return Ok(Outcome::CreditThresholdRefused(CreditThresholdRefused {
                    reason,
                    maximum: Credits::MAXIMUM_BALANCE.to_string(),
                }));
            }
        };
        if !session.organization.plan.uses_credits() {
            return Ok(Outcome::CreditsUnavailable(CreditsUnavailable::default()));
        }
        let portal = context.data_unchecked::<Arc<Portal>>();
        let transaction = portal.store.begin_write().await?;
        set_threshold(&transaction, session, threshold).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(Outcome::CreditThresholdSet(CreditThresholdSet {
            threshold: threshold.map(|threshold| threshold.credits().to_string()),
        }))
    }
}
