//! Creating and rotating API keys. Nothing here has a `Debug` that would show a secret.

use std::fmt;

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use crate::operations::api_keys::ApiKey;
use crate::operations::count;
use crate::operations::refusals::{
    ApiKeyExpiryRefused, ApiKeyNotFound, ApiKeysUnavailable, IdempotencyKeyReused,
};
use crate::schema;

/// A key with a secret that only this answer holds.
pub struct IssuedApiKey {
    /// The key.
    pub api_key: ApiKey,
    /// Sent in the header `api-secret`.
    pub secret: SecretString,
}

impl fmt::Debug for IssuedApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IssuedApiKey({})", self.api_key.id.inner())
    }
}

/// What came of creating a key.
#[derive(Debug)]
pub enum CreateApiKeyAnswer {
    /// It can be used.
    Issued(Box<IssuedApiKey>),
    /// Its name can't be used.
    NameRefused {
        /// Why.
        reason: ApiKeyNameRefusal,
        /// Characters a name may have.
        maximum_length: u32,
    },
    /// When it is to end is in the past or too far ahead.
    ExpiryRefused,
    /// There are as many keys as there may be.
    LimitReached {
        /// How many.
        limit: u32,
    },
    /// There are no API keys here.
    Unavailable,
    /// The idempotency key names another wish, or a key that was revoked since.
    Reused,
    /// An answer that a later portal knows.
    Unknown,
}

/// Why a key's name can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum ApiKeyNameRefusal {
    /// Nothing to show.
    Empty,
    /// Too many characters.
    TooLong,
    /// Characters that can't be shown.
    InvalidCharacters,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// What came of giving a key a new secret.
#[derive(Debug)]
pub enum RotateApiKeyAnswer {
    /// It has a new one.
    Issued(Box<IssuedApiKey>),
    /// There is no such key.
    NotFound,
    /// The key has ended already.
    ExpiryRefused,
    /// There are no API keys here.
    Unavailable,
    /// The idempotency key names another wish, or a key that was revoked since.
    Reused,
    /// An answer that a later portal knows.
    Unknown,
}

/// How long the secret before a new one is still accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum ApiKeyOverlap {
    /// Not at all.
    None,
    /// One hour.
    Hour,
    /// 24 hours.
    Day,
    /// Seven days.
    Week,
}

#[derive(cynic::InputObject)]
pub(crate) struct CreateApiKeyInput<'a> {
    pub(crate) name: &'a str,
    pub(crate) expires_at: Option<DateTime<Utc>>,
    pub(crate) idempotency_key: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct CreateApiKeyVariables<'a> {
    pub(crate) input: CreateApiKeyInput<'a>,
}

/// Creates a key; sent twice with one idempotency key it creates one.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateApiKeyVariables")]
pub(crate) struct CreateApiKey {
    #[arguments(input: $input)]
    pub(crate) create_api_key: CreateApiKeyResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum CreateApiKeyResult {
    Issued(ApiKeyIssued),
    NameRefused(ApiKeyNameRefused),
    ExpiryRefused(ApiKeyExpiryRefused),
    LimitReached(ApiKeyLimitReached),
    Unavailable(ApiKeysUnavailable),
    IdempotencyKeyReused(IdempotencyKeyReused),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ApiKeyIssued {
    api_key: ApiKey,
    secret: String,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ApiKeyNameRefused {
    reason: ApiKeyNameRefusal,
    maximum_length: i32,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ApiKeyLimitReached {
    limit: i32,
}

#[derive(cynic::InputObject)]
pub(crate) struct RotateApiKeyInput<'a> {
    pub(crate) api_key: &'a cynic::Id,
    pub(crate) overlap: ApiKeyOverlap,
    pub(crate) idempotency_key: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct RotateApiKeyVariables<'a> {
    pub(crate) input: RotateApiKeyInput<'a>,
}

/// Gives a key a new secret; sent twice with one idempotency key it gives one.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RotateApiKeyVariables")]
pub(crate) struct RotateApiKey {
    #[arguments(input: $input)]
    pub(crate) rotate_api_key: RotateApiKeyResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum RotateApiKeyResult {
    Issued(ApiKeyIssued),
    NotFound(ApiKeyNotFound),
    ExpiryRefused(ApiKeyExpiryRefused),
    Unavailable(ApiKeysUnavailable),
    IdempotencyKeyReused(IdempotencyKeyReused),
    #[cynic(fallback)]
    Unknown,
}

impl From<ApiKeyIssued> for Box<IssuedApiKey> {
    fn from(issued: ApiKeyIssued) -> Self {
        Self::new(IssuedApiKey {
            api_key: issued.api_key,
            secret: issued.secret.into(),
        })
    }
}

impl From<CreateApiKeyResult> for CreateApiKeyAnswer {
    fn from(result: CreateApiKeyResult) -> Self {
        match result {
            CreateApiKeyResult::Issued(issued) => Self::Issued(issued.into()),
            CreateApiKeyResult::NameRefused(refused) => Self::NameRefused {
                reason: refused.reason,
                maximum_length: count(refused.maximum_length),
            },
            CreateApiKeyResult::ExpiryRefused(ApiKeyExpiryRefused { .. }) => Self::ExpiryRefused,
            CreateApiKeyResult::LimitReached(reached) => Self::LimitReached {
                limit: count(reached.limit),
            },
            CreateApiKeyResult::Unavailable(ApiKeysUnavailable { .. }) => Self::Unavailable,
            CreateApiKeyResult::IdempotencyKeyReused(IdempotencyKeyReused { .. }) => Self::Reused,
            CreateApiKeyResult::Unknown => Self::Unknown,
        }
    }
}

impl From<RotateApiKeyResult> for RotateApiKeyAnswer {
    fn from(result: RotateApiKeyResult) -> Self {
        match result {
            RotateApiKeyResult::Issued(issued) => Self::Issued(issued.into()),
            RotateApiKeyResult::NotFound(ApiKeyNotFound { .. }) => Self::NotFound,
            RotateApiKeyResult::ExpiryRefused(ApiKeyExpiryRefused { .. }) => Self::ExpiryRefused,
            RotateApiKeyResult::Unavailable(ApiKeysUnavailable { .. }) => Self::Unavailable,
            RotateApiKeyResult::IdempotencyKeyReused(IdempotencyKeyReused { .. }) => Self::Reused,
            RotateApiKeyResult::Unknown => Self::Unknown,
        }
    }
}
