//! API keys.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, Union};
use secrecy::SecretString;

use super::idempotency::check_idempotency_key;
use super::{id_of, peer};
use crate::auth::{IssueOutcome, RevokeOutcome};
use crate::domain::{
    ApiKeyName, ApiKeyNameRefusal, ApiKeyOverlap, MAXIMUM_API_KEY_NAME_LENGTH, MAXIMUM_API_KEYS,
};
use crate::graphql::Fault;
use crate::graphql::model::{
    ApiKey, ApiKeyExpiryRefused, ApiKeyNotFound, ApiKeysUnavailable, IdempotencyKeyReused, Instant,
};
use crate::graphql::query::Caller;
use crate::portal::Portal;

/// A key to create.
#[derive(InputObject)]
struct CreateApiKeyInput {
    /// What the person calls it; space around it is dropped.
    name: String,
    /// From when on it is refused; null: never. At most 10 years ahead.
    expires_at: Option<Instant>,
    /// Made anew for each key wanted, 16 to 100 characters that nobody can guess. Sent again, it is answered again.
    idempotency_key: SecretString,
}

/// A key to give a new secret.
#[derive(InputObject)]
struct RotateApiKeyInput {
    /// Its id.
    api_key: ID,
    /// How long the secret as it is goes on being accepted.
    overlap: ApiKeyOverlap,
    /// Made anew for each rotation wanted, 16 to 100 characters that nobody can guess. Sent again, it is answered again.
    idempotency_key: SecretString,
}

/// The key to end.
#[derive(InputObject)]
struct RevokeApiKeyInput {
    /// Its id.
    api_key: ID,
}

/// What came of creating a key.
#[derive(Union)]
enum CreateApiKeyResult {
    ApiKeyIssued(ApiKeyIssued),
    ApiKeyNameRefused(ApiKeyNameRefused),
    ApiKeyExpiryRefused(ApiKeyExpiryRefused),
    ApiKeyLimitReached(ApiKeyLimitReached),
    ApiKeysUnavailable(ApiKeysUnavailable),
    IdempotencyKeyReused(IdempotencyKeyReused),
}

/// What came of giving a key a new secret.
#[derive(Union)]
enum RotateApiKeyResult {
    ApiKeyIssued(ApiKeyIssued),
    ApiKeyNotFound(ApiKeyNotFound),
    ApiKeyExpiryRefused(ApiKeyExpiryRefused),
    ApiKeysUnavailable(ApiKeysUnavailable),
    IdempotencyKeyReused(IdempotencyKeyReused),
}

/// What came of ending a key.
#[derive(Union)]
#[expect(
    clippy::enum_variant_names,
    reason = "named after the types of the contract"
)]
enum RevokeApiKeyResult {
    ApiKeyRevoked(ApiKeyRevoked),
    ApiKeyNotFound(ApiKeyNotFound),
    ApiKeysUnavailable(ApiKeysUnavailable),
}

/// A key with a secret that only this answer holds.
#[derive(SimpleObject)]
struct ApiKeyIssued {
    /// The key.
    api_key: ApiKey,
    /// Sent in the header `api-secret`.
    secret: String,
}

/// The name is not accepted; no key was created.
#[derive(SimpleObject)]
struct ApiKeyNameRefused {
    /// Why.
    reason: ApiKeyNameRefusal,
    /// Characters a name may have.
    maximum_length: i32,
}

/// There are as many keys as there may be.
#[derive(SimpleObject)]
struct ApiKeyLimitReached {
    /// How many.
    limit: i32,
}

/// The key is refused from the next request on.
#[derive(SimpleObject)]
struct ApiKeyRevoked {
    /// When.
    at: Instant,
}

#[derive(Default)]
pub(super) struct ApiKeysMutation;

