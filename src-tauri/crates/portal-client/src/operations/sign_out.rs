//! Ending a session.

use chrono::{DateTime, Utc};

use crate::schema;

/// Revokes the session that asks; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
pub(crate) struct SignOut {
    pub(crate) sign_out: SignedOut,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct SignedOut {
    pub(crate) at: DateTime<Utc>,
}
