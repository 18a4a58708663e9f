//! What the portal takes from the machine it runs on: the time and randomness, both handed in.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in UTC. May be set back by the system.
    fn now(&self) -> DateTime<Utc>;

    /// Time since a moment of the clock's own choosing; never goes back.
    fn elapsed(&self) -> Duration;
}

/// The clock of the operating system.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// A clock whose elapsed time starts at zero.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the ambient clock is read"
    )]
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the ambient clock is read"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

/// Gives bytes that nobody can guess.
pub trait Randomness: Send + Sync {
    /// Fills `bytes`.
    ///
    /// # Errors
    ///
    /// When the system's source of randomness can't be read.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessError>;
}

/// The system's source of randomness can't be read.
#[derive(Debug, thiserror::Error)]
#[error("the system's source of randomness can't be read: {0}")]
pub struct RandomnessError(pub String);

/// The operating system's source of randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the ambient randomness is read"
    )]
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        getrandom::fill(bytes).map_err(|error| RandomnessError(error.to_string()))
    }
}

/// The clock and the randomness that a portal works with.
#[derive(Clone)]
pub struct Surroundings {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives secrets and ids.
    pub randomness: Arc<dyn Randomness>,
}

impl Surroundings {
    /// Those of the operating system.
    #[must_use]
    pub fn of_the_system() -> Self {
        Self {
            clock: Arc::new(SystemClock::new()),
            randomness: Arc::new(SystemRandomness),
        }
    }

    /// Now, in UTC, to the microsecond: what both databases keep.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now().trunc_subsecs(6)
    }

    /// A new id; ids made later sort later.
    ///
    /// # Errors
    ///
    /// When the randomness can't be read.
    pub fn new_id(&self) -> Result<Uuid, RandomnessError> {
        let mut random = [0; 10];
        self.randomness.fill(&mut random)?;
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or_default();
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}
