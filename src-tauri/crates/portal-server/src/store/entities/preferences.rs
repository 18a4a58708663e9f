//! How the app notifies a person and looks; one row for each account.

use sea_orm::entity::prelude::*;

use crate::domain::Theme;

/// An account's preferences.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "preferences")]
pub struct Model {
    /// Whose they are.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// Whether announcements are shown as native notifications.
    pub toast_notifications: bool,
    /// The look.
    pub theme: Theme,
}

impl ActiveModelBehavior for ActiveModel {}
