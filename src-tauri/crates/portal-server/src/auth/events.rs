//! Telling the security log what happened, inside the transaction in which it does.

use std::net::IpAddr;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::ActiveSession;
use crate::domain::{SecurityActor, SecurityEventKind};
use crate::portal::Portal;
use crate::store::entities::security_event;
use crate::store::{StoreError, security_log};
use crate::surroundings::{RandomnessError, Surroundings};

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Who did it.
    pub actor: SecurityActor,
    /// What did it, as it called itself.
    pub client: Option<&'a str>,
    /// The network address.
    pub address: Option<IpAddr>,
}

impl<'a> Origin<'a> {
    /// A signed-in person's request.
    #[must_use]
    pub fn of_session(session: &'a ActiveSession, peer: IpAddr) -> Self {
        Self {
            actor: SecurityActor::Person,
            client: Some(&session.client),
            address: Some(peer),
        }
    }

    /// A request of somebody who is not signed in.
    #[must_use]
    pub fn of_unknown(client: &'a str, peer: IpAddr) -> Self {
        Self {
            actor: SecurityActor::Unknown,
            client: Some(client),
            address: Some(peer),
        }
    }

    /// What a person who manages an organization does to somebody else, whom their device and network are no
    /// business of.
    pub const ADMINISTRATOR: Self = Self {
        actor: SecurityActor::Administrator,
        client: None,
        address: None,
    };

    /// A step of the operator.
    pub const OPERATOR: Self = Self {
        actor: SecurityActor::Operator,
        client: None,
        address: None,
    };
}

impl Portal {
    /// Adds one event to the log of an account.
    pub(crate) async fn record(
        &self,
        database: &impl ConnectionTrait,
        account_id: Uuid,
        kind: SecurityEventKind,
        subject: Option<&str>,
        origin: Origin<'_>,
    ) -> Result<(), RecordError> {
        record(
            database,
            &self.surroundings,
            account_id,
            kind,
            subject,
            origin,
        )
        .await
    }

    /// Adds one event to the log of the account whose session caused it.
    pub(crate) async fn record_own(
        &self,
        database: &impl ConnectionTrait,
        session: &ActiveSession,
        kind: SecurityEventKind,
        subject: Option<&str>,
        peer: IpAddr,
    ) -> Result<(), RecordError> {
        let (account, origin) = (session.account.id, Origin::of_session(session, peer));
        self.record(database, account, kind, subject, origin).await
    }
}

/// Adds one event to the log of an account.
///
/// # Errors
///
/// When the store fails, or there is no randomness for an id.
pub(crate) async fn record(
    database: &impl ConnectionTrait,
    surroundings: &Surroundings,
    account_id: Uuid,
    kind: SecurityEventKind,
    subject: Option<&str>,
    origin: Origin<'_>,
) -> Result<(), RecordError> {
    let event = security_event::Model {
        id: surroundings.new_id()?,
        account_id,
        at: surroundings.now(),
        kind,
        category: kind.category(),
        actor: origin.actor,
        subject: subject.map(str::to_owned),
        client: origin.client.map(str::to_owned),
        address: origin.address.map(written),
    };
    Ok(security_log::insert(database, event).await?)
}

/// An address as it is kept.
pub(super) fn written(address: IpAddr) -> String {
    address.to_canonical().to_string()
}

/// An event could not be added; what it is about must not happen then.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness for an id.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}
