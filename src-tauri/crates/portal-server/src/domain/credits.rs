//! Credits, which are counted exactly.

use std::fmt;

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, DeriveValueType, EnumIter};

/// An amount of credits, in thousandths. Shown as an exact decimal with three fraction digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, DeriveValueType)]
pub struct Credits(pub i64);

impl Credits {
    /// Both together; `None` when that is more than can be counted.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let thousandths = self.0.unsigned_abs();
        write!(
            formatter,
            "{sign}{}.{:03}",
            thousandths / 1_000,
            thousandths % 1_000
        )
    }
}

/// What a transaction of a ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum CreditKind {
    /// What the organization did.
    Usage,
    /// What was bought.
    Purchase,
    /// What was given.
    Grant,
    /// What was given back.
    Refund,
    /// What was put right.
    Adjustment,
}

#[cfg(test)]
mod tests {
    use super::Credits;

    #[test]
    fn amounts_are_shown_exactly() {
        for (thousandths, shown) in [
            (0, "0.000"),
            (5, "0.005"),
            (-5, "-0.005"),
            (12_480_500, "12480.500"),
            (-1_000, "-1.000"),
            (i64::MAX, "9223372036854775.807"),
            (i64::MIN, "-9223372036854775.808"),
        ] {
            assert_eq!(Credits(thousandths).to_string(), shown);
        }
        assert_eq!(Credits(i64::MAX).checked_add(Credits(1)), None);
    }
}
