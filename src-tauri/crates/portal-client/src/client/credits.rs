//! Credits of the organization in view.

use cynic::QueryBuilder;

use super::PortalClient;
use crate::error::ClientError;
use crate::graphql::Caller;
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
}
