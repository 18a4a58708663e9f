//! Credits that the sample's business used up.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;

use super::SampleTime;
use super::courses;
use super::load::{LoadSampleError, id};
use super::machines::{MACHINES, Machine};
use super::tenants::TENANTS;
use crate::credits::searched;
use crate::domain::{CreditKind, Credits, Currency};
use crate::purchases::Offers;
use crate::store::entities::{credit_pack, credit_price, credit_transaction};
use crate::store::{credit_offers, credit_usage, credits};

/// What one output event costs, in thousandths of a credit.
const PRICE: i64 = 150;

/// Within what every database takes in one statement.
const ROWS_AT_A_TIME: usize = 500;

/// What is there to begin with, and what was bought since: days after the beginning, and credits.
const GRANT: Credits = Credits(15_000_000);
const PURCHASES: [(i64, Credits); 2] = [(30, Credits(5_000_000)), (70, Credits(5_000_000))];

/// What credits are sold for: credits, and what they cost, in euros and cents.
const PACKS: [(i64, i64); 4] = [
    (1_000, 1_500),
    (5_000, 7_000),
    (20_000, 26_000),
    (100_000, 120_000),
];

/// What one credit costs in an amount of one's own, in millionths of a cent, and how many of them are sold at once.
const OWN: (i64, i64, i64) = (1_600_000, 100, 50_000);

/// Loads the ledgers of organizations that pay with credits, and what those are sold for.
pub(super) async fn load(
    transaction: &DatabaseTransaction,
    time: SampleTime,
) -> Result<(), LoadSampleError> {
    for tenant in TENANTS.iter().filter(|tenant| tenant.plan.uses_credits()) {
        load_ledger(transaction, tenant.name, time).await?;
    }
    load_offers(transaction).await
}

/// Sells credits, unless the operator does so already.
async fn load_offers(transaction: &DatabaseTransaction) -> Result<(), LoadSampleError> {
    credit_offers::hold(transaction).await?;
    if Offers::of_now(transaction).await?.is_some() {
        return Ok(());
    }
    let currency: Currency = "EUR".parse()?;
    for (position, (credits, price_minor)) in (1..).zip(PACKS) {
        let pack = credit_pack::Model {
            id: id("pack", &credits.to_string()),
            credits: Credits(credits * 1_000),
            price_minor,
            currency,
            position,
        };
        credit_offers::add_pack(transaction, pack).await?;
    }
    let (per_credit, least, most) = OWN;
    let price = credit_price::Model {
        id: credit_offers::ONLY,
        currency,
        per_credit,
        least: Credits(least * 1_000),
        most: Credits(most * 1_000),
    };
    Ok(credit_offers::set_price(transaction, price).await?)
}

/// Adds the ledger of a tenant, with what is kept beside it.
async fn load_ledger(
    transaction: &DatabaseTransaction,
    tenant: &str,
    time: SampleTime,
) -> Result<(), LoadSampleError> {
    let ledger = ledger(tenant, time);
    for row in ledger.iter().filter(|row| row.kind == CreditKind::Usage) {
        let used = row.amount.negated();
        credit_usage::add(transaction, row.organization_id, row.at, used).await?;
    }
    if let Some(last) = ledger.last() {
        credits::set_balance(transaction, last).await?;
    }
    for rows in ledger.chunks(ROWS_AT_A_TIME) {
        credits::append(transaction, rows.to_vec()).await?;
    }
    Ok(())
}

/// A grant, purchases, and what each device put out on each day.
fn ledger(tenant: &str, time: SampleTime) -> Vec<credit_transaction::Model> {
    let since = time.since();
    let welcome = "Welcome to the business plan".to_owned();
    let mut entries = vec![(since, CreditKind::Grant, GRANT, welcome)];
    for (day, amount) in PURCHASES {
        let at = since + TimeDelta::days(day) + TimeDelta::hours(9);
        entries.push((at, CreditKind::Purchase, amount, "5,000 credits".to_owned()));
    }
    for machine in MACHINES.iter().filter(|machine| machine.owner == tenant) {
        let text = format!("Output of {}", machine.device);
        for (at, events) in events_by_day(machine, time) {
            entries.push((
                at,
                CreditKind::Usage,
                Credits(-PRICE * events),
                text.clone(),
            ));
        }
    }
    entries.retain(|(at, ..)| *at <= time.until);
    entries.sort_by_key(|(at, ..)| *at);
    let mut balance = Credits::default();
    let transactions = (1..)
        .zip(entries)
        .map(|(number, (at, kind, amount, text))| {
            balance = Credits(balance.0 + amount.0);
            credit_transaction::Model {
                organization_id: id("organization", tenant),
                number,
                kind,
                amount,
                balance_after: balance,
                at,
                words: searched(&text, None, None),
                text,
                actor_id: None,
                actor_name: None,
                reference: None,
            }
        });
    transactions.collect()
}

/// How many events a machine put out on each day in UTC, by the time of the last of them.
fn events_by_day(machine: &Machine, time: SampleTime) -> Vec<(DateTime<Utc>, i64)> {
    let mut days = BTreeMap::<NaiveDate, (DateTime<Utc>, i64)>::new();
    for signal in machine.signals {
        let seed = id(machine.device, signal.key).as_u64_pair().1;
        let (since, until) = (time.since(), time.until);
        for (at, _) in courses::values(signal.course, seed, machine.zone, since, until) {
            let (last, events) = days.entry(at.date_naive()).or_insert((at, 0));
            *last = at.max(*last);
            *events += 1;
        }
    }
    days.into_values().collect()
}
