//! What an amount of credits of one's own costs.

use sea_orm::entity::prelude::*;

use crate::domain::{Credits, Currency};

/// The price of one credit: there is one row, or none where no amounts of one's own are sold.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_price")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The currency.
    pub currency: Currency,
    /// What one credit costs, in millionths of the smallest unit of the currency.
    pub per_credit: i64,
    /// The least that is sold at once.
    pub least: Credits,
    /// The most that is sold at once.
    pub most: Credits,
}

impl ActiveModelBehavior for ActiveModel {}