#[Object]
impl ApiKeysMutation {
    /// Creates a key for the organization in view. Sensitive.
    async fn create_api_key(
        &self,
        context: &Context<'_>,
        input: CreateApiKeyInput,
    ) -> Result<CreateApiKeyResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        check_idempotency_key(&input.idempotency_key)?;
        let name: ApiKeyName = match input.name.parse() {
            Ok(name) => name,
            Err(reason) => {
                return Ok(CreateApiKeyResult::ApiKeyNameRefused(ApiKeyNameRefused {
                    reason,
                    maximum_length: int(MAXIMUM_API_KEY_NAME_LENGTH),
                }));
            }
        };
        let expires_at = input.expires_at.map(|Instant(moment)| moment);
        let outcome = portal
            .create_api_key(
                session,
                &name,
                expires_at,
                &input.idempotency_key,
                peer(context),
            )
            .await?;
        Ok(match outcome {
            IssueOutcome::Issued(key, text) => CreateApiKeyResult::ApiKeyIssued(ApiKeyIssued {
                api_key: ApiKey::of(*key, portal.surroundings.now()),
                secret: text.expose().to_owned(),
            }),
            IssueOutcome::ExpiryRefused => {
                CreateApiKeyResult::ApiKeyExpiryRefused(ApiKeyExpiryRefused::default())
            }
            IssueOutcome::LimitReached => {
                CreateApiKeyResult::ApiKeyLimitReached(ApiKeyLimitReached {
                    limit: int(MAXIMUM_API_KEYS),
                })
            }
            IssueOutcome::Unavailable => {
                CreateApiKeyResult::ApiKeysUnavailable(ApiKeysUnavailable::default())
            }
            // A repeated request whose key was revoked since can't be answered as it was.
            IssueOutcome::NotFound | IssueOutcome::Reused => {
                CreateApiKeyResult::IdempotencyKeyReused(IdempotencyKeyReused::default())
            }
        })
    }

    /// Gives a key a new secret. Sensitive.
    async fn rotate_api_key(
        &self,
        context: &Context<'_>,
        input: RotateApiKeyInput,
    ) -> Result<RotateApiKeyResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        check_idempotency_key(&input.idempotency_key)?;
        let id = id_of(&input.api_key);
        let outcome = portal
            .rotate_api_key(
                session,
                id,
                input.overlap,
                &input.idempotency_key,
                peer(context),
            )
            .await?;
        Ok(match outcome {
            IssueOutcome::Issued(key, text) => RotateApiKeyResult::ApiKeyIssued(ApiKeyIssued {
                api_key: ApiKey::of(*key, portal.surroundings.now()),
                secret: text.expose().to_owned(),
            }),
            IssueOutcome::ExpiryRefused => {
                RotateApiKeyResult::ApiKeyExpiryRefused(ApiKeyExpiryRefused::default())
            }
            IssueOutcome::NotFound => RotateApiKeyResult::ApiKeyNotFound(ApiKeyNotFound::default()),
            IssueOutcome::Unavailable => {
                RotateApiKeyResult::ApiKeysUnavailable(ApiKeysUnavailable::default())
            }
            IssueOutcome::LimitReached | IssueOutcome::Reused => {
                RotateApiKeyResult::IdempotencyKeyReused(IdempotencyKeyReused::default())
            }
        })
    }

    /// Ends a key, effective on its next request. Sensitive.
    async fn revoke_api_key(
        &self,
        context: &Context<'_>,
        input: RevokeApiKeyInput,
    ) -> Result<RevokeApiKeyResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let id = id_of(&input.api_key);
        Ok(
            match portal.revoke_api_key(session, id, peer(context)).await? {
                RevokeOutcome::Revoked(at) => {
                    RevokeApiKeyResult::ApiKeyRevoked(ApiKeyRevoked { at: Instant(at) })
                }
                RevokeOutcome::NotFound => {
                    RevokeApiKeyResult::ApiKeyNotFound(ApiKeyNotFound::default())
                }
                RevokeOutcome::Unavailable => {
                    RevokeApiKeyResult::ApiKeysUnavailable(ApiKeysUnavailable::default())
                }
            },
        )
    }
}

fn int(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}
