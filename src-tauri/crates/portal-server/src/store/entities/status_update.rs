//! What happened on the portal, as one account is told of it.

use sea_orm::entity::prelude::*;

/// A status update in the feed of an account.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "status_updates")]
pub struct Model {
    /// Who is told.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// Its place in the feed: from 1 on, in the order in which updates were committed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// When it happened, in UTC.
    pub at: DateTimeUtc,
    /// What happened. One that this program doesn't know is of a newer one that shares the database.
    pub kind: String,
    /// Where, if it is an affair of an organization.
    pub organization_id: Option<Uuid>,
    /// What that was called then.
    pub organization_name: Option<String>,
    /// The rest, in JSON.
    pub details: String,
}

impl ActiveModelBehavior for ActiveModel {}
