//! Checkouts of the sandbox.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::StringLen;

use crate::domain::Currency;

/// How far a checkout of the sandbox has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum SandboxState {
    /// It waits for somebody.
    Open,
    /// It was paid.
    Paid,
    /// The payment was declined.
    Declined,
    /// It ended without a payment.
    Expired,
    /// It was paid, and paid back.
    Refunded,
}

/// A checkout, as a payment provider would keep it for itself: it knows what the portal told it, and no more.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sandbox_checkouts")]
pub struct Model {
    /// In the address of its page; nobody can guess it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token: String,
    /// What the portal calls it.
    #[sea_orm(unique)]
    pub purchase_id: Uuid,
    /// Who sells.
    pub seller: String,
    /// What is paid for.
    pub description: String,
    /// How much, in the smallest unit of the currency.
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// How far it has come.
    pub state: SandboxState,
    /// When it was made, in UTC.
    pub created_at: DateTimeUtc,
    /// Until when it can be paid, in UTC.
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
