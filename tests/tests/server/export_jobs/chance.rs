//! What is left to chance: the same again from the same seed.

use std::str::FromStr;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The variable with the seed, to have what an earlier run had.
const SEED_WANTED: &str = "PORTAL_TEST_SEED";

/// The variable that says how many kills are wanted where a test does not say it.
const KILLS_WANTED: &str = "PORTAL_TEST_KILLS";

pub(super) struct Chance {
    seed: u64,
    drawn: u64,
}

impl Chance {
    /// From another seed each time, if none is wanted, and printed with a test that fails.
    pub(super) fn new() -> Result<Self> {
        let seed = wanted(SEED_WANTED)?.unwrap_or_else(|| Uuid::new_v4().as_u64_pair().0);
        println!("what is left to chance is that of {SEED_WANTED}={seed}");
        Ok(Self { seed, drawn: 0 })
    }

    /// A number from 0 to 1.
    pub(super) fn part(&mut self) -> f64 {
        self.drawn += 1;
        let digest = Sha256::digest([self.seed.to_le_bytes(), self.drawn.to_le_bytes()].concat());
        let drawn = digest
            .iter()
            .take(4)
            .fold(0, |drawn, octet| drawn << 8 | u32::from(*octet));
        f64::from(drawn) / f64::from(u32::MAX)
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(super) fn happens(&mut self, of_hundred: u8) -> bool {
        self.part() * 100.0 < f64::from(of_hundred)
    }
}

/// How many kills are wanted, where nobody says otherwise as many as these.
pub(super) fn kills(otherwise: u32) -> Result<u32> {
    Ok(wanted(KILLS_WANTED)?.unwrap_or(otherwise))
}

/// What a variable says.
fn wanted<T: FromStr>(variable: &str) -> Result<Option<T>> {
    let Ok(text) = std::env::var(variable) else {
        return Ok(None);
    };
    let read = text.parse().ok();
    read.with_context(|| format!("{variable}={text}")).map(Some)
}
