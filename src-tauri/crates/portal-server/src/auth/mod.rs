//! Who calls: passwords, sessions, and the limit on attempts.

mod attempts;
mod passwords;
mod sessions;
mod sign_in;
mod tokens;

pub use attempts::{AttemptPolicy, Attempts, TooManyAttempts};
pub use passwords::{Argon2id, HashingError, PasswordHashing, Passwords};
pub use sessions::{
    ActiveSession, OpenSessionError, OpenedSession, SessionPolicy, Sessions, TOUCH_INTERVAL,
};
pub use sign_in::{SignInError, SignInOutcome, SignInRequest};
pub use tokens::SessionToken;
