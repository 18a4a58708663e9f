//! Adding to a ledger.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::auth::{REPEATABLE_FOR, sha256};
use crate::domain::{CreditKind, Credits, StatusUpdate};
use crate::status;
use crate::store::entities::{credit_key, credit_transaction, organization};
use crate::store::{StoreError, credit_keys, credit_thresholds, credit_usage, credits};

/// Who adds to a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditActor {
    /// Their account.
    pub id: Uuid,
    /// What they are called, at most 100 characters.
    pub name: String,
}

/// What to add to a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditEntry {
    /// What happens.
    pub kind: CreditKind,
    /// What it adds to the balance; negative for what is taken.
    pub amount: Credits,
    /// For people, at most 200 characters.
    pub text: String,
    /// What it is about, as the one who asks for it calls that, at most 100 characters.
    pub reference: Option<String>,
    /// Who does it; `None` for the portal itself and its operator.
    pub actor: Option<CreditActor>,
}

/// What makes a request to a ledger the same as one before. Whatever an operator chooses, it is none of the portal's own.
#[derive(Clone, Debug)]
pub enum LedgerKey {
    /// One that an operator chose.
    Operator(SecretString),
    /// That of the credits of a purchase.
    Purchase(Uuid),
    /// That of the credits that go back with a purchase.
    Refund(Uuid),
}

impl LedgerKey {
    fn hash(&self) -> Vec<u8> {
        // No text has this octet, so that what somebody chose is never the same.
        const OWN: u8 = 0xff;
        let (what, id) = match self {
            Self::Operator(key) => return sha256(key.expose_secret()),
            Self::Purchase(id) => ("purchase", id),
            Self::Refund(id) => ("refund", id),
        };
        let own = [&[OWN], what.as_bytes(), id.as_bytes()].concat();
        Sha256::digest(own).to_vec()
    }
}

/// What comes of adding to a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It is there now, or was with this idempotency key already.
    Done(Box<credit_transaction::Model>),
    /// The idempotency key came with something else.
    KeyReused,
    /// The organization's plan goes without credits.
    NoCredits,
    /// There is not so much left, and the plan allows no more than that.
    UsedUp {
        /// What is left.
        balance: Credits,
    },
    /// The balance would be more than can be counted.
    TooMuch {
        /// What there is.
        balance: Credits,
    },
}

/// Adds to the ledger of an organization, once for each idempotency key within 30 days. The transaction keeps the
/// organization from being deleted.
///
/// # Errors
///
/// When the store fails. Refusals are outcomes, after which nothing is changed.
pub(crate) async fn post(
    transaction: &DatabaseTransaction,
    organization: &organization::Model,
    entry: CreditEntry,
    key: Option<&LedgerKey>,
    now: DateTime<Utc>,
) -> Result<Posted, StoreError> {
    let id = organization.id;
    let before = credits::lock(transaction, id).await?;
    let hashes = key.map(|key| (key.hash(), sha256(&input_of(&entry))));
    if let Some((key_hash, input_hash)) = &hashes {
        match credit_keys::find(transaction, id, key_hash.clone()).await? {
            Some(kept) if kept.created_at < now - REPEATABLE_FOR => {}
            Some(kept) if kept.input_hash != *input_hash => return Ok(Posted::KeyReused),
            Some(kept) => {
                let posted = credits::by_number(transaction, id, kept.number).await?;
                let posted = posted.ok_or(StoreError::Inconsistent("a transaction is gone"))?;
                return Ok(Posted::Done(Box::new(posted)));
            }
            None => {}
        }
    }
    // What was paid back is taken even where the plan has changed since.
    if !organization.plan.uses_credits() && entry.kind != CreditKind::Refund {
        return Ok(Posted::NoCredits);
    }
    let least = match entry.kind {
        CreditKind::Usage if !organization.plan.overdraws() => Credits::default(),
        _ => Credits::MAXIMUM_BALANCE.negated(),
    };
    let moved = credits::advance(transaction, id, entry.amount, least, now).await?;
    let balance = before.balance;
    let Some(end) = moved else {
        return Ok(match entry.amount < Credits::default() {
            true => Posted::UsedUp { balance },
            false => Posted::TooMuch { balance },
        });
    };
    if entry.kind == CreditKind::Usage {
        credit_usage::add(transaction, id, end.last_at, entry.amount.negated()).await?;
    }
    let number = end.last_number;
    if let Some((key_hash, input_hash)) = hashes {
        let kept = credit_key::Model {
            organization_id: id,
            key_hash,
            input_hash,
            number,
            created_at: now,
        };
        credit_keys::keep(transaction, kept, now - REPEATABLE_FOR).await?;
    }
    let (actor_id, actor_name) = match entry.actor {
        Some(actor) => (Some(actor.id), Some(actor.name)),
        None => (None, None),
    };
    let posted = credit_transaction::Model {
        organization_id: id,
        number,
        kind: entry.kind,
        amount: entry.amount,
        balance_after: end.balance,
        at: end.last_at,
        words: searched(
            &entry.text,
            actor_name.as_deref(),
            entry.reference.as_deref(),
        ),
        text: entry.text,
        actor_id,
        actor_name,
        reference: entry.reference,
    };
    credits::append(transaction, vec![posted.clone()]).await?;
    let crossed = credit_thresholds::crossed(transaction, id, balance, end.balance).await?;
    let low = crossed.into_iter().map(|row| {
        let update = StatusUpdate::CreditsLow {
            threshold: row.threshold.to_string(),
            balance: end.balance.to_string(),
            crossing: number,
        };
        (row.account_id, update)
    });
    status::record(transaction, now, organization, low).await?;
    Ok(Posted::Done(Box::new(posted)))
}

/// What a search for text looks at.
pub(crate) fn searched(text: &str, actor: Option<&str>, reference: Option<&str>) -> String {
    let all = [Some(text), actor, reference];
    let all: Vec<String> = all.into_iter().flatten().map(str::to_lowercase).collect();
    all.join("\n")
}

/// All that two requests have to agree in to be the same.
fn input_of(entry: &CreditEntry) -> String {
    let actor = entry.actor.as_ref().map(|actor| actor.id);
    format!(
        "{:?}/{}/{actor:?}/{:?}/{:?}",
        entry.kind, entry.amount, entry.reference, entry.text
    )
}
