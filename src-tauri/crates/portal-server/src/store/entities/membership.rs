//! One account's belonging to one organization.

use sea_orm::entity::prelude::*;

/// A membership.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// When the account became a member, in UTC.
    pub since: DateTimeUtc,
    /// When the member last chose to work in it, in UTC. The latest is where a new session starts.
    pub last_chosen_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
