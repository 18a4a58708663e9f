//! Requests that may come again: the same one is answered the same, whatever became of the first reply.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::store::entities::idempotency_key;
use crate::store::{StoreError, idempotency};

/// How long a repeated request is answered as it was.
pub(crate) const REPEATABLE_FOR: TimeDelta = TimeDelta::days(30);

/// A request that may come again.
pub(crate) struct Repeatable<'a> {
    /// What is asked for.
    pub(crate) operation: &'static str,
    /// What it is asked with.
    pub(crate) input: String,
    /// Its idempotency key.
    pub(crate) key: &'a SecretString,
}

/// Where a request stands.
pub(crate) enum Standing {
    /// It has not come before.
    First,
    /// It was carried out.
    Repeated(idempotency_key::Model),
    /// Its key came with another request.
    Reused,
}

impl Repeatable<'_> {
    /// Where the request of this account stands; `transaction` holds the account.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) async fn standing(
        &self,
        transaction: &DatabaseTransaction,
        account_id: Uuid,
    ) -> Result<Standing, StoreError> {
        let key_hash = sha256(self.key.expose_secret());
        let before = idempotency::find(transaction, account_id, key_hash).await?;
        Ok(match before {
            None => Standing::First,
            Some(before)
                if before.operation == self.operation
                    && before.input_hash == sha256(&self.input) =>
            {
                Standing::Repeated(before)
            }
            Some(_) => Standing::Reused,
        })
    }

    /// Keeps that the request was carried out, with what came of it.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) async fn keep(
        &self,
        transaction: &DatabaseTransaction,
        account_id: Uuid,
        subject: Uuid,
        salt: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let answered = idempotency_key::Model {
            account_id,
            key_hash: sha256(self.key.expose_secret()),
            operation: self.operation.to_owned(),
            input_hash: sha256(&self.input),
            subject,
            salt: salt.to_vec(),
            created_at: now,
        };
        idempotency::keep(transaction, answered, now - REPEATABLE_FOR).await
    }
}

/// The hash by which keys and what came with them are kept.
pub(crate) fn sha256(text: &str) -> Vec<u8> {
    Sha256::digest(text).to_vec()
}
