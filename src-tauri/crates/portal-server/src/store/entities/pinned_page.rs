//! Pages that open first.

use sea_orm::entity::prelude::*;

use crate::domain::Page;

/// The page that opens first for one person in one organization.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pinned_pages")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// The page.
    pub page: Page,
    /// The charts workspace, which may be gone by now.
    pub workspace_id: Option<Uuid>,
    /// Its name when it was pinned.
    pub workspace_name: Option<String>,
    /// When it was unpinned, in UTC: until another page is pinned, that can be taken back.
    pub unpinned_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
