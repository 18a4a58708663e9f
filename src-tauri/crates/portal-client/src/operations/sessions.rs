//! Where a person is signed in, and ending it.

use chrono::{DateTime, Utc};

use crate::operations::refusals::SessionNotFound;
use crate::schema;

/// One device on which a person is signed in.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Session {
    /// Opaque id.
    pub id: cynic::Id,
    /// The device's name, as it called itself.
    pub device: Option<String>,
    /// What signed in, as it called itself.
    pub client: String,
    /// The network address it signed in from.
    pub address: Option<String>,
    /// When the person signed in.
    pub started_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_active_at: DateTime<Utc>,
    /// When it ends if it is not ended before.
    pub expires_at: DateTime<Utc>,
    /// Whether it is the session that asks.
    pub current: bool,
}

/// What came of ending a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevokeSessionAnswer {
    /// It is refused from its next request on.
    Revoked,
    /// There is no such session, perhaps not any more.
    NotFound,
    /// An answer that a later portal knows.
    Unknown,
}

/// Asks for all sessions that have not ended, the one that asks first.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(crate) struct Sessions {
    pub(crate) sessions: SessionList,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct SessionList {
    pub(crate) data: Vec<Session>,
}

#[derive(cynic::InputObject)]
pub(crate) struct RevokeSessionInput<'a> {
    pub(crate) session: &'a cynic::Id,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct RevokeSessionVariables<'a> {
    pub(crate) input: RevokeSessionInput<'a>,
}

/// Ends a session; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RevokeSessionVariables")]
pub(crate) struct RevokeSession {
    #[arguments(input: $input)]
    pub(crate) revoke_session: RevokeSessionResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum RevokeSessionResult {
    Revoked(SessionRevoked),
    NotFound(SessionNotFound),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct SessionRevoked {
    #[expect(dead_code, reason = "the contract asks for a field")]
    at: DateTime<Utc>,
}

/// Ends all sessions but the one that asks. Sent twice it would count none, so it is never repeated unasked.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
pub(crate) struct RevokeOtherSessions {
    pub(crate) revoke_other_sessions: OtherSessionsRevoked,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct OtherSessionsRevoked {
    pub(crate) count: i32,
}

impl From<RevokeSessionResult> for RevokeSessionAnswer {
    fn from(result: RevokeSessionResult) -> Self {
        match result {
            RevokeSessionResult::Revoked(SessionRevoked { .. }) => Self::Revoked,
            RevokeSessionResult::NotFound(SessionNotFound { .. }) => Self::NotFound,
            RevokeSessionResult::Unknown => Self::Unknown,
        }
    }
}
