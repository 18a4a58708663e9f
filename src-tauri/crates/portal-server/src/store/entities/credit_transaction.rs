//! The ledger of credits.

use sea_orm::entity::prelude::*;

use crate::domain::{CreditKind, Credits};

/// A transaction of an organization's ledger. The database refuses to change or delete one; it is kept when its
/// organization is deleted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_transactions")]
pub struct Model {
    /// The organization, which may be gone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    /// Its place in the ledger of the organization: from 1 on, without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// What happened.
    pub kind: CreditKind,
    /// What it adds to the balance; negative for what is taken.
    pub amount: Credits,
    /// The balance after it.
    pub balance_after: Credits,
    /// When, in UTC; never before the one before it.
    pub at: DateTimeUtc,
    /// For people.
    pub text: String,
    /// Who did it, who may be gone; `None` for the portal itself and its operator.
    pub actor_id: Option<Uuid>,
    /// What they were called then.
    pub actor_name: Option<String>,
    /// What it is about, as the one who asked for it calls that.
    pub reference: Option<String>,
    /// Text, name and reference in small letters, to be searched.
    pub words: String,
}

impl ActiveModelBehavior for ActiveModel {}
