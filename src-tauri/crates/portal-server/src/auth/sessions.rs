//! Sessions: opened at sign-in, ended by time, by the person or by an operator.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use uuid::Uuid;

use super::events::{Origin, RecordError, record, written};
use super::limit::network_of;
use super::moments::{after, before};
use super::{AuthError, SessionToken};
use crate::domain::{Role, SecurityActor, SecurityEventKind};
use crate::store::entities::{account, organization, session};
use crate::store::{
    Store, StoreError, accounts, memberships, organizations, second_factors, sessions,
};
use crate::surroundings::Surroundings;

/// How far a session's last use in the store may lag behind: a write for each request would cost
/// more than the request.
pub const TOUCH_INTERVAL: Duration = Duration::from_secs(60);

/// How long sensitive actions stay open after a person showed who they are.
pub const CONFIRMED_FOR: Duration = Duration::from_secs(5 * 60);

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

/// What opens a session, as it calls itself.
#[derive(Clone, Debug)]
pub struct Opener {
    /// The program.
    pub client: String,
    /// The device.
    pub device: Option<String>,
    /// Where the request comes from.
    pub peer: IpAddr,
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
    /// What opened it, as it called itself.
    pub client: String,
    /// The token of this request.
    pub token: SessionToken,
    /// Until when sensitive actions are open, in UTC; `None` when they are not.
    pub confirmed_until: Option<DateTime<Utc>>,
    /// The person's roles in it as of this request, in the contract's order.
    pub roles: Vec<Role>,
    /// Whether the organization requires MFA that the person doesn't have.
    pub owes_mfa: bool,
}

impl ActiveSession {
    /// The same session, working in `organization`, of which its person is a member.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) async fn working_in(
        self,
        database: &impl ConnectionTrait,
        organization: organization::Model,
    ) -> Result<Self, StoreError> {
        let account = self.account.id;
        Ok(Self {
            roles: memberships::roles(database, organization.id, account).await?,
            owes_mfa: owes_mfa(database, &organization, account).await?,
            organization,
            ..self
        })
    }
}

/// Which organization a request says it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedOrganization {
    /// The one that the session works in, or the API key belongs to.
    OfCaller,
    /// The one with this id.
    Id(Uuid),
    /// One that can't be.
    None,
}

impl AskedOrganization {
    /// Whether the request may be about `organization`.
    #[must_use]
    pub fn admits(self, organization: Uuid) -> bool {
        match self {
            Self::OfCaller => true,
            Self::Id(id) => id == organization,
            Self::None => false,
        }
    }
}

/// What comes of a token that was presented.
#[derive(Debug)]
pub enum ResumeOutcome {
    /// The session goes on.
    Resumed(Box<ActiveSession>),
    /// There is no such session, or it expired or was revoked.
    Ended,
    /// The request is about an organization that doesn't exist, or of which the person is no member.
    OrganizationUnavailable,
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

    /// Opens a session for `account`, which `transaction` holds, in the organization it chose last.
    /// The sign-in that leads to it shows who the person is.
    ///
    /// # Errors
    ///
    /// When the store fails or there is no randomness.
    pub(super) async fn open(
        &self,
        transaction: &DatabaseTransaction,
        account: account::Model,
        opener: Opener,
        how: SecurityEventKind,
    ) -> Result<OpenedSession, AuthError> {
        let token = SessionToken::new(self.surroundings.randomness.as_ref())?;
        let id = self.surroundings.new_id()?;
        let now = self.surroundings.now();
        let chosen = memberships::last_chosen(transaction, account.id).await?;
        if let Some(chosen) = chosen {
            organizations::keep(transaction, chosen).await?;
        }
        let organization = self.in_view(transaction, chosen, account.id).await?;
        let session = session::Model {
            id,
            account_id: account.id,
            organization_id: organization.id,
            token_hash: token.hash(),
            client: opener.client.clone(),
            device: opener.device,
            address: Some(written(opener.peer)),
            network: Some(written(network_of(opener.peer))),
            created_at: now,
            last_used_at: now,
            expires_at: after(now, self.policy.lifetime),
            revoked_at: None,
            confirmed_at: Some(now),
        };
        sessions::forget_expired(transaction, account.id, now).await?;
        sessions::insert(transaction, &session).await?;
        let origin = Origin {
            actor: SecurityActor::Person,
            client: Some(&opener.client),
            address: Some(opener.peer),
        };
        record(
            transaction,
            &self.surroundings,
            account.id,
            how,
            None,
            origin,
        )
        .await?;
        let roles = memberships::roles(transaction, organization.id, account.id).await?;
        let owes_mfa = owes_mfa(transaction, &organization, account.id).await?;
        Ok(OpenedSession {
            token: token.clone(),
            expires_at: session.expires_at,
            session: ActiveSession {
                id,
                account,
                organization,
                client: opener.client,
                token,
                confirmed_until: Some(after(now, CONFIRMED_FOR)),
                roles,
                owes_mfa,
            },
        })
    }

