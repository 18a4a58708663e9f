//! Credits, which are counted exactly.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, DeriveValueType, EnumIter};

/// Fraction digits of an amount.
const FRACTION_DIGITS: u32 = 3;

/// An amount of credits, in thousandths. Shown as an exact decimal with three fraction digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Credits(pub i64);

impl Credits {
    /// The most that one transaction moves: 10^9 credits.
    pub const MAXIMUM_AMOUNT: Self = Self(1_000_000_000_000);

    /// The most that an organization can have, and owe: 10^12 credits.
    pub const MAXIMUM_BALANCE: Self = Self(1_000_000_000_000_000);

    /// Both together; `None` when that is more than can be counted.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// As much the other way. Amounts and balances stay far from where that would not be possible.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(self.0.saturating_neg())
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

/// An amount that can be moved: more than nothing, at most [`Credits::MAXIMUM_AMOUNT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditAmount(Credits);

impl CreditAmount {
    /// The amount, which is positive.
    #[must_use]
    pub fn credits(self) -> Credits {
        self.0
    }
}

impl FromStr for CreditAmount {
    type Err = AmountRefusal;

    /// Reads a plain decimal such as `1000` or `0.250`; space around it is dropped. Nothing is rounded.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        positive(text, Credits::MAXIMUM_AMOUNT).map(Self)
    }
}

/// Below how many credits a person wants to be told: more than nothing, at most [`Credits::MAXIMUM_BALANCE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditThreshold(Credits);

impl CreditThreshold {
    /// The threshold, which is positive.
    #[must_use]
    pub fn credits(self) -> Credits {
        self.0
    }
}

impl FromStr for CreditThreshold {
    type Err = AmountRefusal;

    /// Reads what [`CreditAmount`] reads.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        positive(text, Credits::MAXIMUM_BALANCE).map(Self)
    }
}

/// A plain decimal that is more than nothing and at most `maximum`.
fn positive(text: &str, maximum: Credits) -> Result<Credits, AmountRefusal> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    if digits().next().is_none() || !digits().all(|digit| digit.is_ascii_digit()) {
        return Err(AmountRefusal::NotANumber);
    }
    let amount = match Decimal::from_str_exact(text) {
        Ok(amount) => amount.normalize(),
        Err(rust_decimal::Error::Underflow) => return Err(AmountRefusal::TooPrecise),
        // All else that can be wrong with a number is that it has more digits than a decimal holds.
        Err(_) => return Err(AmountRefusal::TooLarge),
    };
    if amount <= Decimal::ZERO {
        return Err(AmountRefusal::NotPositive);
    }
    if amount.scale() > FRACTION_DIGITS {
        return Err(AmountRefusal::TooPrecise);
    }
    if amount > Decimal::new(maximum.0, FRACTION_DIGITS) {
        return Err(AmountRefusal::TooLarge);
    }
    let mut thousandths = amount;
    thousandths.rescale(FRACTION_DIGITS);
    i64::try_from(thousandths.mantissa())
        .map(Credits)
        .map_err(|_| AmountRefusal::TooLarge)
}

/// Why an amount is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, async_graphql::Enum)]
pub enum AmountRefusal {
    /// It is no decimal number.
    #[error("the amount is not a number such as 1000 or 0.250")]
    NotANumber,
    /// It is zero or less.
    #[error("the amount is not more than 0")]
    NotPositive,
    /// It has more than three fraction digits.
    #[error("the amount has more than {FRACTION_DIGITS} digits after the point")]
    TooPrecise,
    /// It is more than is accepted.
    #[error("the amount is more than {max}", max = Credits::MAXIMUM_AMOUNT)]
    TooLarge,
}

/// What a transaction of a ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
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
    /// What was bought and given back.
    Refund,
    /// What was put right.
    Adjustment,
}

#[cfg(test)]
mod tests {
    use super::{AmountRefusal, CreditAmount, CreditThreshold, Credits};

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

    #[test]
    fn amounts_are_read_exactly_or_refused() {
        use AmountRefusal::{NotANumber, NotPositive, TooLarge, TooPrecise};

        for (text, read) in [
            ("1", Ok(1_000)),
            (" 1000 ", Ok(1_000_000)),
            ("0.001", Ok(1)),
            ("1.5", Ok(1_500)),
            ("1.5000", Ok(1_500)),
            ("+2", Ok(2_000)),
            ("1000000000", Ok(1_000_000_000_000)),
            ("1000000000.001", Err(TooLarge)),
            ("1000000000000000", Err(TooLarge)),
            ("99999999999999999999999999999999999999", Err(TooLarge)),
            ("0", Err(NotPositive)),
            ("0.000", Err(NotPositive)),
            ("-1", Err(NotPositive)),
            ("-0.0001", Err(NotPositive)),
            ("0.0001", Err(TooPrecise)),
            ("1.0005", Err(TooPrecise)),
            ("0.00000000000000000000000000000000000001", Err(TooPrecise)),
            ("", Err(NotANumber)),
            (".", Err(NotANumber)),
            ("-", Err(NotANumber)),
            ("1.2.3", Err(NotANumber)),
            ("1e3", Err(NotANumber)),
            ("1,5", Err(NotANumber)),
            ("1_000", Err(NotANumber)),
            ("ten", Err(NotANumber)),
            ("NaN", Err(NotANumber)),
            ("--1", Err(NotANumber)),
            ("١", Err(NotANumber)),
        ] {
            let amount = text.parse::<CreditAmount>();
            assert_eq!(amount.map(|amount| amount.credits().0), read, "{text:?}");
        }
    }

    #[test]
    fn a_threshold_may_be_as_high_as_a_balance() {
        for (text, read) in [
            ("0.001", Ok(1)),
            ("1000000000.001", Ok(1_000_000_000_001)),
            ("1000000000000", Ok(Credits::MAXIMUM_BALANCE.0)),
            ("1000000000000.001", Err(AmountRefusal::TooLarge)),
            ("0", Err(AmountRefusal::NotPositive)),
            ("-1", Err(AmountRefusal::NotPositive)),
            ("0.0001", Err(AmountRefusal::TooPrecise)),
            ("1,000", Err(AmountRefusal::NotANumber)),
        ] {
            let threshold = text.parse::<CreditThreshold>();
            assert_eq!(threshold.map(|it| it.credits().0), read, "{text:?}");
        }
    }
}
