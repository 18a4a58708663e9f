//! How far what each account is told has come.

use sea_orm::entity::prelude::*;

/// The end of an account's feed of status updates.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "status_feeds")]
pub struct Model {
    /// The account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// The position of its last update, from 1 on. Only counts up, also when updates are forgotten.
    pub last: i64,
}

impl ActiveModelBehavior for ActiveModel {}
