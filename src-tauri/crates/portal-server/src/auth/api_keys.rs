//! Creating, rotating and revoking API keys. Their secrets are shown in one answer each, and again
//! only to the same request repeated: the secret is derived from the portal's key, from a salt that is
//! kept, and from the request's idempotency key, which is not.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::AuthError;
use super::sessions::ActiveSession;
use crate::domain::{
    ApiKeyName, ApiKeyOverlap, ApiKeyText, Feature, MAXIMUM_API_KEYS, OrganizationKind,
    SecurityEventKind,
};
use crate::portal::Portal;
use crate::store::entities::{api_key, api_key_secret, idempotency_key, organization};
use crate::store::{StoreError, api_keys, features, idempotency};

/// How far ahead a key may end.
const LONGEST_LIFE: TimeDelta = TimeDelta::days(3_653);

/// How long a repeated request is answered as it was.
const REPEATABLE_FOR: TimeDelta = TimeDelta::days(30);

/// A key with all that is shown of it.
#[derive(Clone, Debug)]
pub struct ListedApiKey {
    /// The key.
    pub key: api_key::Model,
    /// The visible part of its newest secret.
    pub lookup: String,
    /// Until when the secret before is accepted, in UTC.
    pub previous_until: Option<DateTime<Utc>>,
}

/// What comes of a request for a secret.
#[derive(Debug)]
pub enum IssueOutcome {
    /// A key with a secret that only this holds.
    Issued(Box<ListedApiKey>, ApiKeyText),
    /// The key ends too early or too late.
    ExpiryRefused,
    /// There are as many keys as there may be.
    LimitReached,
    /// There is no such key.
    NotFound,
    /// There are no keys here.
    Unavailable,
    /// The idempotency key was used for something else.
    Reused,
}

/// What comes of revoking a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevokeOutcome {
    /// It is refused from now on, in UTC.
    Revoked(DateTime<Utc>),
    /// There is no such key.
    NotFound,
    /// There are no keys here.
    Unavailable,
}

/// A request that may come again.
struct Repeatable<'a> {
    operation: &'static str,
    input: String,
    key: &'a SecretString,
}

/// Where a request stands.
enum Standing {
    First,
    Repeated(idempotency_key::Model),
    Reused,
}

