//! Creating, rotating and revoking API keys. Their secrets are shown in one answer each, and again
//! only to the same request repeated: the secret is derived from the portal's key, from a salt that is
//! kept, and from the request's idempotency key, which is not.

use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::AuthError;
use super::events::Origin;
use super::repeating::{Repeatable, Standing};
use super::sessions::ActiveSession;
use crate::domain::{
    ApiKeyName, ApiKeyOverlap, ApiKeyText, Feature, MAXIMUM_API_KEYS, Members, OrganizationKind,
    SecurityEventKind,
};
use crate::portal::Portal;
use crate::status::expiry_known_for;
use crate::store::entities::{api_key, api_key_secret, idempotency_key, organization};
use crate::store::{StoreError, accounts, api_keys, features, memberships, organizations};

/// How far ahead a key may end.
const LONGEST_LIFE: TimeDelta = TimeDelta::days(3_653);

/// A key with all that is shown of it.
#[derive(Clone, Debug)]
pub struct ListedApiKey {
    /// The key.
    pub key: api_key::Model,
    /// The visible part of its newest secret.
    pub lookup: String,
    /// Until when the secret before is accepted, in UTC.
    pub previous_until: Option<DateTime<Utc>>,
    /// Display name of who created it; `None` in a personal account.
    pub created_by: Option<String>,
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
        features::is_on(self.store.read(), organization.id, Feature::ApiKeys).await
    }

    /// The keys of the organization in view, whoever created them, the newest first; `None` where there are
    /// none.
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
        let names = match organization.kind {
            OrganizationKind::Personal => BTreeMap::new(),
            OrganizationKind::Shared => {
                let creators = keys.iter().map(|key| key.account_id);
                accounts::display_names(database, creators).await?
            }
        };
        let listed = keys.into_iter().map(|key| {
            let created_by = names.get(&key.account_id).cloned();
            listed(key, &secrets, created_by)
        });
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
        let transaction = self.begin_with_keys(session).await?;
        match request.standing(&transaction, session.account.id).await? {
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
            expiry_told: expiry_known_for(now, expires_at),
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
        let transaction = self.begin_with_keys(session).await?;
        match request.standing(&transaction, session.account.id).await? {
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
        let transaction = self.begin_with_keys(session).await?;
        let Some(key) = api_keys::by_id(&transaction, session.organization.id, id).await? else {
            return Ok(RevokeOutcome::NotFound);
        };
        api_keys::revoke(&transaction, id, now).await?;
        let kind = SecurityEventKind::ApiKeyRevoked;
        self.record_of_key(&transaction, session, &key, kind, peer)
            .await?;
        transaction.commit().await?;
        Ok(RevokeOutcome::Revoked(now))
    }

    /// Begins a sensitive action on the keys of the organization in view, and holds it, so that nobody else
    /// counts or changes them, and the right to do so can't go meanwhile.
    async fn begin_with_keys(
        &self,
        session: &ActiveSession,
    ) -> Result<DatabaseTransaction, AuthError> {
        let transaction = self.begin_sensitive(session).await?;
        let (organization, account) = (session.organization.id, session.account.id);
        let kind = organizations::lock(&transaction, organization)
            .await?
            .ok_or(AuthError::OrganizationUnavailable)?
            .kind;
        let roles = memberships::roles(&transaction, organization, account).await?;
        match roles.is_empty() {
            true => Err(AuthError::OrganizationUnavailable),
            false if Members::KeyAdministrators.include(kind, &roles) => Ok(transaction),
            false => Err(AuthError::Forbidden),
        }
    }

    /// Tells the security log of who did something to a key, and of who created it.
    async fn record_of_key(
        &self,
        transaction: &DatabaseTransaction,
        session: &ActiveSession,
        key: &api_key::Model,
        kind: SecurityEventKind,
        peer: IpAddr,
    ) -> Result<(), AuthError> {
        let subject = Some(key.name.as_str());
        self.record_own(transaction, session, kind, subject, peer)
            .await?;
        if key.account_id != session.account.id {
            let origin = Origin::ADMINISTRATOR;
            self.record(transaction, key.account_id, kind, subject, origin)
                .await?;
        }
        Ok(())
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
        request
            .keep(&transaction, session.account.id, key.id, &salt, now)
            .await?;
        self.record_of_key(&transaction, session, &key, kind, peer)
            .await?;
        let secrets = api_keys::secrets(&transaction, [key.id], now).await?;
        let created_by = creator(&transaction, &session.organization, &key).await?;
        transaction.commit().await?;
        Ok(IssueOutcome::Issued(
            Box::new(listed(key, &secrets, created_by)),
            text,
        ))
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
        let created_by = creator(transaction, &session.organization, &key).await?;
        Ok(IssueOutcome::Issued(
            Box::new(listed(key, &secrets, created_by)),
            text,
        ))
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

/// Who created `key`, as others see them; `None` in a personal account.
async fn creator(
    database: &impl ConnectionTrait,
    organization: &organization::Model,
    key: &api_key::Model,
) -> Result<Option<String>, StoreError> {
    if organization.kind == OrganizationKind::Personal {
        return Ok(None);
    }
    let mut names = accounts::display_names(database, [key.account_id]).await?;
    Ok(names.remove(&key.account_id))
}

fn listed(
    key: api_key::Model,
    secrets: &[api_key_secret::Model],
    created_by: Option<String>,
) -> ListedApiKey {
    let own = || secrets.iter().filter(|secret| secret.api_key_id == key.id);
    ListedApiKey {
        lookup: own()
            .next()
            .map_or_else(String::new, |secret| secret.lookup.clone()),
        created_by,
        previous_until: own()
            .filter_map(|secret| secret.ends_at)
            .max()
            .map(|until| key.expires_at.map_or(until, |expiry| until.min(expiry))),
        key,
    }
}
