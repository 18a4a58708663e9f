//! Gives and takes credits at random until it is killed: `ledger_client DATABASE ORGANIZATION SEED`.
//!
//! Each transaction that was acknowledged is a line with its number and amount.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Context, Result};
use portal_server::administration::{
    Administration, AdministrationError, CreditsToMove, OrganizationSelection,
};
use portal_server::domain::{CreditAmount, CreditKind};
use portal_server::store::Store;
use portal_server::surroundings::{Surroundings, SystemClock, SystemRandomness};
use secrecy::SecretString;

/// Keys that all clients share, each for one amount.
const KEYS: u64 = 400;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what| arguments.next().context(what);
    let store = Store::open(&next("a database is needed")?.parse()?).await?;
    let organization: OrganizationSelection = next("an organization is needed")?.parse()?;
    let mut random = Random(next("a seed is needed")?.parse()?);
    let surroundings = Surroundings {
        clock: Arc::new(SystemClock::new()),
        randomness: Arc::new(SystemRandomness),
    };
    let operator = Administration::new(store, surroundings);
    let mut out = std::io::stdout();
    loop {
        let key = (random.below(4) == 0).then(|| random.below(KEYS));
        // What a key stands for is the same every time, so that it is safe to repeat.
        let mut chosen = Random(key.unwrap_or_else(|| random.next()));
        let kind = match chosen.below(3) {
            0 => CreditKind::Grant,
            _ => CreditKind::Usage,
        };
        let thousandths = 1 + chosen.below(50_000);
        let amount: CreditAmount =
            format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000).parse()?;
        let credits = CreditsToMove {
            kind,
            amount,
            text: "At random".to_owned(),
            reference: None,
        };
        let key = key.map(|key| SecretString::from(format!("shared key {key}")));
        match operator
            .move_credits(&organization, credits, key.as_ref())
            .await
        {
            Ok(moved) => writeln!(out, "{} {}", moved.number, moved.amount.0)?,
            Err(AdministrationError::CreditsUsedUp { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// A linear congruential generator with the multiplier of Knuth's MMIX.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 32
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}
