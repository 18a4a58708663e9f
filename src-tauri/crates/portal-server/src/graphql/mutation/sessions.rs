//! Ending sessions from another one.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, Union};

use super::{id_of, peer};
use crate::graphql::Fault;
use crate::graphql::model::{Instant, SessionNotFound};
use crate::graphql::query::Caller;
use crate::portal::Portal;

/// The session to end.
#[derive(InputObject)]
struct RevokeSessionInput {
    /// Its id.
    session: ID,
}

/// What came of ending a session.
#[derive(Union)]
enum RevokeSessionResult {
    SessionRevoked(SessionRevoked),
    SessionNotFound(SessionNotFound),
}

/// The session is refused from its next request on.
#[derive(SimpleObject)]
struct SessionRevoked {
    /// When.
    at: Instant,
}

/// All other sessions have ended.
#[derive(SimpleObject)]
struct OtherSessionsRevoked {
    /// How many there were.
    count: i32,
}

#[derive(Default)]
pub(super) struct SessionsMutation;

#[Object]
impl SessionsMutation {
    /// Ends a session of the signed-in person, effective on its next request. Sensitive.
    async fn revoke_session(
        &self,
        context: &Context<'_>,
        input: RevokeSessionInput,
    ) -> Result<RevokeSessionResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let id = id_of(&input.session);
        Ok(
            match portal.revoke_session(session, id, peer(context)).await? {
                Some(at) => RevokeSessionResult::SessionRevoked(SessionRevoked { at: Instant(at) }),
                None => RevokeSessionResult::SessionNotFound(SessionNotFound::default()),
            },
        )
    }

    /// Ends all sessions of the signed-in person but this one. Sensitive.
    async fn revoke_other_sessions(
        &self,
        context: &Context<'_>,
    ) -> Result<OtherSessionsRevoked, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let count = portal.revoke_other_sessions(session, peer(context)).await?;
        Ok(OtherSessionsRevoked {
            count: i32::try_from(count).unwrap_or(i32::MAX),
        })
    }
}
