//! Sessions, as their person sees them.

use async_graphql::{ID, SimpleObject};
use uuid::Uuid;

use super::Instant;
use crate::store::entities::session;

/// One device on which a person is signed in.
#[derive(SimpleObject)]
pub(crate) struct Session {
    /// Opaque id.
    id: ID,
    /// The device's name, as it called itself.
    device: Option<String>,
    /// What signed in, as it called itself.
    client: String,
    /// The network address it signed in from.
    address: Option<String>,
    /// When the person signed in.
    started_at: Instant,
    /// When it was last used, to the minute.
    last_active_at: Instant,
    /// When it ends if it is not ended before.
    expires_at: Instant,
    /// Whether it is the session of this request.
    current: bool,
}

/// The sessions of a person.
#[derive(SimpleObject)]
pub(crate) struct SessionList {
    /// All that have not ended.
    data: Vec<Session>,
}

impl SessionList {
    /// These sessions, the one with the id `current` first.
    pub(crate) fn of(open: Vec<session::Model>, current: Uuid) -> Self {
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|session| session.id == current);
        let data = here.into_iter().chain(elsewhere);
        Self {
            data: data.map(|row| Session::of(row, current)).collect(),
        }
    }
}

impl Session {
    fn of(row: session::Model, current: Uuid) -> Self {
        Self {
            id: row.id.into(),
            device: row.device,
            client: row.client,
            address: row.address,
            started_at: Instant(row.created_at),
            last_active_at: Instant(row.last_used_at),
            expires_at: Instant(row.expires_at),
            current: row.id == current,
        }
    }
}
