//! Sessions: opened at sign-in, ended by time, by the person or by an operator.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::SessionToken;
use crate::store::entities::{account, organization, session};
use crate::store::{Store, StoreError, accounts, memberships, organizations, sessions};
use crate::surroundings::{RandomnessError, Surroundings};

/// How far a session's last use in the store may lag behind: a write for each request would cost
/// more than the request.
pub const TOUCH_INTERVAL: Duration = Duration::from_secs(60);

/// How long sessions live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPolicy {
    /// Ends a session that is not used for so long.
    pub idle: Duration,
    /// Ends every session after so long.
    pub lifetime: Duration,
}

impl Default for SessionPolicy {
    fn default() -> Self {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        Self {
            idle: 14 * DAY,
            lifetime: 90 * DAY,
        }
    }
}

/// Opens, resumes and ends sessions.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
    surroundings: Surroundings,
    policy: SessionPolicy,
}

/// A session just opened. The only place where its token is known.
#[derive(Clone, Debug)]
pub struct OpenedSession {
    /// Proves the session.
    pub token: SessionToken,
    /// Its absolute end, in UTC.
    pub expires_at: DateTime<Utc>,
    /// The session.
    pub session: ActiveSession,
}

/// A session that counts for the request at hand.
#[derive(Clone, Debug)]
pub struct ActiveSession {
    /// Its id.
    pub id: Uuid,
    /// Who is signed in.
    pub account: account::Model,
    /// The organization it works in: the account is a member as of this request.
    pub organization: organization::Model,
}

impl Sessions {
    /// Keeps sessions in `store`.
    #[must_use]
    pub fn new(store: Store, surroundings: Surroundings, policy: SessionPolicy) -> Self {
        Self {
            store,
            surroundings,
            policy,
        }
    }

    /// Opens a session for `account` in the organization it chose last.
    ///
    /// # Errors
    ///
    /// When the store fails or there is no randomness.
    pub async fn open(
        &self,
        account: account::Model,
        client: &str,
    ) -> Result<OpenedSession, OpenSessionError> {
        let token = SessionToken::new(self.surroundings.randomness.as_ref())?;
        let id = self.surroundings.new_id()?;
        let now = self.surroundings.now();
        let transaction = self.store.begin_write().await?;
        let chosen = memberships::last_chosen(&transaction, account.id).await?;
        let organization = self.in_view(&transaction, chosen, account.id).await?;
        let session = session::Model {
            id,
            account_id: account.id,
            organization_id: organization.id,
            token_hash: token.hash(),
            client: client.to_owned(),
            created_at: now,
            last_used_at: now,
            expires_at: after(now, self.policy.lifetime),
            revoked_at: None,
        };
        sessions::forget_expired(&transaction, account.id, now).await?;
        sessions::insert(&transaction, &session).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(OpenedSession {
            token,
            expires_at: session.expires_at,
            session: ActiveSession {
                id,
                account,
                organization,
            },
        })
    }

    /// The session of `token`; `None` when there is none, or it expired or was revoked.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn resume(&self, token: &SessionToken) -> Result<Option<ActiveSession>, StoreError> {
        let database = self.store.read();
        let now = self.surroundings.now();
        let found = sessions::by_token(database, token.hash()).await?;
        let Some(session) = found.filter(|session| self.is_active(session, now)) else {
            return Ok(None);
        };
        let account = accounts::by_id(database, session.account_id)
            .await?
            .ok_or(StoreError::Inconsistent("a session has no account"))?;
        let organization = self
            .in_view(database, Some(session.organization_id), account.id)
            .await?;
        self.touch(&session, now).await;
        Ok(Some(ActiveSession {
            id: session.id,
            account,
            organization,
        }))
    }

    /// Ends one session, effective on the next request.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn revoke(&self, id: Uuid) -> Result<DateTime<Utc>, StoreError> {
        let now = self.surroundings.now();
        sessions::revoke(self.store.read(), id, now).await?;
        Ok(now)
    }

    fn is_active(&self, session: &session::Model, now: DateTime<Utc>) -> bool {
        session.revoked_at.is_none()
            && now < session.expires_at
            && now < after(session.last_used_at, self.policy.idle)
    }

    /// The organization `chosen` while the account is a member of it, else its personal account.
    async fn in_view(
        &self,
        database: &impl sea_orm::ConnectionTrait,
        chosen: Option<Uuid>,
        account_id: Uuid,
    ) -> Result<organization::Model, StoreError> {
        if let Some(id) = chosen
            && memberships::exists(database, id, account_id).await?
        {
            return organizations::by_id(database, id)
                .await?
                .ok_or(StoreError::Inconsistent("a membership has no organization"));
        }
        organizations::personal_of(database, account_id).await
    }

    /// Reading must go on when writing can't, as on a full disk.
    async fn touch(&self, session: &session::Model, now: DateTime<Utc>) {
        let interval = TOUCH_INTERVAL.min(self.policy.idle / 10);
        if now < after(session.last_used_at, interval) {
            return;
        }
        if let Err(error) = sessions::touch(self.store.read(), session.id, now).await {
            tracing::warn!(%error, "the last use of a session was not saved");
        }
    }
}

/// A session could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenSessionError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness for a token.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

/// The end of time when there is no such moment.
fn after(moment: DateTime<Utc>, duration: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(duration)
        .ok()
        .and_then(|delta| moment.checked_add_signed(delta))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}
