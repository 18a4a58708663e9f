//! Credits of the organization in view.

use portal_client::CreditThresholdAnswer;

use super::ProfileApp;
use super::access::OrganizationAccess;
use crate::credits::{Credits, SetCreditThresholdOutcome};
use crate::failure::Failure;
use crate::from_portal;

impl ProfileApp {
    /// Credits of the organization in view; `None` unless it is on a credit-based plan. Days are those of `time_zone`,
    /// an IANA name.
    ///
    /// # Errors
    /// As [`Self::organizations`], and [`NotAllowed`](crate::failure::FailureCode::NotAllowed).
    pub async fn credits(&self, time_zone: &str) -> Result<Option<Credits>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            access.portal.credits(access.caller(), time_zone).await
        };
        let credits = self.look(&session, &moment, look).await?;
        self.look_for_purchases_soon();
        Ok(credits.map(from_portal::credits))
    }

    /// Chooses below how many credits of the organization in view the person is told: a plain decimal such as `1000`;
    /// `None`: never.
    ///
    /// # Errors
    /// As [`Self::credits`]. Refusals are outcomes.
    pub async fn set_credit_threshold(
        &self,
        threshold: Option<&str>,
    ) -> Result<SetCreditThresholdOutcome, Failure> {
        let set = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.set_credit_threshold(caller, threshold).await
        };
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let setting = self.ask_about(&session, moment.organization(), set);
        let is_set = |answer: &_| matches!(answer, CreditThresholdAnswer::Set(_));
        Ok(
            match self.change(&session, &moment, setting, is_set).await? {
                CreditThresholdAnswer::Set(threshold) => {
                    SetCreditThresholdOutcome::Set { threshold }
                }
                CreditThresholdAnswer::Refused { reason, maximum } => {
                    let reason = from_portal::amount_refusal(reason);
                    SetCreditThresholdOutcome::Refused { reason, maximum }
                }
                CreditThresholdAnswer::Unavailable => SetCreditThresholdOutcome::Unavailable,
                CreditThresholdAnswer::Unknown => return Err(Failure::answer_unknown()),
            },
        )
    }
}
