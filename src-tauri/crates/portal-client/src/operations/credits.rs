//! Credits of the organization in view.

use chrono::{DateTime, NaiveDate, Utc};

use crate::schema;

/// Credits of an organization. Amounts are exact decimals with three fraction digits.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Credits {
    /// What is left; below zero only on a plan that allows it.
    pub balance: String,
    /// Usage on the whole days before today, the oldest first.
    pub usage: Vec<DailyUsage>,
    /// Usage today until now.
    pub today: String,
    /// What follows from `usage`; `None` while that has too few days.
    pub estimate: Option<UsageEstimate>,
    /// The last five transactions, the last first.
    pub recent: Vec<CreditTransaction>,
    /// Below how many credits the person is told; `None`: never.
    pub threshold: Option<String>,
    /// Whether the person may buy more.
    pub viewer_can_buy: bool,
    /// For who may not buy: names of those who may, the owner first.
    pub buyers: Vec<String>,
}

/// What was used on a day.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct DailyUsage {
    /// The day.
    pub date: NaiveDate,
    /// What was used.
    pub credits: String,
}

/// What is to be expected if usage goes on as it did.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct UsageEstimate {
    /// Days that it is made from.
    pub days: i32,
    /// Their mean usage.
    pub daily: String,
    /// That mean times 30.
    pub monthly: String,
    /// Whole days that the balance lasts; `None` where nothing is used, or for more than 100 years.
    pub days_left: Option<i32>,
    /// The day that many days after today.
    pub runs_out_on: Option<NaiveDate>,
}

/// A transaction of the ledger. It never changes.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct CreditTransaction {
    /// Its number in the organization's ledger, from 1 on without a gap.
    pub number: i32,
    /// What happened.
    pub kind: CreditKind,
    /// What it adds to the balance; negative for what is taken.
    pub amount: String,
    /// The balance after it.
    pub balance_after: String,
    /// When.
    pub at: DateTime<Utc>,
    /// For people.
    pub text: String,
    /// What it is about, as the one who asked for it calls that.
    pub reference: Option<String>,
    /// Who did it; `None` for the portal itself and its operator.
    pub actor: Option<String>,
}

/// What a transaction of a ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
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
    /// One that a later portal knows; can't be sent.
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct LookAtCreditsVariables<'a> {
    pub(crate) time_zone: &'a str,
}

/// Asks for all of it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "LookAtCreditsVariables")]
pub(crate) struct LookAtCredits {
    #[arguments(timeZone: $time_zone)]
    pub(crate) credits: Option<Credits>,
}
