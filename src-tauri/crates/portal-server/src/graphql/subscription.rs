//! What can be followed.

use std::sync::Arc;

use async_graphql::{Context, Subscription};
use futures_util::{Stream, StreamExt};
use tokio_util::sync::CancellationToken;

use super::Fault;
use super::access::SubscriptionAccess;
use super::model::{StatusEntry, StatusTick, read_status_cursor, write_status_cursor};
use super::query::Caller;
use crate::portal::Portal;
use crate::status::{FollowEnd, Followed, TooManyStreams, follow};
use crate::store::status_updates;

/// Ends what is followed: the client is gone, or the portal stops.
#[derive(Clone, Default)]
pub(crate) struct StreamEnd(pub(crate) CancellationToken);

/// What can be followed: over server-sent events, as `POST /graphql` that accepts `text/event-stream`.
pub struct Subscription;

/// What can be followed.
#[Subscription(guard = "SubscriptionAccess")]
impl Subscription {
    /// What happens that concerns the signed-in person, in all of their organizations. A position comes first, at once.
    async fn status_updates(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The cursor of what was told last; without it, from now on.")]
        after: Option<String>,
    ) -> Result<impl Stream<Item = async_graphql::Result<StatusTick>> + 'static, Fault> {
        let session = Caller::session(context)?;
        let (account, token) = (session.account.id, session.token.clone());
        let portal = Arc::clone(context.data_unchecked::<Arc<Portal>>());
        let place = portal.listeners.enter(account)?;
        let last = status_updates::last(portal.store.read(), account).await?;
        let position = match after {
            Some(after) => read_status_cursor(&after, account, last)?,
            None => last,
        };
        let StreamEnd(ended) = context.data_opt().cloned().unwrap_or_default();
        let followed = follow(portal, token, account, position, place, ended);
        Ok(followed.map(move |next| match next {
            Ok(Followed::Position(position)) => Ok(StatusTick {
                cursor: write_status_cursor(account, position),
                ..StatusTick::default()
            }),
            Ok(Followed::Update(row, update)) => Ok(StatusTick {
                cursor: write_status_cursor(account, row.position),
                entry: Some(StatusEntry::of(*row, update)),
                exports_changed: None,
            }),
            Ok(Followed::ExportsChanged(position, organization)) => Ok(StatusTick {
                cursor: write_status_cursor(account, position),
                entry: None,
                exports_changed: Some(organization.into()),
            }),
            Err(FollowEnd::Unauthenticated) => Err(Fault::Unauthenticated.into()),
            Err(FollowEnd::Store(error)) => Err(Fault::from(error).into()),
        }))
    }
}

impl From<TooManyStreams> for Fault {
    fn from(_: TooManyStreams) -> Self {
        Self::TooManyStreams
    }
}
