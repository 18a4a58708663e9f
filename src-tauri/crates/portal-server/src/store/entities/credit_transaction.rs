//! The ledger of credits.

use sea_orm::entity::prelude::*;

use crate::domain::{CreditKind, Credits};

/// A transaction of an organization's ledger. Rows are added, never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_transactions")]
pub struct Model {
    /// Opaque id; later ones sort later.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The organization.
    pub organization_id: Uuid,
    /// Its place in the ledger of the organization, from 1 on.
    pub number: i64,
    /// What happened.
    pub kind: CreditKind,
    /// What it adds to the balance; negative for what is taken.
    pub amount: Credits,
    /// The balance after it.
    pub balance_after: Credits,
    /// When, in UTC.
    pub at: DateTimeUtc,
    /// For people.
    pub text: String,
}

impl ActiveModelBehavior for ActiveModel {}
