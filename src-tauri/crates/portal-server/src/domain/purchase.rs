//! Buying credits.

use std::fmt;

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};

use super::{AmountRefusal, Credits};

/// How far a purchase has come. What was paid is credited whatever became of the purchase before.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum,
)]
#[graphql(name = "CreditPurchaseState")]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum PurchaseState {
    /// There is no checkout for it yet: the payment provider was not reached so far.
    Created,
    /// The checkout waits for the buyer.
    Pending,
    /// It is paid, and the credits are not in the ledger yet.
    Paid,
    /// It is paid, and the credits are in the ledger.
    Credited,
    /// The payment was refused, by the provider or since it was not what was asked for.
    Declined,
    /// Nobody paid in time.
    Expired,
    /// The buyer gave it up.
    Cancelled,
    /// It was paid back, and the credits were taken out of the ledger.
    Refunded,
}

impl PurchaseState {
    /// Those in which nothing was paid, as far as is known.
    pub const UNPAID: [Self; 5] = [
        Self::Created,
        Self::Pending,
        Self::Declined,
        Self::Expired,
        Self::Cancelled,
    ];

    /// Those in which the buyer may still pay.
    pub const OPEN: [Self; 2] = [Self::Created, Self::Pending];

    /// Whether the buyer may still pay.
    #[must_use]
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }

    /// Its name for operators, such as `credited`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Credited => "credited",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
        }
    }
}

impl fmt::Display for PurchaseState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Where people pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum PaymentProvider {
    /// The portal's own test checkout, where no money moves.
    Sandbox,
    /// Stripe.
    Stripe,
}

impl PaymentProvider {
    /// Its name for operators, such as `stripe`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Stripe => "stripe",
        }
    }
}

impl fmt::Display for PaymentProvider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Why so many credits can't be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, async_graphql::Enum)]
pub enum CreditAmountRefusal {
    /// It is no decimal number.
    NotANumber,
    /// It is zero or less.
    NotPositive,
    /// It has more than three fraction digits.
    TooPrecise,
    /// It is more than can be moved at once.
    TooLarge,
    /// It is less than is sold at once.
    BelowLeast,
    /// It is more than is sold at once.
    AboveMost,
}

impl From<AmountRefusal> for CreditAmountRefusal {
    fn from(refusal: AmountRefusal) -> Self {
        match refusal {
            AmountRefusal::NotANumber => Self::NotANumber,
            AmountRefusal::NotPositive => Self::NotPositive,
            AmountRefusal::TooPrecise => Self::TooPrecise,
            AmountRefusal::TooLarge => Self::TooLarge,
        }
    }
}

/// The number of a receipt as people read it, such as `R-000012`.
#[must_use]
pub fn receipt_number(number: i64) -> String {
    format!("R-{number:06}")
}

/// Credits as people read them, such as `5,000 credits`.
#[must_use]
pub fn credits_in_words(credits: Credits) -> String {
    let exact = credits.to_string();
    let (whole, fraction) = exact.split_once('.').unwrap_or((&exact, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    let unit = if exact == "1.000" {
        "credit"
    } else {
        "credits"
    };
    format!("{grouped}{point}{fraction} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_amounts_are_told_in_words() {
        assert_eq!(receipt_number(12), "R-000012");
        assert_eq!(receipt_number(1_234_567), "R-1234567");
        for (thousandths, told) in [
            (1_000, "1 credit"),
            (5_000_000, "5,000 credits"),
            (999_500, "999.5 credits"),
            (1_234_567_891, "1,234,567.891 credits"),
        ] {
            assert_eq!(credits_in_words(Credits(thousandths)), told);
        }
    }
}
