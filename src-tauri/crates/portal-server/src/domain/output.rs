//! What skills put out.

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};

/// Characters that the name of a device, workflow, skill or key may have.
pub const MAXIMUM_NAME_LENGTH: usize = 100;

/// What the values of a stream are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum ValueKind {
    /// Finite numbers.
    Number,
    /// Texts.
    Text,
    /// Yes or no.
    Boolean,
}

/// The value of an output event.
#[derive(Clone, Debug, PartialEq)]
pub enum OutputValue {
    /// A finite number.
    Number(f64),
    /// A text.
    Text(String),
    /// Yes or no.
    Boolean(bool),
}

impl OutputValue {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> ValueKind {
        match self {
            Self::Number(_) => ValueKind::Number,
            Self::Text(_) => ValueKind::Text,
            Self::Boolean(_) => ValueKind::Boolean,
        }
    }
}
