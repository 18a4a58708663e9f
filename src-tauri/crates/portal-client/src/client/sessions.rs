//! Where a person is signed in, and what happened to their account's security.

use cynic::{MutationBuilder, QueryBuilder};
use secrecy::SecretString;

use super::PortalClient;
use crate::error::ClientError;
use crate::graphql::Credentials;
use crate::operations::count;
use crate::operations::security_log::{
    SecurityCategory, SecurityLog, SecurityLogPage, SecurityLogVariables,
};
use crate::operations::sessions::{
    RevokeOtherSessions, RevokeSession, RevokeSessionAnswer, RevokeSessionInput,
    RevokeSessionVariables, Session, Sessions,
};
use crate::retry::repeatedly;

impl PortalClient {
    /// All sessions of the person, this one first.
    ///
    /// # Errors
    /// [`ClientError::Unauthenticated`], or when the portal can't be asked.
    pub async fn sessions(&self, token: &SecretString) -> Result<Vec<Session>, ClientError> {
        let operation = Sessions::build(());
        let answer = repeatedly(|| self.run(&operation, Credentials::account(token))).await?;
        Ok(answer.sessions.data)
    }

    /// Ends a session of the person.
    ///
    /// # Errors
    /// [`ClientError::ConfirmationRequired`], [`ClientError::Unauthenticated`], or when the portal can't be
    /// asked. Refusals are answers.
    pub async fn revoke_session(
        &self,
        token: &SecretString,
        session: &str,
    ) -> Result<RevokeSessionAnswer, ClientError> {
        let input = RevokeSessionInput {
            session: &cynic::Id::new(session),
        };
        let operation = RevokeSession::build(RevokeSessionVariables { input });
        let answer = repeatedly(|| self.run(&operation, Credentials::account(token))).await?;
        Ok(answer.revoke_session.into())
    }

    /// Ends all sessions of the person but this one; answers how many there were. Never repeated unasked.
    ///
    /// # Errors
    /// [`ClientError::ConfirmationRequired`], [`ClientError::Unauthenticated`], or when the portal can't be
    /// asked.
    pub async fn revoke_other_sessions(&self, token: &SecretString) -> Result<u32, ClientError> {
        let operation = RevokeOtherSessions::build(());
        let answer = self.run(&operation, Credentials::account(token)).await?;
        Ok(count(answer.revoke_other_sessions.count))
    }

    /// At most `first` events, 1 to 100, of `categories`, or of all when there are none; those after the cursor
    /// `after`.
    ///
    /// # Errors
    /// [`ClientError::Unauthenticated`], or when the portal can't be asked.
    pub async fn security_log(
        &self,
        token: &SecretString,
        first: u8,
        after: Option<&str>,
        categories: &[SecurityCategory],
    ) -> Result<SecurityLogPage, ClientError> {
        let operation = SecurityLog::build(SecurityLogVariables {
            first: first.into(),
            after,
            categories: (!categories.is_empty()).then(|| categories.to_vec()),
        });
        let answer = repeatedly(|| self.run(&operation, Credentials::account(token))).await?;
        Ok(answer.security_log)
    }
}
