//! Organizations, as one of their members sees them.

use async_graphql::{ID, SimpleObject};

use crate::domain::{OrganizationKind, Role};

/// A tenant, or the personal account of one person.
#[derive(SimpleObject)]
pub(crate) struct Organization {
    /// Opaque id.
    pub(crate) id: ID,
    /// Name as its members see it.
    pub(crate) name: String,
    /// Whether it can be shared.
    pub(crate) kind: OrganizationKind,
    /// The viewer's roles in it, in the order of the enum. `OWNER` in the personal account.
    pub(crate) viewer_roles: Vec<Role>,
}
