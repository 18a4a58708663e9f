//! Places in lists that are ordered by name.

use uuid::Uuid;

/// Where a page of a list by name ends: the order's two columns of its last row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePosition {
    /// The name in the form in which rows are ordered.
    pub name_order: String,
    /// The id, which decides between equal names.
    pub id: Uuid,
}
