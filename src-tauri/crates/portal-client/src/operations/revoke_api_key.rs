//! Ending an API key.

use chrono::{DateTime, Utc};

use crate::operations::refusals::{ApiKeyNotFound, ApiKeysUnavailable};
use crate::schema;

/// What came of ending a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevokeApiKeyAnswer {
    /// It is refused from the next request on.
    Revoked,
    /// There is no such key, perhaps not any more.
    NotFound,
    /// There are no API keys here.
    Unavailable,
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct RevokeApiKeyInput<'a> {
    pub(crate) api_key: &'a cynic::Id,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct RevokeApiKeyVariables<'a> {
    pub(crate) input: RevokeApiKeyInput<'a>,
}

/// Ends a key; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RevokeApiKeyVariables")]
pub(crate) struct RevokeApiKey {
    #[arguments(input: $input)]
    pub(crate) revoke_api_key: RevokeApiKeyResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum RevokeApiKeyResult {
    Revoked(ApiKeyRevoked),
    NotFound(ApiKeyNotFound),
    Unavailable(ApiKeysUnavailable),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ApiKeyRevoked {
    #[expect(dead_code, reason = "the contract asks for a field")]
    at: DateTime<Utc>,
}

impl From<RevokeApiKeyResult> for RevokeApiKeyAnswer {
    fn from(result: RevokeApiKeyResult) -> Self {
        match result {
            RevokeApiKeyResult::Revoked(ApiKeyRevoked { .. }) => Self::Revoked,
            RevokeApiKeyResult::NotFound(ApiKeyNotFound { .. }) => Self::NotFound,
            RevokeApiKeyResult::Unavailable(ApiKeysUnavailable { .. }) => Self::Unavailable,
            RevokeApiKeyResult::Unknown => Self::Unknown,
        }
    }
}
