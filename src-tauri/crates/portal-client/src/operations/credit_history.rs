//! The history of the credits of the organization in view.

use chrono::{DateTime, Utc};

use super::credits::{CreditKind, CreditTransaction};
use crate::schema;

/// Which transactions are meant: those for which all that is given holds. All of them by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, cynic::InputObject)]
pub struct CreditFilter {
    /// Those of these kinds; of all when empty. [`CreditKind::Unknown`] can't be sent.
    pub kinds: Vec<CreditKind>,
    /// Those from this moment on.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// Those before this moment.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// Those with this in their text, reference or actor; case doesn't count.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Those that move at least so much, in either direction.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub least: Option<String>,
    /// Those that move at most so much, in either direction.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub most: Option<String>,
}

/// A page of the history.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct CreditTransactionList {
    /// The transactions, the last first. Where a text or an amount is looked for, a page can be short, even empty,
    /// with more to look through after it.
    pub data: Vec<CreditTransaction>,
    /// The next page has lower numbers than this; `None` when there is none.
    pub next: Option<i32>,
}

/// Transactions together.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct CreditTotals {
    /// How many.
    pub count: i32,
    /// What they add.
    pub added: String,
    /// What they take: not positive.
    pub taken: String,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct CreditTransactionsVariables<'a> {
    pub(crate) filter: &'a CreditFilter,
    pub(crate) first: i32,
    pub(crate) before: Option<i32>,
}

/// Asks for one page.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "CreditTransactionsVariables")]
pub(crate) struct CreditTransactions {
    #[arguments(filter: $filter, first: $first, before: $before)]
    pub(crate) credit_transactions: Option<CreditTransactionList>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct AddUpCreditsVariables<'a> {
    pub(crate) filter: &'a CreditFilter,
}

/// Asks for what the transactions that are meant are together.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "AddUpCreditsVariables")]
pub(crate) struct AddUpCredits {
    #[arguments(filter: $filter)]
    pub(crate) credit_totals: Option<CreditTotals>,
}
