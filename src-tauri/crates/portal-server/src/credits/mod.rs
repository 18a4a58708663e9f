//! Credits: what is added to the ledgers of organizations, and whether they are right.

mod overview;
mod posting;
mod thresholds;
mod verification;

pub use overview::{CreditsOverview, DailyUsage, UsageEstimate};
pub use posting::{CreditActor, CreditEntry, LedgerKey, Posted};
pub use verification::{Verified, VerifyError, WrongLedger, WrongLedgerReason};

pub(crate) use overview::overview;
pub(crate) use posting::{post, searched};
pub(crate) use thresholds::set_threshold;
pub(crate) use verification::verify;
