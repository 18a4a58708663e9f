//! What skills put out.

use sea_orm::entity::prelude::*;

/// An output event. Has one value, of the kind of its stream.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "output_events")]
pub struct Model {
    /// The stream.
    #[sea_orm(primary_key, auto_increment = false)]
    pub stream_id: i64,
    /// When, in microseconds since 1970 in UTC; never negative.
    #[sea_orm(primary_key, auto_increment = false)]
    pub at: i64,
    /// Tells events of the same moment apart, from 0 on.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    /// A number; finite.
    pub number: Option<f64>,
    /// A text.
    pub text: Option<String>,
    /// Yes or no.
    pub boolean: Option<bool>,
}

impl ActiveModelBehavior for ActiveModel {}
