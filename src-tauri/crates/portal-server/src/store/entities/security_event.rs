//! What happened to an account's security.

use sea_orm::entity::prelude::*;

use crate::domain::{SecurityActor, SecurityCategory, SecurityEventKind};

/// An event. Never holds a secret.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "security_events")]
pub struct Model {
    /// Opaque id; later ones sort later.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose security it is about.
    pub account_id: Uuid,
    /// When it happened, in UTC.
    pub at: DateTimeUtc,
    /// What happened.
    pub kind: SecurityEventKind,
    /// What it is about.
    pub category: SecurityCategory,
    /// Who did it.
    pub actor: SecurityActor,
    /// What it was done to.
    pub subject: Option<String>,
    /// What did it, as it called itself.
    pub client: Option<String>,
    /// The network address it came from.
    pub address: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
