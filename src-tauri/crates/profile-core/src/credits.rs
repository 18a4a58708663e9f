//! Credits of the organization in view.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Credits of an organization. Amounts are exact decimals such as `12480.500`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Credits {
    /// What is left; below zero only on a plan that allows it.
    pub balance: String,
    /// Usage on the whole days before today, the oldest first: 30, or as many as there are since the first transaction.
    pub usage: Vec<DailyUsage>,
    /// Usage today until now.
    pub today: String,
    /// What follows from `usage`; absent while that has fewer than three days.
    pub estimate: Option<UsageEstimate>,
    /// The last five transactions, the last first.
    pub recent: Vec<CreditTransaction>,
    /// Below how many credits the person is told; absent: never.
    pub threshold: Option<String>,
    /// Whether the person may buy more.
    pub can_buy: bool,
    /// For who may not buy: names of those who may, the owner first.
    pub buyers: Vec<String>,
}

/// What was used on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DailyUsage {
    /// The day, in the zone that was asked for.
    pub date: NaiveDate,
    /// What was used.
    pub credits: String,
}

/// What is to be expected if usage goes on as it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UsageEstimate {
    /// Days that it is made from, 3 to 30.
    pub days: u32,
    /// Their mean usage, rounded half up.
    pub daily: String,
    /// That mean times 30, rounded half up.
    pub monthly: String,
    /// Whole days that the balance lasts; absent where nothing is used, or for more than 100 years.
    pub days_left: Option<u32>,
    /// The day that many days after today.
    pub runs_out_on: Option<NaiveDate>,
}

/// A transaction of the ledger. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditTransaction {
    /// Its number in the organization's ledger, from 1 on without a gap.
    pub number: u32,
    /// What happened; absent for what this app doesn't know.
    pub kind: Option<CreditKind>,
    /// What it adds to the balance; negative for what is taken.
    pub amount: String,
    /// The balance after it.
    pub balance_after: String,
    /// When, in UTC.
    pub at: DateTime<Utc>,
    /// For people.
    pub text: String,
    /// What it is about, as the one who asked for it calls that.
    pub reference: Option<String>,
    /// Who did it; absent for the portal itself and its operator.
    pub actor: Option<String>,
}

/// What a transaction of a ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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

/// What came of choosing below how many credits one is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SetCreditThresholdOutcome {
    /// It is saved.
    Set {
        /// As the portal has it now; absent: never.
        threshold: Option<String>,
    },
    /// It is not accepted; the one before stays.
    Refused {
        /// Why.
        reason: AmountRefusal,
        /// The most that it may be.
        maximum: String,
    },
    /// The plan of the organization goes without credits by now.
    Unavailable,
}

/// Why an amount of credits is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AmountRefusal {
    /// It is no decimal number, or refused for what this app doesn't know.
    NotANumber,
    /// It is zero or less.
    NotPositive,
    /// It has more than three fraction digits.
    TooPrecise,
    /// It is more than is accepted.
    TooLarge,
}
