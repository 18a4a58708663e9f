//! Recomputing ledgers.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::searched;
use crate::domain::{CreditKind, Credits};
use crate::store::entities::credit_transaction;
use crate::store::{Store, StoreError, credit_usage, credits};

/// Transactions read at a time.
const BATCH: u64 = 5_000;

/// Ledgers that are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many.
    pub ledgers: u64,
    /// How many transactions they have together.
    pub transactions: u64,
}

/// Where a ledger is wrong first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongLedger {
    /// The organization, which may be gone.
    pub organization: Uuid,
    /// The transaction; `None` where it is what is kept beside them.
    pub number: Option<i64>,
    /// What is wrong.
    pub reason: WrongLedgerReason,
}

/// What is wrong in a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongLedgerReason {
    /// A transaction is missing before it.
    Missing {
        /// Its number.
        number: i64,
    },
    /// The balance after it is not the one before it and its amount together.
    Balance {
        /// What it should be.
        expected: Credits,
        /// What it says.
        found: Credits,
    },
    /// It says to be from before the one before it.
    Earlier,
    /// What it adds does not go with what it is.
    Amount(Credits),
    /// A search would not find it.
    Words,
    /// What is kept as the end of the ledger is not its end.
    End,
    /// What is kept as the usage of this quarter hour is not what was used in it.
    Usage {
        /// When it begins.
        quarter: DateTime<Utc>,
    },
}

impl fmt::Display for WrongLedgerReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { number } => write!(formatter, "{number} is missing before it"),
            Self::Balance { expected, found } => {
                write!(formatter, "the balance after it is {found}, not {expected}")
            }
            Self::Earlier => formatter.write_str("it is from before the one before it"),
            Self::Amount(amount) => write!(formatter, "its amount of {amount} can't be"),
            Self::Words => formatter.write_str("a search would not find it"),
            Self::End => {
                formatter.write_str("the balance that is kept is not that of its last transaction")
            }
            Self::Usage { quarter } => write!(
                formatter,
                "the usage that is kept for the quarter hour from {quarter} is not what was used in it"
            ),
        }
    }
}

/// Why ledgers are not known to be right.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// One is wrong.
    #[error("the ledger of organization {organization} is wrong{at}: {reason}",
        organization = .0.organization, reason = .0.reason,
        at = .0.number.map(|number| format!(" at transaction {number}")).unwrap_or_default())]
    Wrong(WrongLedger),
    /// They can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Recomputes the ledger of an organization, or all of them, as they are at one moment.
///
/// # Errors
///
/// At the first that is wrong, or when the store fails.
pub(crate) async fn verify(
    store: &Store,
    organization: Option<Uuid>,
) -> Result<Verified, VerifyError> {
    let moment = store.begin_read().await?;
    let ledgers = match organization {
        Some(organization) => vec![organization],
        None => credits::ledgers(&moment).await?,
    };
    let mut verified = Verified::default();
    for organization in ledgers {
        verified.transactions += verify_ledger(&moment, organization).await?;
        verified.ledgers += 1;
    }
    Ok(verified)
}

/// Answers how many transactions a ledger has, which are right.
async fn verify_ledger(
    moment: &DatabaseTransaction,
    organization: Uuid,
) -> Result<u64, VerifyError> {
    let wrong = |number, reason| {
        Err(VerifyError::Wrong(WrongLedger {
            organization,
            number,
            reason,
        }))
    };
    let mut end = End::default();
    let mut usage = BTreeMap::<i64, i64>::new();
    loop {
        let batch = credits::following(moment, organization, end.number, BATCH).await?;
        if batch.is_empty() {
            break;
        }
        for row in batch {
            if let Err(reason) = end.go_on(&row) {
                return wrong(Some(row.number), reason);
            }
            if row.kind == CreditKind::Usage {
                let quarter = credit_usage::quarter_of(row.at);
                *usage.entry(quarter).or_default() -= row.amount.0;
            }
        }
    }
    let kept = credits::balance(moment, organization).await?;
    let kept = kept.map_or_else(End::default, |kept| End {
        number: kept.last_number,
        balance: kept.balance,
        at: (kept.last_number > 0).then_some(kept.last_at),
    });
    if kept != end {
        return wrong(None, WrongLedgerReason::End);
    }
    let kept = credit_usage::from(moment, organization, DateTime::<Utc>::MIN_UTC).await?;
    let kept: BTreeMap<i64, i64> = kept
        .into_iter()
        .map(|quarter| (quarter.begins_at, quarter.amount.0))
        .collect();
    let quarters = kept.keys().chain(usage.keys()).copied();
    let differs = |quarter: &i64| kept.get(quarter) != usage.get(quarter);
    if let Some(quarter) = quarters.filter(differs).min() {
        let quarter = DateTime::from_timestamp(quarter, 0).unwrap_or_default();
        return wrong(None, WrongLedgerReason::Usage { quarter });
    }
    Ok(end.number.unsigned_abs())
}

/// Where a ledger ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct End {
    number: i64,
    balance: Credits,
    at: Option<DateTime<Utc>>,
}

impl End {
    /// Takes the next transaction, if it can follow.
    fn go_on(&mut self, row: &credit_transaction::Model) -> Result<(), WrongLedgerReason> {
        let next = self.number + 1;
        if row.number != next {
            return Err(WrongLedgerReason::Missing { number: next });
        }
        let expected = self.balance.checked_add(row.amount);
        if expected != Some(row.balance_after) {
            return Err(WrongLedgerReason::Balance {
                expected: expected.unwrap_or_default(),
                found: row.balance_after,
            });
        }
        if self.at.is_some_and(|at| row.at < at) {
            return Err(WrongLedgerReason::Earlier);
        }
        let nothing = Credits::default();
        let possible = match row.kind {
            CreditKind::Usage | CreditKind::Refund => row.amount < nothing,
            CreditKind::Purchase | CreditKind::Grant => row.amount > nothing,
            CreditKind::Adjustment => row.amount != nothing,
        };
        if !possible {
            return Err(WrongLedgerReason::Amount(row.amount));
        }
        let (actor, reference) = (row.actor_name.as_deref(), row.reference.as_deref());
        if row.words != searched(&row.text, actor, reference) {
            return Err(WrongLedgerReason::Words);
        }
        *self = Self {
            number: row.number,
            balance: row.balance_after,
            at: Some(row.at),
        };
        Ok(())
    }
}
