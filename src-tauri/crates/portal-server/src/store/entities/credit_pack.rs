//! Credits that are sold together.

use sea_orm::entity::prelude::*;

use crate::domain::{Credits, Currency};

/// So many credits at a price. It never changes: another price is another pack.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_packs")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// How many.
    pub credits: Credits,
    /// What they cost, in the smallest unit of the currency.
    pub price_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// Its place among the packs, from 1 on.
    pub position: i32,
}

impl ActiveModelBehavior for ActiveModel {}
