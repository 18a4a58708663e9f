//! Exports: raw chart data of a range of days, written to a file by a job that somebody asked for.
//!
//! An export is a row of the database. Whichever portal process has time takes it up, for as long as a lease lasts that it
//! renews while it works; when it is killed or stands still, another takes it up once the lease is over. Each taking up
//! has its own fence, and what comes with an older one changes nothing: there is one end, and one file. Files are named
//! by their content, so that writing one twice makes no second one.

mod asking;
mod links;
pub mod range;
mod running;
mod settling;
mod splitting;
mod sweeping;
mod telling;
mod turn_end;
mod turns;
mod wanted;
mod working;
pub mod writing;

use std::time::Duration;

pub use asking::{
    CancelExportOutcome, RequestExportOutcome, SplitExportOutcome, WantedExport, may_cancel,
};
pub use links::{DownloadLink, LinkRefusal, LinkedExport};
pub use splitting::parts_of;
pub use sweeping::SweepError;

use self::running::{AllRunning, Running, Waiting};
use crate::objects::Objects;
use crate::sealing::SealingKey;
use crate::status::Listeners;
use crate::store::Store;
use crate::surroundings::Surroundings;

/// How many exports run, for how long, and how long their files are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportPolicy {
    /// How many run in this process at a time.
    pub workers: usize,
    /// For how long one may run in one go. What was killed or stopped begins anew, and so does its time.
    pub allowed: Duration,
    /// For how long a file is kept.
    pub kept: Duration,
    /// For how long an export belongs to whoever took it up, unless they say that they still work on it; they do so
    /// four times within that.
    pub lease: Duration,
}

impl Default for ExportPolicy {
    fn default() -> Self {
        Self {
            workers: 2,
            allowed: Duration::from_secs(10 * 60),
            kept: Duration::from_secs(24 * 60 * 60),
            lease: Duration::from_secs(60),
        }
    }
}

/// How often an export is taken up before it counts as failed.
pub const MOST_ATTEMPTS: i32 = 5;

/// How many exports of one person run at a time, in all of their organizations together; others wait.
pub const RUNNING_OF_PERSON: usize = 2;

/// How many exports of one organization run at a time; others wait.
pub const RUNNING_OF_ORGANIZATION: usize = 4;

/// How many exports of one person may wait and run in an organization.
pub const UNDER_WAY_OF_PERSON: u64 = 20;

/// The exports of a portal.
#[derive(Clone)]
pub struct Exports {
    store: Store,
    objects: Objects,
    surroundings: Surroundings,
    policy: ExportPolicy,
    /// Proves links to files.
    key: SealingKey,
    /// Those who follow what happens.
    listeners: Listeners,
    /// What waits for its turn, as far as this process knows.
    waiting: Waiting,
    /// What this process works on.
    running: AllRunning,
}

impl Exports {
    /// Keeps their rows in `store` and their files in `objects`.
    #[must_use]
    pub fn new(
        store: Store,
        objects: Objects,
        surroundings: Surroundings,
        policy: ExportPolicy,
        key: SealingKey,
        listeners: Listeners,
    ) -> Self {
        Self {
            store,
            objects,
            surroundings,
            policy,
            key,
            listeners,
            waiting: Waiting::for_workers(policy.workers),
            running: AllRunning::default(),
        }
    }

    /// What holds for them.
    #[must_use]
    pub fn policy(&self) -> ExportPolicy {
        self.policy
    }
}
