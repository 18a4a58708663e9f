//! The history of an organization's credits.

use async_graphql::{InputObject, SimpleObject};

use super::credits::CreditTransaction;
use super::{Instant, count};
use crate::domain::{CreditAmount, CreditKind, Credits};
use crate::graphql::Fault;
use crate::store::credit_history::{CreditFilter, HistoryPage, HistoryTotals};

/// Characters of what is searched for: no text has more.
const LONGEST_TEXT: usize = 200;

/// Which transactions are meant: those for which all that is given holds.
#[derive(InputObject)]
#[graphql(name = "CreditFilter")]
pub(crate) struct CreditFilterInput {
    /// Of these kinds; of all when empty.
    #[graphql(default)]
    kinds: Vec<CreditKind>,
    /// From this moment on.
    since: Option<Instant>,
    /// Before this moment.
    until: Option<Instant>,
    /// With this in their text, reference or actor; case doesn't count.
    text: Option<String>,
    /// That move at least so much, in either direction: more than 0.
    least: Option<String>,
    /// That move at most so much, in either direction: more than 0.
    most: Option<String>,
}

impl CreditFilterInput {
    /// What a client sent.
    pub(crate) fn read(sent: Option<Self>) -> Result<CreditFilter, Fault> {
        let Some(sent) = sent else {
            return Ok(CreditFilter::default());
        };
        let text = sent.text.map(|text| text.trim().to_owned());
        let text = text.filter(|text| !text.is_empty());
        let is_long = |text: &String| text.chars().count() > LONGEST_TEXT;
        if text.as_ref().is_some_and(is_long) {
            let why = format!("`text` has at most {LONGEST_TEXT} characters.");
            return Err(Fault::BadInput(why));
        }
        Ok(CreditFilter {
            kinds: sent.kinds,
            since: sent.since.map(|since| since.0),
            until: sent.until.map(|until| until.0),
            text,
            least: amount("least", sent.least)?,
            most: amount("most", sent.most)?,
        })
    }
}

fn amount(name: &str, sent: Option<String>) -> Result<Option<Credits>, Fault> {
    let Some(sent) = sent else {
        return Ok(None);
    };
    match sent.parse::<CreditAmount>() {
        Ok(amount) => Ok(Some(amount.credits())),
        Err(refusal) => Err(Fault::BadInput(format!("`{name}`: {refusal}."))),
    }
}

/// A page of the history.
#[derive(SimpleObject)]
pub(crate) struct CreditTransactionList {
    /// The transactions, the last first. Where a text or an amount is looked for, a page can be short, even empty, with
    /// more to look through after it.
    data: Vec<CreditTransaction>,
    /// `before` of the next page; null when there is none.
    next: Option<i32>,
}

impl From<HistoryPage> for CreditTransactionList {
    fn from(page: HistoryPage) -> Self {
        let data = page.transactions.into_iter().map(CreditTransaction::from);
        Self {
            data: data.collect(),
            next: page.next.map(|next| count(next.unsigned_abs())),
        }
    }
}

/// Transactions together.
#[derive(SimpleObject)]
pub(crate) struct CreditTotals {
    /// How many.
    count: i32,
    /// What they add.
    added: String,
    /// What they take: not positive.
    taken: String,
}

impl From<HistoryTotals> for CreditTotals {
    fn from(totals: HistoryTotals) -> Self {
        Self {
            count: count(totals.count.unsigned_abs()),
            added: Credits(totals.added).to_string(),
            taken: Credits(totals.taken).to_string(),
        }
    }
}
