//! How often a code was wrong, and where.

use sea_orm::entity::prelude::*;

/// Failures in a row within one scope.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "code_failures")]
pub struct Model {
    /// Whose failures are counted: an account, or an account as tried from one network.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
    /// How many.
    pub failures: i32,
    /// The last one, in UTC.
    pub last_failed_at: DateTimeUtc,
    /// Until when no further code is looked at, in UTC.
    pub blocked_until: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
