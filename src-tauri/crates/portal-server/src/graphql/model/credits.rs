//! Credits of an organization.

use async_graphql::SimpleObject;

use super::{Date, Instant, count};
use crate::credits;
use crate::domain::{self, CreditKind};
use crate::store::entities::credit_transaction;

/// Credits of an organization. Amounts are exact decimals with three fraction digits, such as `12480.500`.
#[derive(SimpleObject)]
pub(crate) struct Credits {
    /// What is left; below zero only on a plan that allows it.
    balance: String,
    /// Usage on the whole days before today, the oldest first: 30, or as many as there are since the first transaction.
    usage: Vec<DailyUsage>,
    /// Usage today until now.
    today: String,
    /// What follows from `usage`; null while that has fewer than three days.
    estimate: Option<UsageEstimate>,
    /// The last five transactions, the last first.
    recent: Vec<CreditTransaction>,
    /// Below how many credits the viewer is told; null: never.
    threshold: Option<String>,
    /// Whether the viewer may buy more.
    viewer_can_buy: bool,
    /// For who may not buy: display names of those who may, the owner first.
    buyers: Vec<String>,
}

impl Credits {
    pub(crate) fn of(
        overview: credits::CreditsOverview,
        threshold: Option<domain::Credits>,
        viewer_can_buy: bool,
        buyers: Vec<String>,
    ) -> Self {
        Self {
            balance: overview.balance.to_string(),
            usage: overview.usage.into_iter().map(DailyUsage::from).collect(),
            today: overview.today.to_string(),
            estimate: overview.estimate.map(UsageEstimate::from),
            recent: overview
                .recent
                .into_iter()
                .map(CreditTransaction::from)
                .collect(),
            threshold: threshold.map(|threshold| threshold.to_string()),
            viewer_can_buy,
            buyers,
        }
    }
}

/// What was used on a day.
#[derive(SimpleObject)]
struct DailyUsage {
    /// The day.
    date: Date,
    /// What was used.
    credits: String,
}

impl From<credits::DailyUsage> for DailyUsage {
    fn from(day: credits::DailyUsage) -> Self {
        Self {
            date: Date(day.date),
            credits: day.used.to_string(),
        }
    }
}

/// What is to be expected if usage goes on as it did on the days of `usage`.
#[derive(SimpleObject)]
struct UsageEstimate {
    /// Days that it is made from.
    days: i32,
    /// Their mean usage, rounded half up.
    daily: String,
    /// That mean times 30, rounded half up.
    monthly: String,
    /// Whole days that the balance lasts; null where nothing is used, or for more than 100 years.
    days_left: Option<i32>,
    /// The day that many days after today.
    runs_out_on: Option<Date>,
}

impl From<credits::UsageEstimate> for UsageEstimate {
    fn from(estimate: credits::UsageEstimate) -> Self {
        Self {
            days: count(estimate.days as u64),
            daily: estimate.daily.to_string(),
            monthly: estimate.monthly.to_string(),
            days_left: estimate.days_left,
            runs_out_on: estimate.runs_out_on.map(Date),
        }
    }
}

/// A transaction of the ledger. It never changes.
#[derive(SimpleObject)]
pub(crate) struct CreditTransaction {
    /// Its number in the organization's ledger, from 1 on without a gap.
    number: i32,
    /// What happened.
    kind: CreditKind,
    /// What it adds to the balance; negative for what is taken.
    amount: String,
    /// The balance after it.
    balance_after: String,
    /// When.
    at: Instant,
    /// For people.
    text: String,
    /// What it is about, as the one who asked for it calls that.
    reference: Option<String>,
    /// Display name, at that time, of who did it; null for the portal itself and its operator.
    actor: Option<String>,
}

impl From<credit_transaction::Model> for CreditTransaction {
    fn from(row: credit_transaction::Model) -> Self {
        Self {
            number: count(row.number.unsigned_abs()),
            kind: row.kind,
            amount: row.amount.to_string(),
            balance_after: row.balance_after.to_string(),
            at: Instant(row.at),
            text: row.text,
            reference: row.reference,
            actor: row.actor_name,
        }
    }
}
