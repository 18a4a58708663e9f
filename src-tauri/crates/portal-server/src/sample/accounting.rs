//! Credits that the sample's business used up, and exports that its people asked for.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;

use super::SampleTime;
use super::courses;
use super::load::{LoadSampleError, id};
use super::machines::MACHINES;
use super::people::{ADA, MEI};
use super::tenants::TENANTS;
use crate::domain::{CreditKind, Credits, ExportState};
use crate::store::entities::{credit_transaction, export};
use crate::store::{credits, exports};

/// What one output event costs, in thousandths of a credit.
const PRICE: i64 = 150;

/// What is there to begin with, and what was bought since: days after the beginning, and credits.
const GRANT: Credits = Credits(15_000_000);
const PURCHASES: [(i64, Credits); 2] = [(30, Credits(5_000_000)), (70, Credits(5_000_000))];

/// Exports by tenant and person: how many days ago, of how many days, and what came of them.
const EXPORTS: [(&str, &str, i64, i64, ExportState); 4] = [
    ("ACME Robotics", ADA, 2, 31, ExportState::Expired),
    ("ACME Robotics", ADA, 9, 365, ExportState::TimedOut),
    ("ACME Robotics", ADA, 9, 90, ExportState::Expired),
    ("Cobalt Energy", MEI, 4, 7, ExportState::Cancelled),
];

/// Loads the ledgers of organizations that pay with credits, and the exports.
pub(super) async fn load(
    transaction: &DatabaseTransaction,
    time: SampleTime,
) -> Result<(), LoadSampleError> {
    for tenant in TENANTS.iter().filter(|tenant| tenant.plan.uses_credits()) {
        credits::append(transaction, ledger(tenant.name, time)).await?;
    }
    for (tenant, email, ago, days, state) in EXPORTS {
        let created_at = time.until - TimeDelta::days(ago);
        let row = export::Model {
            id: id(&format!("export/{ago}/{days}"), tenant),
            organization_id: id("organization", tenant),
            requester_id: id("account", email),
            begins_at: created_at - TimeDelta::days(days),
            ends_at: created_at,
            state,
            created_at,
        };
        exports::insert(transaction, row).await?;
    }
    Ok(())
}

/// A grant, purchases, and for each whole day what the devices put out.
fn ledger(tenant: &str, time: SampleTime) -> Vec<credit_transaction::Model> {
    let since = time.since();
    let mut entries = vec![(
        since,
        CreditKind::Grant,
        GRANT,
        "Welcome to the business plan",
    )];
    for (day, amount) in PURCHASES {
        let at = since + TimeDelta::days(day) + TimeDelta::hours(9);
        entries.push((at, CreditKind::Purchase, amount, "5,000 credits"));
    }
    for (at, events) in events_by_day(tenant, time) {
        let amount = Credits(-PRICE * events);
        entries.push((at, CreditKind::Usage, amount, "Output of devices"));
    }
    entries.retain(|(at, ..)| *at <= time.until);
    entries.sort_by_key(|(at, ..)| *at);
    let mut balance = Credits::default();
    let transactions = (1..)
        .zip(entries)
        .map(|(number, (at, kind, amount, text))| {
            balance = Credits(balance.0 + amount.0);
            credit_transaction::Model {
                id: id(&format!("credits/{tenant}"), &format!("{number:06}")),
                organization_id: id("organization", tenant),
                number,
                kind,
                amount,
                balance_after: balance,
                at,
                text: text.to_owned(),
            }
        });
    transactions.collect()
}

/// How many events the devices of a tenant put out on each day, by the end of the day in UTC.
fn events_by_day(tenant: &str, time: SampleTime) -> BTreeMap<DateTime<Utc>, i64> {
    let mut days = BTreeMap::new();
    for machine in MACHINES.iter().filter(|machine| machine.owner == tenant) {
        for signal in machine.signals {
            let seed = id(machine.device, signal.key).as_u64_pair().1;
            let (since, until) = (time.since(), time.until);
            for (at, _) in courses::values(signal.course, seed, machine.zone, since, until) {
                let day = at.date_naive().and_time(NaiveTime::MIN).and_utc();
                *days.entry(day + TimeDelta::days(1)).or_default() += 1;
            }
        }
    }
    days
}
