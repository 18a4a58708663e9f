//! Adding accounts, and ending their sessions.

use sea_orm::ConnectionTrait;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::selection::find_account;
use super::{Administration, AdministrationError};
use crate::auth::{Passwords, forget_second_factor};
use crate::domain::{DisplayName, EmailAddress, Role, SecurityEventKind, check_password};
use crate::objects::{Objects, Shelf};
use crate::pictures;
use crate::store::accounts::{self, NewAccount};
use crate::store::{
    StoreError, memberships, organizations, preferences, second_factors, sessions,
    sign_in_challenges,
};

/// An account to add.
#[derive(Debug)]
pub struct AccountToAdd {
    /// The address to sign in with.
    pub email: EmailAddress,
    /// Full name.
    pub display_name: DisplayName,
    /// The password.
    pub password: SecretString,
    /// A PNG file's bytes.
    pub picture: Option<Vec<u8>>,
}

impl Administration {
    /// Adds an account with its personal account.
    ///
    /// # Errors
    ///
    /// When the address is taken, or the password or picture is not accepted.
    pub async fn add_account(
        &self,
        account: AccountToAdd,
        passwords: &Passwords,
        objects: &Objects,
    ) -> Result<Uuid, AdministrationError> {
        check_password(account.password.expose_secret())?;
        let avatar = match account.picture {
            Some(bytes) => Some(
                objects
                    .put(Shelf::Avatars, pictures::as_avatar(&bytes)?)
                    .await?,
            ),
            None => None,
        };
        let new = NewAccount {
            id: self.surroundings.new_id()?,
            email: account.email.clone(),
            display_name: account.display_name,
            password_hash: passwords.hash(account.password).await?,
            avatar: avatar.map(|name| name.as_str().to_owned()),
            created_at: self.surroundings.now(),
        };
        let id = new.id;
        let transaction = self.store.begin_write().await?;
        if !insert_account(&transaction, new, self.surroundings.new_id()?).await? {
            return Err(AdministrationError::EmailTaken(account.email));
        }
        transaction.commit().await?;
        Ok(id)
    }

    /// Ends all sessions of an account, effective on their next requests; answers how many.
    ///
    /// # Errors
    ///
    /// When there is no such account.
    pub async fn revoke_sessions(&self, email: &EmailAddress) -> Result<u64, AdministrationError> {
        let transaction = self.store.begin_write().await?;
        let account = find_account(&transaction, email).await?;
        accounts::lock(&transaction, account.id).await?;
        sign_in_challenges::remove_all(&transaction, account.id).await?;
        let revoked =
            sessions::revoke_all(&transaction, account.id, None, self.surroundings.now()).await?;
        if revoked > 0 {
            let kind = SecurityEventKind::SessionsRevoked;
            self.record(&transaction, account.id, kind, None).await?;
        }
        transaction.commit().await?;
        Ok(revoked)
    }

    /// Turns an account's MFA off, for a person who lost both their authenticator and their recovery
    /// codes; answers whether it was on.
    ///
    /// # Errors
    ///
    /// When there is no such account.
    pub async fn reset_mfa(&self, email: &EmailAddress) -> Result<bool, AdministrationError> {
        let transaction = self.store.begin_write().await?;
        let account = find_account(&transaction, email).await?;
        accounts::lock(&transaction, account.id).await?;
        sign_in_challenges::remove_all(&transaction, account.id).await?;
        let was_on = forget_second_factor(&transaction, account.id).await?;
        if was_on {
            let kind = SecurityEventKind::MfaDisabled;
            self.record(&transaction, account.id, kind, None).await?;
        }
        transaction.commit().await?;
        Ok(was_on)
    }

    /// Forgets the key that seals secrets, and with it all second factors and recovery codes, which
    /// nobody can read any more once the key is lost; answers how many accounts had MFA on.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn forget_sealed(&self) -> Result<usize, AdministrationError> {
        let transaction = self.store.begin_write().await?;
        let accounts = second_factors::forget_all(&transaction).await?;
        for &account in &accounts {
            let kind = SecurityEventKind::MfaDisabled;
            self.record(&transaction, account, kind, None).await?;
        }
        transaction.commit().await?;
        Ok(accounts.len())
    }
}

/// Inserts an account with all that every account has; answers whether it did. It doesn't when the
/// id or the address is taken.
///
/// # Errors
///
/// When the store fails.
pub(crate) async fn insert_account(
    database: &impl ConnectionTrait,
    new: NewAccount,
    personal_account: Uuid,
) -> Result<bool, StoreError> {
    let (id, created_at) = (new.id, new.created_at);
    if !accounts::insert(database, new).await? {
        return Ok(false);
    }
    preferences::insert(database, id).await?;
    organizations::insert_personal(database, personal_account, id, created_at).await?;
    memberships::ensure(database, personal_account, id, created_at).await?;
    memberships::replace_roles(database, personal_account, id, [Role::Owner]).await?;
    Ok(true)
}