    /// The session of `token` for a request that is about the `asked` organization. Membership and roles
    /// count as of this request.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn resume(
        &self,
        token: &SessionToken,
        asked: AskedOrganization,
    ) -> Result<ResumeOutcome, StoreError> {
        let database = self.store.read();
        let now = self.surroundings.now();
        let found = sessions::by_token(database, token.hash()).await?;
        let Some(session) = found.filter(|session| self.is_active(session, now)) else {
            return Ok(ResumeOutcome::Ended);
        };
        let account = accounts::by_id(database, session.account_id)
            .await?
            .ok_or(StoreError::Inconsistent("a session has no account"))?;
        let (in_view, account_id) = (session.organization_id, account.id);
        let organization = match asked {
            AskedOrganization::OfCaller => {
                Some(self.in_view(database, Some(in_view), account_id).await?)
            }
            AskedOrganization::Id(id) => self.of_member(database, id, account_id).await?,
            AskedOrganization::None => None,
        };
        let Some(organization) = organization else {
            return Ok(ResumeOutcome::OrganizationUnavailable);
        };
        self.touch(&session, now).await;
        let roles = memberships::roles(database, organization.id, account.id).await?;
        let owes_mfa = owes_mfa(database, &organization, account.id).await?;
        let confirmed_until = session
            .confirmed_at
            // One of a time to come is of a clock that was ahead.
            .filter(|&at| at <= now)
            .map(|at| after(at, CONFIRMED_FOR))
            .filter(|&until| now < until);
        Ok(ResumeOutcome::Resumed(Box::new(ActiveSession {
            id: session.id,
            account,
            organization,
            client: session.client,
            token: token.clone(),
            confirmed_until,
            roles,
            owes_mfa,
        })))
    }

    /// Whether the session of `token` goes on, for who is served for longer than a request takes. It counts as used.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn goes_on(&self, token: &SessionToken) -> Result<bool, StoreError> {
        let now = self.surroundings.now();
        let found = sessions::by_token(self.store.read(), token.hash()).await?;
        let Some(session) = found.filter(|session| self.is_active(session, now)) else {
            return Ok(false);
        };
        self.touch(&session, now).await;
        Ok(true)
    }

    /// Ends one session, effective on the next request.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn sign_out(
        &self,
        session: &ActiveSession,
        peer: IpAddr,
    ) -> Result<DateTime<Utc>, RecordError> {
        let now = self.surroundings.now();
        let transaction = self.store.begin_write().await?;
        if sessions::revoke(&transaction, session.id, now).await? {
            let origin = Origin::of_session(session, peer);
            let (account, kind) = (session.account.id, SecurityEventKind::SignedOut);
            record(
                &transaction,
                &self.surroundings,
                account,
                kind,
                None,
                origin,
            )
            .await?;
        }
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(now)
    }

    /// The sessions of an account that have not ended, the one used last first.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn open_of(&self, account_id: Uuid) -> Result<Vec<session::Model>, StoreError> {
        let now = self.surroundings.now();
        let idle_since = before(now, self.policy.idle);
        sessions::open_of(self.store.read(), account_id, idle_since, now).await
    }

    fn is_active(&self, session: &session::Model, now: DateTime<Utc>) -> bool {
        session.revoked_at.is_none()
            && now < session.expires_at
            && now < after(session.last_used_at, self.policy.idle)
    }

    /// The organization `chosen` while the account is a member of it, else its personal account.
    async fn in_view(
        &self,
        database: &impl ConnectionTrait,
        chosen: Option<Uuid>,
        account_id: Uuid,
    ) -> Result<organization::Model, StoreError> {
        if let Some(id) = chosen
            && let Some(organization) = self.of_member(database, id, account_id).await?
        {
            return Ok(organization);
        }
        organizations::personal_of(database, account_id).await
    }

    /// The organization with this id while the account is a member of it. It may be deleted between the
    /// two looks.
    async fn of_member(
        &self,
        database: &impl ConnectionTrait,
        id: Uuid,
        account_id: Uuid,
    ) -> Result<Option<organization::Model>, StoreError> {
        if !memberships::exists(database, id, account_id).await? {
            return Ok(None);
        }
        organizations::by_id(database, id).await
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

/// Whether `organization` requires MFA that the account doesn't have.
pub(crate) async fn owes_mfa(
    database: &impl ConnectionTrait,
    organization: &organization::Model,
    account_id: Uuid,
) -> Result<bool, StoreError> {
    Ok(organization.mfa_required_since.is_some()
        && second_factors::of(database, account_id).await?.is_none())
}
