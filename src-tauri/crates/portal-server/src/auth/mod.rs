//! Who calls, and what they may do: passwords, second factors, sessions, API keys, and the limits on
//! attempts.

mod api_keys;
mod attempts;
mod code_limit;
mod confirmation;
mod enrollment;
mod events;
mod failure;
mod key_callers;
mod known_networks;
mod limit;
mod log_retention;
mod moments;
mod password_change;
mod passwords;
mod refused_attempts;
mod repeating;
mod second_factor;
mod session_ending;
mod sessions;
mod sign_in;
mod tokens;

pub use api_keys::{IssueOutcome, ListedApiKey, RevokeOutcome};
pub use attempts::{AttemptPolicy, AttemptRefused, Attempts, UsedUp};
pub use confirmation::ConfirmOutcome;
pub use enrollment::{BeginEnrollment, BegunEnrollment, DisableMfa, VerifyEnrollment};
pub use events::{Origin, RecordError};
pub use failure::AuthError;
pub use key_callers::{ActiveKey, KeyCallers, KeyOutcome, KeyPolicy};
pub use limit::TooManyAttempts;
pub use log_retention::{LogRetention, RetentionPass, SECURITY_LOG_DAYS};
pub use password_change::{ChangePasswordOutcome, PasswordChange};
pub use passwords::{Argon2id, HashingError, PasswordHashing, Passwords};
pub use second_factor::{CodeRefusal, Proof, ProofOutcome};
pub use sessions::{
    ActiveSession, AskedOrganization, CONFIRMED_FOR, OpenedSession, Opener, ResumeOutcome,
    SessionPolicy, Sessions, TOUCH_INTERVAL,
};
pub use sign_in::{CompleteSignInOutcome, SignInOutcome, SignInRequest};
pub use tokens::SessionToken;

pub(crate) use enrollment::forget_second_factor;
pub(crate) use events::record;
pub(crate) use log_retention::stopped_within;
pub(crate) use repeating::{REPEATABLE_FOR, Repeatable, Standing, sha256};
pub(crate) use sessions::owes_mfa;
