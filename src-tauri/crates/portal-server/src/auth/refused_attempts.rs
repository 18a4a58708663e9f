//! Telling people that attempts on their account are refused: once when that begins, and not for each
//! one, so that whoever goes on trying fills no log.

use sea_orm::ConnectionTrait;

use super::AuthError;
use super::events::{Origin, RecordError};
use crate::domain::{EmailAddress, SecurityEventKind};
use crate::portal::Portal;
use crate::store::entities::account;
use crate::store::{accounts, security_log};

impl Portal {
    /// Tells the person of an account that an attempt on it was refused, unless they were told lately.
    pub(super) async fn tell_of_refusal(
        &self,
        database: &impl ConnectionTrait,
        account: &account::Model,
        origin: Origin<'_>,
    ) -> Result<(), RecordError> {
        if !self.attempts.is_news(&account.email_key) {
            return Ok(());
        }
        let kind = SecurityEventKind::AttemptsRefused;
        self.record(database, account.id, kind, None, origin).await
    }

    /// Tells the person whose address it is, if it is anybody's, that an attempt to sign in was refused.
    /// It takes as long if it is nobody's.
    pub(super) async fn tell_of_refused_sign_in(
        &self,
        email: Option<&EmailAddress>,
        origin: Origin<'_>,
    ) -> Result<(), AuthError> {
        let account = match email {
            Some(email) => accounts::by_email(self.store.read(), email).await?,
            None => None,
        };
        let transaction = self.store.begin_write().await?;
        match account {
            Some(account) => {
                let kind = SecurityEventKind::AttemptsRefused;
                self.record(&transaction, account.id, kind, None, origin)
                    .await?;
            }
            None => {
                let now = self.surroundings.now();
                security_log::count_unknown_sign_in(&transaction, now).await?;
            }
        }
        Ok(transaction.commit().await?)
    }
}
