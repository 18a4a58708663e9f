//! Credits of the organization in view.

use cynic::{MutationBuilder, QueryBuilder};

use super::PortalClient;
use crate::error::ClientError;
use crate::graphql::Caller;
use crate::operations::credit_history::{
    AddUpCredits, AddUpCreditsVariables, CreditFilter, CreditTotals, CreditTransactionList,
    CreditTransactions, CreditTransactionsVariables,
};
use crate::operations::credit_thresholds::{
    CreditThresholdAnswer, SetCreditThreshold, SetCreditThresholdInput, SetCreditThresholdVariables,
};
use crate::operations::credits::{Credits, LookAtCredits, LookAtCreditsVariables};
use crate::retry::repeatedly;

impl PortalClient {
    /// Credits of the organization in view; `None` unless it is on a credit-based plan. Days are those of
    /// `time_zone`, an IANA name.
    ///
    /// # Errors
    /// As [`Self::home`], and [`ClientError::NotAllowed`].
    pub async fn credits(
        &self,
        caller: Caller<'_>,
        time_zone: &str,
    ) -> Result<Option<Credits>, ClientError> {
        let operation = LookAtCredits::build(LookAtCreditsVariables { time_zone });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.credits)
    }

    /// At most `first` transactions, up to 1,000, with lower numbers than `before`; the last ones without it. `None`
    /// unless the organization is on a credit-based plan.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn credit_transactions(
        &self,
        caller: Caller<'_>,
        filter: &CreditFilter,
        first: u16,
        before: Option<i32>,
    ) -> Result<Option<CreditTransactionList>, ClientError> {
        let operation = CreditTransactions::build(CreditTransactionsVariables {
            filter,
            first: first.into(),
            before,
        });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.credit_transactions)
    }

    /// The transactions that are meant together; `None` unless the organization is on a credit-based plan.
    ///
    /// # Errors
    /// As [`Self::credits`].
    pub async fn credit_totals(
        &self,
        caller: Caller<'_>,
        filter: &CreditFilter,
    ) -> Result<Option<CreditTotals>, ClientError> {
        let operation = AddUpCredits::build(AddUpCreditsVariables { filter });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.credit_totals)
    }

    /// Chooses below how many credits of the organization in view the person is told; `None`: never.
    ///
    /// # Errors
    /// As [`Self::credits`]. Refusals are answers.
    pub async fn set_credit_threshold(
        &self,
        caller: Caller<'_>,
        threshold: Option<&str>,
    ) -> Result<CreditThresholdAnswer, ClientError> {
        let input = SetCreditThresholdInput { threshold };
        let operation = SetCreditThreshold::build(SetCreditThresholdVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.set_credit_threshold.into())
    }
}