impl Portal {
    /// Whether the organization in view can have keys.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn has_api_keys(
        &self,
        organization: &organization::Model,
    ) -> Result<bool, StoreError> {
        Ok(organization.kind == OrganizationKind::Personal
            && features::is_on(self.store.read(), organization.id, Feature::ApiKeys).await?)
    }

    /// The keys of the organization in view, the newest first; `None` where there are none.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn api_keys(
        &self,
        session: &ActiveSession,
    ) -> Result<Option<Vec<ListedApiKey>>, StoreError> {
        let organization = &session.organization;
        if !self.has_api_keys(organization).await? {
            return Ok(None);
        }
        let database = self.store.read();
        let keys = api_keys::of_organization(database, organization.id).await?;
        let now = self.surroundings.now();
        let ids = keys.iter().map(|key| key.id);
        let secrets = api_keys::secrets(database, ids, now).await?;
        let listed = keys.into_iter().map(|key| listed(key, &secrets));
        Ok(Some(listed.collect()))
    }

    /// Creates a key for the organization in view.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn create_api_key(
        &self,
        session: &ActiveSession,
        name: &ApiKeyName,
        expires_at: Option<DateTime<Utc>>,
        idempotency_key: &SecretString,
        peer: IpAddr,
    ) -> Result<IssueOutcome, AuthError> {
        let organization = &session.organization;
        if !self.has_api_keys(organization).await? {
            return Ok(IssueOutcome::Unavailable);
        }
        let request = Repeatable {
            operation: "create_api_key",
            input: format!("{}/{}/{expires_at:?}", organization.id, name.as_str()),
            key: idempotency_key,
        };
        let now = self.surroundings.now();
        let transaction = self.begin_sensitive(session).await?;
        match self.standing(&transaction, session, &request).await? {
            Standing::First => {}
            Standing::Repeated(before) => {
                return self
                    .answer_again(&transaction, session, &request, before)
                    .await;
            }
            Standing::Reused => return Ok(IssueOutcome::Reused),
        }
        if expires_at.is_some_and(|end| end <= now || end > now + LONGEST_LIFE) {
            return Ok(IssueOutcome::ExpiryRefused);
        }
        if api_keys::count(&transaction, organization.id).await? >= MAXIMUM_API_KEYS {
            return Ok(IssueOutcome::LimitReached);
        }
        let key = api_key::Model {
            id: self.surroundings.new_id()?,
            organization_id: organization.id,
            account_id: session.account.id,
            name: name.as_str().to_owned(),
            created_at: now,
            expires_at,
            last_used_at: None,
            last_used_by: None,
            revoked_at: None,
        };
        api_keys::insert(&transaction, key.clone()).await?;
        let kind = SecurityEventKind::ApiKeyCreated;
        self.issue(transaction, session, key, &request, kind, peer)
            .await
    }

    /// Gives a key of the organization in view a new secret.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn rotate_api_key(
        &self,
        session: &ActiveSession,
        id: Uuid,
        overlap: ApiKeyOverlap,
        idempotency_key: &SecretString,
        peer: IpAddr,
    ) -> Result<IssueOutcome, AuthError> {
        let organization = &session.organization;
        if !self.has_api_keys(organization).await? {
            return Ok(IssueOutcome::Unavailable);
        }
        let request = Repeatable {
            operation: "rotate_api_key",
            input: format!("{}/{id}/{overlap:?}", organization.id),
            key: idempotency_key,
        };
        let now = self.surroundings.now();
        let transaction = self.begin_sensitive(session).await?;
        match self.standing(&transaction, session, &request).await? {
            Standing::First => {}
            Standing::Repeated(before) => {
                return self
                    .answer_again(&transaction, session, &request, before)
                    .await;
            }
            Standing::Reused => return Ok(IssueOutcome::Reused),
        }
        let Some(key) = api_keys::by_id(&transaction, organization.id, id).await? else {
            return Ok(IssueOutcome::NotFound);
        };
        if key.expires_at.is_some_and(|end| end <= now) {
            return Ok(IssueOutcome::ExpiryRefused);
        }
        api_keys::end_secrets(&transaction, id, now + overlap.time(), now).await?;
        let kind = SecurityEventKind::ApiKeyRotated;
        self.issue(transaction, session, key, &request, kind, peer)
            .await
    }

    /// Ends a key of the organization in view.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn revoke_api_key(
        &self,
        session: &ActiveSession,
        id: Uuid,
        peer: IpAddr,
    ) -> Result<RevokeOutcome, AuthError> {
        if !self.has_api_keys(&session.organization).await? {
            return Ok(RevokeOutcome::Unavailable);
        }
        let now = self.surroundings.now();
        let transaction = self.begin_sensitive(session).await?;
        let Some(key) = api_keys::by_id(&transaction, session.organization.id, id).await? else {
            return Ok(RevokeOutcome::NotFound);
        };
        api_keys::revoke(&transaction, id, now).await?;
        let kind = SecurityEventKind::ApiKeyRevoked;
        let subject = Some(key.name.as_str());
        self.record_own(&transaction, session, kind, subject, peer)
            .await?;
        transaction.commit().await?;
        Ok(RevokeOutcome::Revoked(now))
    }

    /// Adds a secret to `key`, keeps the request, and commits.
    async fn issue(
        &self,
        transaction: DatabaseTransaction,
        session: &ActiveSession,
        key: api_key::Model,
        request: &Repeatable<'_>,
        kind: SecurityEventKind,
        peer: IpAddr,
    ) -> Result<IssueOutcome, AuthError> {
        let now = self.surroundings.now();
        let mut salt = [0; 32];
        self.surroundings.randomness.fill(&mut salt)?;
        let text = self.derive(&salt, request.key);
        let secret = api_key_secret::Model {
            id: self.surroundings.new_id()?,
            api_key_id: key.id,
            lookup: text.lookup().to_owned(),
            hash: text.hash(),
            issued_at: now,
            ends_at: None,
        };
        api_keys::insert_secret(&transaction, secret).await?;
        let answered = idempotency_key::Model {
            account_id: session.account.id,
            key_hash: sha256(request.key.expose_secret()),
            operation: request.operation.to_owned(),
            input_hash: sha256(&request.input),
            subject: key.id,
            salt: salt.to_vec(),
            created_at: now,
        };
        idempotency::keep(&transaction, answered, now - REPEATABLE_FOR).await?;
        let subject = Some(key.name.as_str());
        self.record_own(&transaction, session, kind, subject, peer)
            .await?;
        let secrets = api_keys::secrets(&transaction, [key.id], now).await?;
        transaction.commit().await?;
        Ok(IssueOutcome::Issued(Box::new(listed(key, &secrets)), text))
    }

    async fn standing(
        &self,
        transaction: &DatabaseTransaction,
        session: &ActiveSession,
        request: &Repeatable<'_>,
    ) -> Result<Standing, StoreError> {
        let key_hash = sha256(request.key.expose_secret());
        let before = idempotency::find(transaction, session.account.id, key_hash).await?;
        Ok(match before {
            None => Standing::First,
            Some(before)
                if before.operation == request.operation
                    && before.input_hash == sha256(&request.input) =>
            {
                Standing::Repeated(before)
            }
            Some(_) => Standing::Reused,
        })
    }

    async fn answer_again(
        &self,
        transaction: &DatabaseTransaction,
        session: &ActiveSession,
        request: &Repeatable<'_>,
        before: idempotency_key::Model,
    ) -> Result<IssueOutcome, AuthError> {
        let organization = session.organization.id;
        let Some(key) = api_keys::by_id(transaction, organization, before.subject).await? else {
            return Ok(IssueOutcome::NotFound);
        };
        let now = self.surroundings.now();
        let secrets = api_keys::secrets(transaction, [key.id], now).await?;
        let text = self.derive(&before.salt, request.key);
        // Another secret may have taken its place since: then there is no such answer any more.
        let in_force =
            |secret: &api_key_secret::Model| secret.ends_at.is_none() && secret.hash == text.hash();
        if !secrets.iter().any(in_force) {
            return Ok(IssueOutcome::Reused);
        }
        Ok(IssueOutcome::Issued(Box::new(listed(key, &secrets)), text))
    }

    /// The secret of a request: of no use to guess at without the portal's key, the salt and the
    /// request's idempotency key.
    fn derive(&self, salt: &[u8], idempotency_key: &SecretString) -> ApiKeyText {
        let bytes = [salt, idempotency_key.expose_secret().as_bytes()].concat();
        let bytes = Zeroizing::new(bytes);
        let bytes = Zeroizing::new(self.sealing_key.mac("api key", &bytes));
        let mut used = Zeroizing::new([0; 30]);
        used.copy_from_slice(&bytes[..30]);
        ApiKeyText::new(&used)
    }
}

fn listed(key: api_key::Model, secrets: &[api_key_secret::Model]) -> ListedApiKey {
    let own = || secrets.iter().filter(|secret| secret.api_key_id == key.id);
    ListedApiKey {
        lookup: own()
            .next()
            .map_or_else(String::new, |secret| secret.lookup.clone()),
        previous_until: own()
            .filter_map(|secret| secret.ends_at)
            .max()
            .map(|until| key.expires_at.map_or(until, |expiry| until.min(expiry))),
        key,
    }
}

fn sha256(text: &str) -> Vec<u8> {
    Sha256::digest(text).to_vec()
}
