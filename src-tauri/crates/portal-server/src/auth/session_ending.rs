//! Ending sessions from another one.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::AuthError;
use super::sessions::ActiveSession;
use crate::domain::SecurityEventKind;
use crate::portal::Portal;
use crate::store::{sessions, sign_in_challenges};

impl Portal {
    /// Ends one session of a session's person; `None` when there is no such open session.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn revoke_session(
        &self,
        session: &ActiveSession,
        id: Uuid,
        peer: IpAddr,
    ) -> Result<Option<DateTime<Utc>>, AuthError> {
        let account_id = session.account.id;
        let open = self.sessions.open_of(account_id).await?;
        let Some(ending) = open.into_iter().find(|other| other.id == id) else {
            return Ok(None);
        };
        let at = self.surroundings.now();
        let transaction = self.begin_sensitive(session).await?;
        if !sessions::revoke(&transaction, id, at).await? {
            return Ok(None);
        }
        let kind = SecurityEventKind::SessionRevoked;
        let subject = ending.device.as_deref().unwrap_or(&ending.client);
        self.record_own(&transaction, session, kind, Some(subject), peer)
            .await?;
        transaction.commit().await?;
        Ok(Some(at))
    }

    /// Ends all sessions of a session's person but this one; answers how many there were.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn revoke_other_sessions(
        &self,
        session: &ActiveSession,
        peer: IpAddr,
    ) -> Result<u64, AuthError> {
        let account_id = session.account.id;
        let at = self.surroundings.now();
        let transaction = self.begin_sensitive(session).await?;
        sign_in_challenges::remove_all(&transaction, account_id).await?;
        let ended = sessions::revoke_all(&transaction, account_id, Some(session.id), at).await?;
        if ended > 0 {
            let kind = SecurityEventKind::SessionsRevoked;
            self.record_own(&transaction, session, kind, None, peer)
                .await?;
        }
        transaction.commit().await?;
        Ok(ended)
    }
}
