//! Ids, as clients send them.

use async_graphql::ID;
use uuid::Uuid;

/// What a client sent as an id. One that this portal never made belongs to nothing, like any other
/// that is unknown.
pub(crate) fn id_of(id: &ID) -> Uuid {
    Uuid::try_parse(id).unwrap_or_default()
}
