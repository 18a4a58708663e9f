//! API keys: listing and changing them, and the published call that one is tried with.

use chrono::{DateTime, Utc};
use cynic::{MutationBuilder, QueryBuilder};
use secrecy::SecretString;

use super::PortalClient;
use crate::error::ClientError;
use crate::graphql::{Caller, Credentials};
use crate::operations::api_keys::{ApiKeyList, ApiKeys};
use crate::operations::devices::{Device, Devices};
use crate::operations::idempotency_key::IdempotencyKey;
use crate::operations::issued_api_keys::{
    ApiKeyOverlap, CreateApiKey, CreateApiKeyAnswer, CreateApiKeyInput, CreateApiKeyVariables,
    RotateApiKey, RotateApiKeyAnswer, RotateApiKeyInput, RotateApiKeyVariables,
};
use crate::operations::revoke_api_key::{
    RevokeApiKey, RevokeApiKeyAnswer, RevokeApiKeyInput, RevokeApiKeyVariables,
};
use crate::retry::repeatedly;

impl PortalClient {
    /// The keys of the organization in view, the newest first; `None` where there are no API keys.
    ///
    /// # Errors
    /// [`ClientError::Unauthenticated`], or when the portal can't be asked.
    pub async fn api_keys(&self, caller: Caller<'_>) -> Result<Option<ApiKeyList>, ClientError> {
        let operation = ApiKeys::build(());
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.api_keys)
    }

    /// Creates a key that ends at `expires_at`, or never. One wish has one `idempotency_key`, also when it is
    /// asked for again.
    ///
    /// # Errors
    /// [`ClientError::ConfirmationRequired`], [`ClientError::Unauthenticated`], or when the portal can't be
    /// asked. Refusals are answers.
    pub async fn create_api_key(
        &self,
        caller: Caller<'_>,
        name: &str,
        expires_at: Option<DateTime<Utc>>,
        idempotency_key: &IdempotencyKey,
    ) -> Result<CreateApiKeyAnswer, ClientError> {
        let input = CreateApiKeyInput {
            name,
            expires_at,
            idempotency_key: idempotency_key.expose(),
        };
        let operation = CreateApiKey::build(CreateApiKeyVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.create_api_key.into())
    }

    /// Gives a key a new secret; the one it has is accepted for the `overlap`. One wish has one
    /// `idempotency_key`, also when it is asked for again.
    ///
    /// # Errors
    /// As [`Self::create_api_key`].
    pub async fn rotate_api_key(
        &self,
        caller: Caller<'_>,
        api_key: &str,
        overlap: ApiKeyOverlap,
        idempotency_key: &IdempotencyKey,
    ) -> Result<RotateApiKeyAnswer, ClientError> {
        let input = RotateApiKeyInput {
            api_key: &cynic::Id::new(api_key),
            overlap,
            idempotency_key: idempotency_key.expose(),
        };
        let operation = RotateApiKey::build(RotateApiKeyVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.rotate_api_key.into())
    }

    /// Ends a key.
    ///
    /// # Errors
    /// As [`Self::create_api_key`].
    pub async fn revoke_api_key(
        &self,
        caller: Caller<'_>,
        api_key: &str,
    ) -> Result<RevokeApiKeyAnswer, ClientError> {
        let input = RevokeApiKeyInput {
            api_key: &cynic::Id::new(api_key),
        };
        let operation = RevokeApiKey::build(RevokeApiKeyVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.revoke_api_key.into())
    }

    /// Makes the published call with the `secret` of an API key. Sent once, so that the time it takes is the
    /// portal's.
    ///
    /// # Errors
    /// [`ClientError::ApiKeyRefused`], or when the portal can't be asked.
    pub async fn devices_with_key(
        &self,
        secret: &SecretString,
    ) -> Result<Vec<Device>, ClientError> {
        let operation = Devices::as_published();
        let answer = self.run(&operation, Credentials::ApiKey(secret)).await?;
        Ok(answer.devices.data)
    }
}
