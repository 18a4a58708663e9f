//! Places in lists that are ordered by name.

use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

/// Where a page of a list by name ends: the order's two columns of its last row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePosition {
    /// The name in the form in which rows are ordered.
    pub name_order: String,
    /// The id, which decides between equal names.
    pub id: Uuid,
}

impl NamePosition {
    /// The rows after it in a list that is ordered by the columns `name`, then `id`.
    pub(super) fn rows_after(&self, name: impl ColumnTrait, id: impl ColumnTrait) -> Condition {
        let same_name = Condition::all()
            .add(name.eq(&self.name_order))
            .add(id.gt(self.id));
        Condition::any()
            .add(name.gt(&self.name_order))
            .add(same_name)
    }
}
